import type { Creator } from '../../shared/operations/catalogue.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { mirrors } from '../store/mirror.ts'

/**
 * Our ids of the rows that operations of a kind are to make, by the keys that tell these, inside the caller's commit. One
 * that the panel is known to have already keeps the id that it has; the others are given one of our own.
 */
export function ownIdsFor(
  { journal, cache }: { readonly journal: Pick<Journal, 'ownRows'>; readonly cache: Pick<Cache, 'fieldsBy'> },
  { entity }: Creator,
  keys: readonly string[],
): ReadonlyMap<string, number> {
  const { ownKey } = mirrors[entity]
  const ids = new Map<string, number>()
  const known = ownKey === null ? [] : cache.fieldsBy(entity, ownKey, keys, [])
  for (const [key, [row]] of known) if (row) ids.set(String(key), row.id)
  const others = ids.size === 0 ? keys : keys.filter((key) => !ids.has(key))
  for (const [key, id] of journal.ownRows.give(entity, others)) ids.set(key, id)
  return ids
}
