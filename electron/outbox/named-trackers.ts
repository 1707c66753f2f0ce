import type { CallOutput } from '../../shared/contract.ts'
import { tidyIdentifier } from '../../shared/rules/imei.ts'
import type { Cache } from '../store/cache.ts'

/** What parts the entries of a list that was copied from anywhere. */
const between = /[\s,;|]+/

/** Trackers that a pasted list names by the panel's ids or by IMEIs, in its order and each once. */
export function namedTrackers(cache: Cache, text: string): CallOutput<'lookup.trackers'> {
  const words = [...new Set(text.split(between).map(tidyIdentifier))].filter((word) => /\d/.test(word))
  const byPanelId = cache.trackers.byPanelIds(words.filter((word) => /^\d{1,15}$/.test(word)).map(Number))
  const byDevice = cache.trackers.byDevices(words)
  const found = words.map((word) => ({ word, tracker: byPanelId.get(Number(word)) ?? byDevice.get(word) }))
  const trackers = new Map(found.flatMap(({ tracker }) => (tracker ? [[tracker.id, tracker]] : [])))
  return {
    trackers: [...trackers.values()].map(({ id, panelId, label, deviceId }) => ({ id, panelId, label, deviceId })),
    unknown: found.flatMap(({ word, tracker }) => (!tracker && /^\d+$/.test(word) ? [word] : [])),
  }
}
