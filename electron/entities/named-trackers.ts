import type { CallOutput } from '../../shared/contract.ts'
import { tidyIdentifier } from '../../shared/rules/identifier.ts'
import type { Cache } from '../store/cache.ts'

/** What parts the entries of a list that was copied from anywhere. */
const between = /[\s,;|]+/

/** Trackers that a pasted list names by the panel's ids or by IMEIs, in its order and each once; and which `user` has. */
export function namedTrackers(cache: Cache, text: string, user: number | null): CallOutput<'lookup.trackers'> {
  const words = [...new Set(text.split(between).map(tidyIdentifier))].filter((word) => /\d/.test(word))
  const byPanelId = cache.trackers.byPanelIds(words.filter((word) => /^\d{1,15}$/.test(word)).map(Number))
  const byDevice = cache.trackers.byDevices(words)
  const found = words.map((word) => ({ word, tracker: byPanelId.get(Number(word)) ?? byDevice.get(word) }))
  const trackers = new Map(found.flatMap(({ tracker }) => (tracker ? [[tracker.id, tracker]] : [])))
  const owned = user === null ? new Set<string>() : cache.trackers.sourcesOwnedBy([user])
  return {
    trackers: [...trackers.values()].map(({ id, panelId, label, deviceId, clone, corrupted, sourceId }) => ({
      id,
      panelId,
      label,
      deviceId,
      clone,
      corrupted,
      has: owned.has(`${sourceId}:${user}`),
    })),
    unknown: found.flatMap(({ word, tracker }) => (!tracker && /^\d+$/.test(word) ? [word] : [])),
  }
}
