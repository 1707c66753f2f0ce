/**
 * The mark of a test that runs in both hosts: what differs between them, or would be worst to have broken in one. That is
 * the story, keys, clipboard, keychain, windows, crashes, security, and a file that comes in or goes out. Every other test
 * means the same in both, so where the desktop runs, it runs there alone.
 */
export const inBothHosts = { tag: '@both' } as const
