import type { PanelWire } from './panel-transport.ts'

/**
 * Where a session's hash went that is not its own, in words: every request that reached a panel is looked at, its header
 * and its body.
 */
export function hashesAstray({ sent, given }: Pick<PanelWire, 'sent' | 'given'>): string[] {
  return sent.flatMap(({ api, path, hash, body }) => {
    const text = JSON.stringify(body)
    const inBody = [...given.keys()].some((known) => text.includes(known))
    const whose = hash === undefined ? undefined : given.get(hash)
    const isOfOther = whose !== undefined && whose.split(' ')[0] !== api
    return [
      ...(inBody ? [`${path} bore a hash in its body`] : []),
      ...(isOfOther ? [`${path} of the API ${api} was sent the hash of ${whose}`] : []),
      ...(hash !== undefined && whose === undefined ? [`${path} was sent a hash that nobody has given`] : []),
    ]
  })
}
