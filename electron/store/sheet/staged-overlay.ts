import { entities, laneOfRow, rowOfLane, type EntityName } from '../../../shared/entities/entity.ts'
import { rowMadeBy } from '../../../shared/operations/catalogue.ts'
import { editIn } from '../../../shared/operations/edit.ts'
import type { Cache } from '../cache.ts'
import { takesNoMore, together, type Sqlite } from '../database.ts'
import { fold } from '../folding.ts'
import type { Journal } from '../journal.ts'
import { mirrors, type Mirror, type Name } from '../mirror.ts'
import { namesFrom, type Names } from '../names.ts'
import { isReadable, toOperation } from '../operation.ts'
import { writesTo } from '../statements.ts'
import { madeRowsIn } from './made-rows.ts'
import { sources, type Source, type SourceColumn } from './sources.ts'
import { toldByWholes, wholeColumn, type ToldByWholes } from './told-by-wholes.ts'

/**
 * The rows of each entity as they are shown: the view `shown_…` next to the cache's table, in which a
 * row with something staged is replaced by a copy that holds what is staged, and to which those are added that the panel
 * does not have yet. What was pulled stays untouched in its table.
 *
 * The copies are in memory, the rows to be made in a table of their own, and both made from the journal. Triggers note which rows are touched, by an edit, an outcome, a
 * pull or a new name, so that nobody who writes has to think of it.
 */
export interface StagedOverlay {
  /**
   * Brings up to so many of each entity's rows up to date that have been touched since; answers 0 once nothing is left to
   * do. Rows to be made for which the disk has no room are left, and tried again the next time.
   */
  catchUp(most: number): number
  /** Whether rows were left at last, for want of room. */
  lacks(): boolean
  /** Whether any copy may hold something else in a column of its sheet than the row that it was made from. */
  isStaged(column: SourceColumn): boolean
  /** How many of them there are, about. */
  behind(): number
  /** How many rows of an entity are shown that the panel does not have yet. */
  made(entity: EntityName): number
}

/** What is staged for a row. */
interface StagedRow {
  /** Of a row that is yet to be made: what it will hold. */
  readonly made: Values | null
  /** By the fields of its sheet; of several edits of a field, the last. */
  readonly set: Values
}
type Values = Readonly<Record<string, unknown>>
type StagedRows = (ids: readonly number[]) => ReadonlyMap<number, StagedRow>

const overlaid = Object.values(entities)

const isRowLane = (lane: string) => `(${overlaid.map(({ name }) => `${lane} GLOB '${name}:*'`).join(' OR ')})`

// Not with OR IGNORE: where the statement that fires a trigger has such a clause, that one rules in the trigger too.
const once = 'ON CONFLICT DO NOTHING;'

const journalShape = `
  CREATE TEMP TABLE touched (lane TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  -- The last operation whose lanes have been looked at. Those of later ones are found by it, and not noted one by one:
  -- that would take half as long again as to stage them.
  CREATE TEMP TABLE looked_at (operation INTEGER NOT NULL) STRICT;
  INSERT INTO looked_at VALUES (0);
  CREATE TEMP TRIGGER lane_left AFTER DELETE ON main.lane WHEN ${isRowLane('old.lane')} BEGIN
    INSERT INTO touched VALUES (old.lane) ${once}
  END;
  CREATE TEMP TRIGGER operation_rewritten AFTER UPDATE OF params ON main.operation BEGIN
    INSERT INTO touched SELECT lane FROM lane
      WHERE operation = new.id AND ${isRowLane('lane')} ${once}
  END;`

