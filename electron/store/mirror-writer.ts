import type { ChangeNotes } from './change-notes.ts'
import type { Sqlite } from './database.ts'
import type { Mirror, Seen } from './mirror.ts'

type Stored = string | number | null

/** Writes one mirrored table, and keeps account of what a pull has seen of it. */
export interface MirrorWriter<Model> {
  count(): number
  /**
   * Writes rows where they differ in what they show; `asked` is the last outcome applied when they were asked for. Rows that a later
   * outcome has changed, or taken away, are left as they are. Answers how many it wrote.
   */
  write(rows: readonly Seen<Model>[], asked: number): number
  /** Writes a row that is there, by our id, as an outcome of ours has made it. */
  rewrite(before: Model, after: Model, outcome: number): void
  /** Writes a row that an outcome of ours has made, under our id; the panel names it later. */
  add(row: Model, outcome: number): void
  /** What an outcome of ours has written in fields of a row, by our id, is ours also where a pull had found it before. */
  explained(id: number, fields: Partial<Model>): void
  /** Takes a row away, by our id, as an outcome of ours did: a page that was asked for before does not bring it back. */
  remove(id: number, outcome: number): void
  /**
   * Takes rows away that are gone from the panel, by the panel's ids: but those that an outcome later than `asked`, when
   * they were asked for, has changed.
   */
  removeGone(panelIds: readonly number[], asked: number): void
  /** The same of an id of the panel's that no row has any more. */
  leave(panelId: number, outcome: number): void
  unseen(): number[]
  /**
   * Ends a pull, of which the first page was asked for after the outcome `asked`. Answers how many rows went; of those
   * among them that we had made, and that the panel has never shown, the outcomes that made them.
   */
  end(confirmed: ReadonlySet<number>, asked: number): { removed: number; neverShown: number[] }
}

/** So many ways to differ are kept as prepared statements. */
const mostStatements = 200

/**
 * `moved` gives our ids of rows whose panel's id is not their first; `ownIds` those of rows that we made, by what tells
 * them. `notes` has what changes written down, where it is.
 */
