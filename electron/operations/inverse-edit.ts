import type { KindName } from '../../shared/operations/catalogue.ts'
import type { AnyEdit } from '../../shared/operations/edit.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import type { Cache } from '../store/cache.ts'
import type { Inverse } from './carrier.ts'

/**
 * The inverse of an edit: the values before, made against those that were written. Only while the panel, as last
 * heard of, still holds what was written; whoever has changed it since would be overwritten.
 */
export function inverseEdit(
  kind: KindName,
  params: AnyEdit,
  cache: Cache,
  holds: (held: Tracker) => Readonly<Record<string, unknown>>,
): Inverse {
  const tracker = cache.trackers.byIds([params.row]).get(params.row)
  if (!tracker) return { none: { code: 'entity-gone', values: { id: params.row } } }
  const held = holds(tracker)
  const changed = Object.entries(params.set).some(([field, value]) => value !== undefined && held[field] !== value)
  if (changed) return { none: { code: 'changed-since' } }
  return {
    kind,
    params: { ...params, set: params.base, base: params.set, baseFrom: {} },
    subject: tracker.label,
  }
}
