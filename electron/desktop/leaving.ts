import type { AskedKeychain } from '../secrets/asked-keychain.ts'

/** The two ways in which a process ends. */
export interface Ends {
  /** As a program does, once whatever its threads are at is done. */
  exit(): void
  /** At once, whatever they are at. */
  kill(): void
}

/**
 * Ends the program once the core has closed. A keychain that asks somebody who is not there never answers, and an exit
 * would wait for the thread that asks it; by then all that the program keeps is on disk, so it is ended at once.
 */
export async function leave(
  core: { close(): Promise<void> },
  keychain: Pick<AskedKeychain, 'isAsked'>,
  ends: Ends,
): Promise<void> {
  try {
    await core.close()
  } finally {
    if (keychain.isAsked) ends.kill()
    else ends.exit()
  }
}