export function mirrorWriter<Model>(
  database: Sqlite,
  mirror: Mirror<Model>,
  moved: ReadonlyMap<number, number>,
  ownIds: (keys: readonly string[]) => ReadonlyMap<string, number>,
  notes: ChangeNotes | null = null,
): MirrorWriter<Model> {
  const { table, key, columns, ownKey } = mirror
  const ownId = columns.indexOf('id')
  const keyAt = columns.indexOf(key)
  const count = database.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`)
  const selectPresent = database
    .prepare<[string], Stored[]>(
      `SELECT outcome, ${columns.join(', ')} FROM ${table} WHERE ${key} IN (SELECT value FROM json_each(?))`,
    )
    .raw()
  const insert = database.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  const selectById = database
    .prepare<[number], Stored[]>(`SELECT outcome, ${columns.join(', ')} FROM ${table} WHERE id = ?`)
    .raw()
  const see = database.prepare('INSERT OR IGNORE INTO seen SELECT value FROM json_each(?)')
  const goneSince = database
    .prepare<[string, number], number>('SELECT panel_id FROM gone WHERE mirror = ? AND outcome > ?')
    .pluck()
  const rememberGone = database.prepare<[string, number, number]>(
    'INSERT INTO gone VALUES (?, ?, ?) ON CONFLICT (mirror, panel_id) DO UPDATE SET outcome = excluded.outcome',
  )
  const removeById = database
    .prepare<[number], Stored[]>(`DELETE FROM ${table} WHERE id = ? RETURNING ${columns.join(', ')}`)
    .raw()
  const deleteGone = database
    .prepare<[string, number], Stored[]>(
      `DELETE FROM ${table} WHERE ${key} IN (SELECT value FROM json_each(?)) AND outcome <= ?
       RETURNING ${columns.join(', ')}`,
    )
    .raw()
  const selectUnseen = database.prepare<[], { id: number }>(
    `SELECT ${key} AS id FROM ${table} WHERE ${key} NOT IN (SELECT id FROM seen)`,
  )
  const forgive = database.prepare(
    // With the sign, not the thousands that were seen are gone through, but the few that were missed.
    `UPDATE ${table} SET missed = 0 WHERE missed > 0 AND +${key} IN (SELECT id FROM seen)`,
  )
  const miss = database.prepare(`UPDATE ${table} SET missed = missed + 1 WHERE ${key} = ?`)
  const remove = database
    .prepare<[number, number], Stored[]>(
      `DELETE FROM ${table} WHERE ${key} = ? AND (missed >= 2 OR ?) RETURNING ${columns.join(', ')}`,
    )
    .raw()
  const missOwn = database.prepare<[number]>(
    `UPDATE ${table} SET missed = missed + 1 WHERE ${key} IS NULL AND outcome <= ?`,
  )
  const removeOwn = database
    .prepare<[], number>(`DELETE FROM ${table} WHERE ${key} IS NULL AND missed >= 2 RETURNING outcome`)
    .pluck()
  const bearOutcome = database.prepare(`UPDATE ${table} SET outcome = max(outcome, ?) WHERE id = ?`)

  const updates = new Map<string, { run(...values: Stored[]): unknown }>()
  /** Writes only the columns that differ: one that is written, even as it was, has its index rewritten too. */
  function update(id: Stored, before: readonly Stored[], after: readonly Stored[], ours: boolean): boolean {
    const differing: number[] = []
    for (let at = 0; at < columns.length; at++) if (before[at] !== after[at] && at !== ownId) differing.push(at)
    if (differing.length === 0) return false
    const names = differing.map((at) => `${columns[at]} = ?`).join(', ')
    if (updates.size >= mostStatements) updates.clear()
    const statement = updates.get(names) ?? database.prepare(`UPDATE ${table} SET ${names} WHERE id = ?`)
    updates.set(names, statement)
    statement.run(...differing.map((at) => after[at] ?? null), id)
    notes?.changed(before, after, differing, ours)
    return true
  }

  function rowOf(id: number): { outcome: number; values: Stored[] } | undefined {
    const found = selectById.get(id)
    return found && { outcome: Number(found[0]), values: found.slice(1) }
  }

  return {
    count: () => count.get()?.n ?? 0,
    write(rows, asked) {
      const gone = new Set(goneSince.all(table, asked))
      const ids = JSON.stringify(rows.map((row) => mirror.panelId(row)))
      see.run(ids)
      const present = new Map(
        selectPresent.all(ids).map(([outcome, ...values]) => [values[keyAt], { outcome: Number(outcome), values }]),
      )
      const keyOf = (row: Seen<Model>): string => {
        const value = ownKey === null ? null : (row as Record<string, unknown>)[ownKey]
        return typeof value === 'string' ? value : ''
      }
      const unknown = ownKey === null ? [] : rows.filter((row) => !present.has(mirror.panelId(row)))
      const own = ownIds(unknown.map(keyOf))
      // Asked once for them all.
      const isNew = notes?.newcomers() ?? null
      let written = 0
      for (const row of rows) {
        const id = mirror.panelId(row)
        if (gone.has(id)) continue
        const ownRow = own.get(keyOf(row))
        const before = present.get(id) ?? (ownRow === undefined ? undefined : rowOf(ownRow))
        const values = mirror.values(mirror.whole(row, before?.values))
        if (before) {
          // Our own id of a row is given once, at its first sight, and never changed by a pull.
          if (before.outcome > asked || !update(before.values[ownId] ?? null, before.values, values, false)) continue
          values[ownId] = before.values[ownId] ?? null
        } else {
          values[ownId] = ownRow ?? moved.get(id) ?? values[ownId] ?? id
          insert.run(...values)
          if (isNew?.(values)) notes?.came(values, ownRow !== undefined || moved.has(id))
        }
        written += 1
        present.set(id, { outcome: before?.outcome ?? 0, values })
      }
      return written
    },
    add(row, outcome) {
      const values = mirror.values(row)
      if (rowOf(Number(values[ownId]))) return void notes?.explained(Number(values[ownId]))
      insert.run(...values)
      if (notes?.newcomers()) notes.came(values, true)
      bearOutcome.run(outcome, values[ownId])
    },
    rewrite(before, after, outcome) {
      const values = mirror.values(before)
      update(values[ownId] ?? null, values, mirror.values(after), true)
      bearOutcome.run(outcome, values[ownId])
    },
    remove(id, outcome) {
      const row = removeById.get(id)
      if (!row) return void notes?.explained(id)
      notes?.went(row, true)
      const panelId = row[keyAt]
      if (typeof panelId === 'number') rememberGone.run(table, panelId, outcome)
    },
    explained: (id, fields) => {
      for (const [field, value] of Object.entries(fields)) notes?.explained(id, field, value)
    },
    removeGone(panelIds, asked) {
      for (const row of deleteGone.all(JSON.stringify(panelIds), asked)) notes?.went(row, false)
    },
    leave: (panelId, outcome) => void rememberGone.run(table, panelId, outcome),
    unseen: () => selectUnseen.all().map((row) => row.id),
    end(confirmed, asked) {
      let removed = 0
      forgive.run()
      for (const { id } of selectUnseen.all()) {
        miss.run(id)
        const row = remove.get(id, Number(confirmed.has(id)))
        if (!row) continue
        removed += 1
        notes?.went(row, false)
      }
      notes?.readWhole()
      if (ownKey === null) return { removed, neverShown: [] }
      missOwn.run(asked)
      const neverShown = removeOwn.all()
      return { removed: removed + neverShown.length, neverShown }
    },
  }
}