/** What one entity's overlay adds to the cache, apart from a table of its own of this shape, and that of the rows to be made. */
function cacheShape(table: string, made: string | null, shape: string, names: readonly Name[]): string {
  const touchRow = (id: string) => `INSERT INTO touched_${table} SELECT id FROM open_${table} WHERE id = ${id} ${once}`
  const noteNames = `INSERT INTO renamed_${table} VALUES (1) ${once}`
  return `
  ${shape.replace(`CREATE TABLE ${table}`, `CREATE TEMP TABLE staged_${table}`)};
  CREATE TEMP VIEW shown_${table} AS
    SELECT * FROM main.${table} WHERE id NOT IN (SELECT id FROM temp.staged_${table})
    UNION ALL SELECT * FROM temp.staged_${table}${made === null ? '' : ` UNION ALL SELECT * FROM main.${made}`};
  -- every row with something open, whether the cache has it or not
  CREATE TEMP TABLE open_${table} (id INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TABLE touched_${table} (id INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TRIGGER ${table}_came AFTER INSERT ON main.${table} BEGIN ${touchRow('new.id')} END;
  CREATE TEMP TRIGGER ${table}_changed AFTER UPDATE ON main.${table} BEGIN ${touchRow('new.id')} END;
  CREATE TEMP TRIGGER ${table}_renumbered AFTER UPDATE OF id ON main.${table} BEGIN ${touchRow('old.id')} END;
  CREATE TEMP TRIGGER ${table}_went AFTER DELETE ON main.${table} BEGIN ${touchRow('old.id')} END;
  -- one row: what rows are called by has changed, and what is staged may be one of these names
  CREATE TEMP TABLE renamed_${table} (sign INTEGER PRIMARY KEY) STRICT;
  ${names
    .map(
      ({ from }) => `
  CREATE TEMP TRIGGER ${table}_named_by_${from.table} AFTER INSERT ON main.${from.table} BEGIN ${noteNames} END;
  CREATE TEMP TRIGGER ${table}_renamed_by_${from.table} AFTER UPDATE OF ${from.columns} ON main.${from.table}
    BEGIN ${noteNames} END;`,
    )
    .join('')}`
}

/** Lays what is staged over a cache that nothing else has been laid over. */
export function createStagedOverlay(cache: Cache, journal: Journal): StagedOverlay {
  journal.database.exec(journalShape)
  const openIn = journal.database.prepare<[string], { lane: string }>(
    `SELECT lane.lane, operation.* FROM lane JOIN operation ON operation.id = lane.operation
     WHERE lane.lane IN (SELECT value FROM json_each(?)) ORDER BY operation.id`,
  )
  const newLanes = journal.database.prepare<[number], { operation: number; lane: string }>(
    `SELECT operation, lane FROM lane INDEXED BY lane_by_operation
     WHERE operation > (SELECT operation FROM temp.looked_at) ORDER BY operation LIMIT +?`,
  )
  const lookedAt = journal.database.prepare<[number]>('UPDATE temp.looked_at SET operation = ?')
  const touchedLanes = journal.database.prepare<[number], string>('SELECT lane FROM temp.touched LIMIT +?').pluck()
  const forgetLanes = journal.database.prepare(
    'DELETE FROM temp.touched WHERE lane IN (SELECT value FROM json_each(?))',
  )

  /** What is staged for these rows, by id. */
  function stagedFor(entity: EntityName, ids: readonly number[]): Map<number, StagedRow> {
    const staged = new Map<number, StagedRow>()
    for (const raw of openIn.all(JSON.stringify(ids.map((id) => laneOfRow({ entity, id }))))) {
      const id = rowOfLane(raw.lane)?.id ?? 0
      const operation = toOperation(raw)
      const { made, set } = staged.get(id) ?? { made: null, set: {} }
      const making = isReadable(operation) ? rowMadeBy(operation.kind, operation.params) : null
      const edit = isReadable(operation) && !making ? editIn(operation.params) : null
      staged.set(id, { made: making?.held ?? made, set: { ...set, ...making?.given, ...edit?.set } })
    }
    return staged
  }

  const countLanes = journal.database
    .prepare<[], number>(
      `SELECT (SELECT count(*) FROM temp.touched)
         + (SELECT count(*) FROM lane WHERE operation > (SELECT operation FROM temp.looked_at))`,
    )
    .pluck()

  /** The lanes of so many operations, about, that were staged since this was last asked. */
  function lanesOfNew(most: number): string[] {
    const found = newLanes.all(most)
    const last = found.at(-1)
    if (!last) return []
    lookedAt.run(last.operation)
    // It may have more of them than there was room for.
    return [...found.map(({ lane }) => lane), ...(found.length < most ? [] : journal.lanesHeld(last.operation))]
  }

  const wholes = toldByWholes(cache.database)
  const overlays = overlaid.map(({ name, sheet }) => {
    const copies = createCopies(cache, mirrors[name], sources[sheet], toldTo(name, wholes))
    return { name, copies, staged: (ids: readonly number[]) => stagedFor(name, ids) }
  })

  /** How often had been written to both files when nothing was touched. */
  let asOf = { journal: NaN, cache: NaN }
  let lacks = false

  return {
    made: (entity) => overlays.find(({ name }) => name === entity)?.copies.made() ?? 0,
    isStaged: (column) => overlays.some(({ copies }) => copies.isStaged(column)),
    behind: () => overlays.reduce((sum, { copies }) => sum + copies.behind(), countLanes.get() ?? 0),
    catchUp(most) {
      const now = { journal: writesTo(journal.database), cache: writesTo(cache.database) }
      if (now.journal === asOf.journal && now.cache === asOf.cache) return 0
      const touched = touchedLanes.all(most)
      const lanes = [...new Set([...touched, ...lanesOfNew(most)])]
      for (const { name, copies } of overlays) {
        const rows = lanes.flatMap((lane) => {
          const row = rowOfLane(lane)
          return row?.entity === name ? row.id : []
        })
        copies.touch(rows)
      }
      if (touched.length > 0) forgetLanes.run(JSON.stringify(touched))
      // Where the disk takes no more, all that is touched is known first: what has room is found among it at once.
      if (lacks && lanes.length > 0) return lanes.length
      lacks = false
      let count = 0
      for (const { name, copies, staged } of overlays) {
        const { done, left } = copies.refresh(most, staged)
        count += done.length
        lacks ||= left
        // What is to be made shows of its whole what that shows by now.
        for (const { part, ids } of wholes.partsMade(name, done)) {
          overlays.find((other) => other.name === part)?.copies.touch(ids)
        }
      }
      if (lanes.length === 0 && count === 0 && !lacks) asOf = now
      return lanes.length + count
    },
    lacks: () => lacks,
  }
}

