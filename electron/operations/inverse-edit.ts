import { entities } from '../../shared/entities/entity.ts'
import { kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import type { AnyEdit } from '../../shared/operations/edit.ts'
import { sheets } from '../../shared/sheets/catalogue.ts'
import type { Cache } from '../store/cache.ts'
import type { Inverse } from './executor.ts'

/**
 * The inverse of an edit: the values before, made against those that were written. Only while the panel, as last
 * heard of, still holds what was written; a later change by somebody else would be overwritten. `holds` is the executor's.
 */
export function inverseEdit<Held extends object>(
  kind: KindName,
  params: AnyEdit,
  cache: Cache,
  holds: (held: Held) => Readonly<Record<string, unknown>>,
): Inverse {
  const { entity } = kindOf(kind)
  const row = cache.byIds(entity, [params.row]).get(params.row)
  if (!row) return { none: { code: 'entity-gone', values: { id: params.row } } }
  // A row of the cache is one that was shown whole.
  const held = holds(row as unknown as Held)
  const changed = Object.entries(params.set).some(([field, value]) => value !== undefined && held[field] !== value)
  if (changed) return { none: { code: 'changed-since' } }
  const name: unknown = (row as Readonly<Record<string, unknown>>)[sheets[entities[entity].sheet].named]
  return {
    kind,
    params: { ...params, set: params.base, base: params.set, baseFrom: {} },
    subject: typeof name === 'string' ? name : '',
  }
}
