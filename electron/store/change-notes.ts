import { entityOf, type EntityName } from '../../shared/entities/entity.ts'
import { keptFieldsOf } from '../../shared/entities/kept-fields.ts'
import type { ChangeSort } from '../../shared/contract/changes.ts'
import { momentAt } from '../../shared/rules/moment.ts'
import { sheets } from '../../shared/sheets/catalogue.ts'
import type { Sqlite } from './database.ts'
import { fold } from './folding.ts'
import type { Mirror, Name } from './mirror.ts'

type Stored = string | number | null

/** Writes down what comes, changes and goes in one mirrored table: for the next pull that ends. */
export interface ChangeNotes {
  /** Columns of a row differ; both as the mirror's columns have them. */
  changed(before: readonly Stored[], after: readonly Stored[], differing: readonly number[], ours: boolean): void
  /** Tells of a row that comes whether it is new at the panel; null where that can be told of none yet. */
  newcomers(): ((row: readonly Stored[]) => boolean) | null
  /** A row is there that was not. */
  came(row: readonly Stored[], ours: boolean): void
  went(row: readonly Stored[], ours: boolean): void
  /** An outcome of ours explains what a pull had already found: a field with this value, or, without one, the row. */
  explained(id: number, field?: string, value?: unknown): void
  /** All rows have been read. */
  readWhole(): void
}

/** The last column that shows what a mirror holds, with how its names are looked up. */
interface Noted {
  readonly field: string
  readonly name: Name | undefined
}

/**
 * How far the clock of the panel may be behind ours where a row says when it was made: milliseconds. One that came into
 * sight and was made so shortly before it was last looked for is called new: better than to miss one.
 */
const behind = 5 * 60_000

/**
 * The notes of the rows of an entity. `isExpected` says whether what we sent lets a row of this user, if any, appear;
 * `readAt` when the rows of a user were last read, where they are pulled by users.
 */
export function changeNotes(
  database: Sqlite,
  entity: EntityName,
  mirror: Mirror<unknown>,
  isExpected: (user: Stored) => boolean,
  readAt: (user: Stored) => number | null,
): ChangeNotes {
  const { pulled, sheet } = entityOf(entity)
  const at = (field: string) => mirror.cells.findIndex((cell) => cell.field === field)
  const named = at(sheets[sheet].named)
  const [id, user] = [at('id'), at('userId')]
  const panelId = mirror.columns.indexOf(mirror.key)
  const noted = new Map<number, Noted>(
    keptFieldsOf(entity).map(({ column: { field }, held }) => [
      at(held),
      { field, name: field === held ? undefined : mirror.names.find((one) => one.field === field) },
    ]),
  )
  const heldIn = new Map([...noted].map(([place, { field }]) => [mirror.cells[place]?.field, field]))
  const insert = database.prepare(
    `INSERT INTO change (pull, entity, row, panel_id, name, sort, field, old, new, old_name, new_name, ours, search)
     VALUES ((SELECT coalesce(max(id), 0) + 1 FROM pull), '${entity}', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const isWhole = database.prepare<[], number>(`SELECT 1 FROM pulled_whole WHERE entity = '${entity}'`).pluck()
  const setWhole = database.prepare(`INSERT OR IGNORE INTO pulled_whole VALUES ('${entity}')`)
  const explain = database.prepare<[number, string, Stored]>(
    // Only what is new: that somebody else did the same long ago is not explained by it.
    `UPDATE change SET ours = 1 WHERE ours = 0 AND pull >= (SELECT coalesce(max(id), 0) FROM pull)
       AND id = (SELECT max(id) FROM change WHERE entity = '${entity}' AND row = ? AND field = ?) AND new IS ?`,
  )

  /** What a value was called by another table; null where it is no reference. */
  function calledBy(name: Name | undefined, value: Stored): string | null {
    if (!name) return null
    const { table, columns, key = 'id' } = name.from
    const parts = columns.split(', ').map((column) => `nullif(${column}, '')`)
    const called = parts.length > 1 ? `coalesce(${parts.join(', ')})` : parts.join('')
    const select = database.prepare<[Stored], string | null>(`SELECT ${called} FROM ${table} WHERE ${key} = ?`).pluck()
    return select.get(value) ?? (value === null || value === 0 ? '' : String(value))
  }

  function note(row: readonly Stored[], sort: ChangeSort, ours: boolean): void {
    const name = String(row[named] ?? '')
    const search = fold([name, row[panelId] ?? ''].join('\n'))
    insert.run(row[id], row[panelId], name, sort, '', null, null, null, null, Number(ours), search)
  }

  /** Whether rows were made since those of their users were last read. */
  function madeSince({ made, zone }: Exclude<typeof pulled, 'whole'>): (row: readonly Stored[]) => boolean {
    const [madeAt, zoneAt] = [at(made), at(zone)]
    const since = new Map<Stored, string | null>()
    return (row) => {
      const whose = row[user] ?? null
      if (!since.has(whose)) {
        const read = readAt(whose)
        since.set(whose, read === null ? null : momentAt(String(row[zoneAt]), read - behind))
      }
      const from = since.get(whose) ?? null
      return from !== null && String(row[madeAt]) > from
    }
  }

  return {
    changed(before, after, differing, ours) {
      // What the panel adds to a row of ours when it names it is no change.
      if (before[panelId] === null) return
      for (const place of differing) {
        const of = noted.get(place)
        if (!of) continue
        const [from, to] = [before[place] ?? null, after[place] ?? null]
        const names = [calledBy(of.name, from), calledBy(of.name, to)] as const
        const name = String(after[named] ?? '')
        const search = fold([name, after[panelId], names[0] ?? from, names[1] ?? to].join('\n'))
        insert.run(before[id], after[panelId], name, 'changed', of.field, from, to, ...names, Number(ours), search)
      }
    },
    newcomers() {
      if (pulled !== 'whole') return madeSince(pulled)
      return isWhole.get() === undefined ? null : () => true
    },
    came(row, ours) {
      note(row, 'new', ours || isExpected(user < 0 ? null : (row[user] ?? null)))
    },
    went: (row, ours) => note(row, 'gone', ours),
    explained(row, field, value = null) {
      const shown = field === undefined ? '' : heldIn.get(field)
      if (shown !== undefined) explain.run(row, shown, typeof value === 'boolean' ? Number(value) : (value as Stored))
    },
    readWhole: () => void setWhole.run(),
  }
}
