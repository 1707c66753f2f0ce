import type { EntityName } from '../../shared/entities/entity.ts'
import { identityOf } from './identity.ts'
import type { Sqlite } from './database.ts'

/**
 * Our ids of rows that we make. What tells a row at the panel before its id is known, such as an IMEI, is its key: the
 * same key has the same id for ever, so what was undone and done again, or pulled anew, is the same row.
 */
export interface OwnRows {
  /** The ids of rows by their keys; given where there are none yet, inside the caller's commit. */
  give(entity: EntityName, keys: readonly string[]): ReadonlyMap<string, number>
  /** A key that no row has, of this journal or another: for rows that the panel tells by nothing of their own. */
  unusedKey(): string
  /** The ids that have been given. */
  of(entity: EntityName, keys: readonly string[]): ReadonlyMap<string, number>
}

/** The own rows of a journal. */
export function ownRowsIn(database: Sqlite): OwnRows {
  const insert = database.prepare<[EntityName, string]>(
    `INSERT INTO own_row (entity, key) SELECT ?, value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
  )
  const select = database.prepare<[EntityName, string], { key: string; id: number }>(
    'SELECT key, id FROM own_row WHERE entity = ? AND key IN (SELECT value FROM json_each(?))',
  )
  const count = database.prepare<[], number>('SELECT count(*) FROM own_row').pluck()
  const any = database.prepare<[EntityName]>('SELECT 1 FROM own_row WHERE entity = ? LIMIT 1')

  function of(entity: EntityName, keys: readonly string[]): ReadonlyMap<string, number> {
    if (keys.length === 0 || any.get(entity) === undefined) return new Map()
    return new Map(select.all(entity, JSON.stringify(keys)).map(({ key, id }) => [key, id]))
  }

  return {
    give(entity, keys) {
      if (keys.length > 0) insert.run(entity, JSON.stringify(keys))
      return of(entity, keys)
    },
    unusedKey: () => `${identityOf(database)?.journal.slice(0, 8) ?? ''}-${(count.get() ?? 0) + 1}`,
    of,
  }
}