/** The copies of one entity's rows, and its rows that are to be made. */
interface Copies {
  /** Notes that these rows are to be made anew; in memory, where there is always room. */
  touch(rows: readonly number[]): void
  /**
   * Makes up to so many anew that have been touched; answers which these were, and whether others were left and stay
   * touched since the disk takes no more.
   */
  refresh(most: number, staged: StagedRows): { readonly done: readonly number[]; readonly left: boolean }
  /** How many rows there are that the panel does not have yet. */
  made(): number
  isStaged(column: SourceColumn): boolean
  /** How many are touched. */
  behind(): number
}

function createCopies(cache: Cache, mirror: Mirror<object>, source: Source, told: ToldToParts): Copies {
  const { database } = cache
  const { table, names } = mirror
  database.exec(cacheShape(table, source.made, shapeOf(database, table), names))

  const inList = 'IN (SELECT value FROM json_each(?))'
  const anyRenamed = database.prepare(`SELECT sign FROM temp.renamed_${table}`)
  const touchAll = database.prepare(`INSERT OR IGNORE INTO temp.touched_${table} SELECT id FROM temp.open_${table}`)
  const touch = database.prepare(`INSERT OR IGNORE INTO temp.touched_${table} SELECT value FROM json_each(?)`)
  const forgetRenamed = database.prepare(`DELETE FROM temp.renamed_${table}`)
  const touchedRows = database.prepare<[number], number>(`SELECT id FROM temp.touched_${table} LIMIT +?`).pluck()
  const forgetRows = database.prepare(`DELETE FROM temp.touched_${table} WHERE id ${inList}`)
  const close = database.prepare(`DELETE FROM temp.open_${table} WHERE id ${inList}`)
  const open = database.prepare(`INSERT INTO temp.open_${table} SELECT value FROM json_each(?)`)
  const uncover = database.prepare(`DELETE FROM temp.staged_${table} WHERE id ${inList}`)
  const columns = [...mirror.columns, ...names.flatMap(({ column }) => [column, `${column}_folded`])]
  const cover = database.prepare(
    `INSERT INTO temp.staged_${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  const pulled = database.prepare<[string], Record<string, string | number | null> & { id: number }>(
    `SELECT * FROM main.${table} WHERE id ${inList}`,
  )

  const anyCopy = database.prepare(`SELECT 1 FROM temp.staged_${table} LIMIT 1`)
  /** The columns of fields of which something has been staged since there was no copy at all. */
  const stagedColumns = new Set<SourceColumn>()

  const madeRows = madeRowsIn(database, source.made, columns)
  let begun = false

  /** Covers rows with copies, in memory alone; answers the rows among them that are to be made. */
  function copy(ids: readonly number[], staged: StagedRows): ReadonlyMap<number, (string | number | null)[]> {
    const list = JSON.stringify(ids)
    const found = staged(ids)
    close.run(list)
    open.run(JSON.stringify([...found.keys()]))
    uncover.run(list)
    if (anyCopy.get() === undefined) stagedColumns.clear()
    const edited = [...found].flatMap(([id, { made, set }]) => (made || Object.keys(set).length > 0 ? [id] : []))
    const named = namesFrom(cache)
    const there = new Map(pulled.all(JSON.stringify(edited)).map((row) => [row.id, row]))
    const toBeMade = new Map<number, (string | number | null)[]>()
    const making = edited.flatMap((id) => {
      const made = there.has(id) ? null : found.get(id)?.made
      return made ? [made] : []
    })
    const ofWholes = told(making)
    for (const id of edited) {
      const { made, set } = found.get(id) ?? { made: null, set: {} }
      const row = there.get(id)
      if (row) {
        cover.run(...shownRow(mirror, mirror.model(row) as Values, row, set, named))
        for (const field of Object.keys(set)) {
          const column = source.columns[field]
          if (column) stagedColumns.add(column)
        }
      } else if (made) {
        const held = mirror.whole({ ...storable(mirror, made), id }, undefined)
        toBeMade.set(id, shownRow(mirror, held as Values, {}, { ...made, ...ofWholes(made), ...set }, named))
      }
    }
    return toBeMade
  }

  const countTouched = database.prepare<[], number>(`SELECT count(*) FROM temp.touched_${table}`).pluck()

  return {
    isStaged: (column) => stagedColumns.has(column),
    behind: () => countTouched.get() ?? 0,
    made: () => madeRows.count(),
    touch: (rows) => void (rows.length > 0 && touch.run(JSON.stringify(rows))),
    refresh(most, staged) {
      if (anyRenamed.get()) {
        touchAll.run()
        forgetRenamed.run()
      }
      const ids = touchedRows.all(most)
      if (ids.length === 0 && begun) return { done: [], left: false }
      const { toBeMade, inFile } = together(database, () => {
        const toBeMade = copy(ids, staged)
        const inFile = new Set([...madeRows.among(ids), ...toBeMade.keys()])
        forgetRows.run(JSON.stringify(ids.filter((id) => !inFile.has(id))))
        return { toBeMade, inFile }
      })
      const done = ids.filter((id) => !inFile.has(id))
      if (begun && inFile.size === 0) return { done, left: false }
      try {
        together(database, () => {
          if (!begun) madeRows.begin()
          madeRows.takeAway([...inFile])
          madeRows.add([...toBeMade.values()])
          forgetRows.run(JSON.stringify([...inFile]))
        })
      } catch (error) {
        if (!takesNoMore(error)) throw error
        return { done, left: true }
      }
      begun = true
      return { done: ids, left: false }
    },
  }
}

/** What rows that are to be made show of the wholes that they will be parts of: of some of them, for each. */
type ToldToParts = (made: readonly Values[]) => (one: Values) => Values | undefined

function toldTo(part: EntityName, wholes: ToldByWholes): ToldToParts {
  const column = wholeColumn(part)
  const field = mirrors[part].cells.find((cell) => cell.column === column)?.field
  if (field === undefined) return () => () => undefined
  const wholeOf = (one: Values) => Number(one[field])
  return (made) => {
    const told = wholes.cells(part, [...new Set(made.map(wholeOf))])
    return (one) => told.get(wholeOf(one))
  }
}

const shapeOf = (database: Sqlite, table: string) =>
  database.prepare<[string], string>('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(table) ?? ''

/** What a row is made with, but for texts that were typed in place of numbers, and break a rule: no column has room for them. */
function storable({ cells, holds }: Mirror<object>, made: Values): Values {
  const numbers = new Set(
    cells
      .filter(({ column }) => holds.some((kept) => kept.column === column && kept.as !== 'text'))
      .map(({ field }) => field),
  )
  return Object.fromEntries(
    Object.entries(made).filter(([field, value]) => typeof value !== 'string' || !numbers.has(field)),
  )
}

/** A row of the table with what is staged in place of what was pulled, and all that is derived from it. */
function shownRow(
  { names, values, cells, holds }: Mirror<object>,
  pulled: Values,
  row: Readonly<Record<string, string | number | null>>,
  staged: Values,
  named: Names,
) {
  // What was typed for a flag and says neither yes nor no is a text: the row is found by what it was.
  const fields = Object.entries(staged).flatMap(([field, value]) => {
    const cell = cells.find((each) => each.field === field)
    const kept = holds.find(({ column }) => column === cell?.column)
    if (!cell || !kept) return []
    if (kept.nullable && value === '') return [[field, null]]
    const type = cell.isFlag ? 'boolean' : kept.as === 'text' ? 'string' : 'number'
    // What is named by its id is shown by its name.
    const isNamed = type === 'string' && (typeof value === 'number' || typeof value === 'string')
    const shown = isNamed ? named(field, value) : value
    return typeof shown === type ? [[field, shown]] : []
  })
  return [
    ...values({ ...pulled, ...(Object.fromEntries(fields) as Values) }),
    ...names.flatMap(({ column, field }) => {
      const value = staged[field]
      const name =
        typeof value === 'number' || typeof value === 'string' ? String(named(field, value)) : String(row[column] ?? '')
      return [name, fold(name)]
    }),
  ]
}
