import Database from 'better-sqlite3'
import { isKindName, kindOf, knownKinds, readParams, rowMadeBy } from '../../shared/operations/catalogue.ts'
import { finalStates } from '../../shared/operations/states.ts'
import { sheetNames } from '../../shared/sheets/catalogue.ts'
import type { Sqlite } from './database.ts'
import { journalSteps } from './migrations/journal.ts'
import type { Image } from './sqlite-image.ts'
import { pageKind, pagesBelow, rowsOn, type PageRow, type Value } from './sqlite-records.ts'

/** What was found of a damaged journal. */
export interface Salvaged {
  /** How many rows of all tables were taken over. */
  readonly rows: number
  /** How many more were found in the earlier copy alone. */
  readonly fromEarlier: number
  /**
   * Operations found on pages that are no longer in use, or in the earlier copy alone: what they say may be an earlier state of what has since been
   * changed, sent or discarded.
   */
  readonly leftOver: readonly number[]
}

/** A table as the newest version has it. */
interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  /** How many of the columns its first version had. */
  readonly least: number
  /** The column that is the row's number, in a table that has one. */
  readonly number: string | null
  /** Whether its rows stand in the tree of an index. */
  readonly keyed: boolean
  /** The page at which its tree begins in a file made by this program. */
  readonly root: number
}

interface Column {
  readonly name: string
  readonly type: 'INTEGER' | 'TEXT'
  readonly notNull: boolean
  readonly fallback: string | number | null
}

/** Rows of these are never taken away: one that is found on a page no longer in use is a row, if perhaps an old one. */
const lasting = ['change_set', 'operation', 'attempt', 'imported_file', 'imported_row', 'setting', 'change_set_words']
/** Nor of these; but on a page of which nothing else is known, they cannot be told from each other. */
const relations = ['attempt_operation', 'dependency']

/**
 * Takes over every row that can be read from the pages of a damaged journal, of whichever version, into a new one: page
 * by page and row by row, also where the schema is gone. What a row has lost is filled with nothing, so that a person
 * sees it. Rows on pages that are in use come first; what stands on others, or in an `earlier` copy of the journal, only
 * fills gaps.
 */
export function salvage(image: Image, into: Sqlite, earlier: Image | null = null): Salvaged {
  const tables = tablesOfJournal()
  const found = rowsOfTables(image, tables)
  const foundEarlier = earlier && rowsOfTables(earlier, tables)
  let rows = 0
  let fromEarlier = 0
  const leftOver: number[] = []
  into.pragma('foreign_keys = OFF')
  into.transaction(() => {
    for (const table of tables) {
      const insert = into.prepare(
        `INSERT OR IGNORE INTO ${table.name} VALUES (${table.columns.map(() => '?').join(', ')})`,
      )
      const add = ({ row, inUse }: FoundRow): boolean => {
        const values = fitted(table, row)
        if (values === null) return false
        let added = insert.run(...values).changes > 0
        if (!added && table.name === 'operation') added = addWithoutOutcome(into, table, values)
        if (added && !inUse && table.name === 'operation') leftOver.push(row.rowid)
        return added
      }
      for (const one of found.get(table.name) ?? []) if (add(one)) rows += 1
      if (!foundEarlier || ![...lasting, ...relations].includes(table.name)) continue
      for (const { row } of foundEarlier.get(table.name) ?? []) if (add({ row, inUse: false })) fromEarlier += 1
    }
    mendRelations(into)
    restoreLanes(into)
    restoreOwnRows(into)
  })()
  into.pragma('foreign_keys = ON')
  return { rows, fromEarlier, leftOver }
}

/** The values of one table's rows whose tree begins where the schema of `image` says, or where it always does. */
export function firstRow(image: Image, name: string): Record<string, Value> | null {
  const tables = tablesOfJournal()
  const [first] = rowsOfTables(image, tables).get(name) ?? []
  const table = tables.find((one) => one.name === name)
  if (!first || !table) return null
  return Object.fromEntries(table.columns.map((column, at) => [column.name, first.row.values[at]]))
}

interface FoundRow {
  readonly row: PageRow
  readonly inUse: boolean
}

function rowsOfTables(image: Image, tables: readonly Table[]): Map<string, FoundRow[]> {
  const owners = ownersOf(image, tables)
  const free = freePages(image)
  const found = new Map<string, FoundRow[]>()
  const unused = new Map<string, FoundRow[]>()
  for (let page = 1; page <= image.pages; page++) {
    const kind = pageKind(image, page)
    if (kind === null || kind === 'table-inner') continue
    const owner = owners.get(page)
    const rows = rowsOn(image, page)
    // Every page is in use by a tree or stands in the list of free ones; without that list only a tree proves it.
    const inUse = free ? !free.has(page) : owner !== undefined
    for (const row of rows) {
      const table = owner ?? tableLike(tables, kind === 'table', rows, row)
      if (!table || (!inUse && !lasting.includes(table.name))) continue
      const list = inUse ? found : unused
      const kept = list.get(table.name)
      if (kept) kept.push({ row, inUse })
      else list.set(table.name, [{ row, inUse }])
    }
  }
  for (const [table, rows] of unused) found.set(table, [...(found.get(table) ?? []), ...rows])
  return found
}

/** Which table each page is of, as far as the trees can be followed from where the schema says that they begin. */
function ownersOf(image: Image, tables: readonly Table[]): Map<number, Table | null> {
  const owners = new Map<number, Table | null>()
  function follow(root: number, table: Table | null): void {
    const left = [root]
    for (let page = left.pop(); page !== undefined; page = left.pop()) {
      if (owners.has(page)) continue
      owners.set(page, table)
      left.push(...pagesBelow(image, page))
    }
  }
  follow(1, null)
  const schema = [...owners.keys()].flatMap((page) => rowsOn(image, page))
  // What is known to be an index, or SQLite's own, is no table of ours.
  const roots = new Map(schema.map(({ values }) => [values[3], { type: values[0], name: values[1] }]))
  for (const [root, { type, name }] of roots) {
    if (typeof root !== 'number' || root < 2 || root > image.pages) continue
    follow(root, (type === 'table' && tables.find((table) => table.name === name)) || null)
  }
  const named = new Set([...roots.values()].map(({ name }) => name))
  for (const table of tables) {
    if (named.has(table.name) || owners.has(table.root)) continue
    const kind = pageKind(image, table.root)
    if (kind === null || kind.startsWith('index') !== table.keyed) continue
    const sample = [table.root, ...pagesBelow(image, table.root)].flatMap((page) => rowsOn(image, page))[0]
    if (sample && isLike(table, sample)) follow(table.root, table)
  }
  return owners
}

/** The pages that the file says are free; null where its list of them is spoilt. */
function freePages(image: Image): Set<number> | null {
  const first = image.page(1)
  if (!first) return null
  const free = new Set<number>()
  const count = first.readUInt32BE(36)
  for (let trunk = first.readUInt32BE(32); trunk !== 0;) {
    const page = image.page(trunk)
    const leaves = page?.readUInt32BE(4)
    if (!page || leaves === undefined || leaves > page.length / 4 - 2 || free.has(trunk)) return null
    free.add(trunk)
    for (let leaf = 0; leaf < leaves; leaf++) free.add(page.readUInt32BE(8 + leaf * 4))
    trunk = page.readUInt32BE(0)
  }
  return free.size === count ? free : null
}

/** The table that a row of a page whose tree is lost belongs to, by its shape; pairs of numbers could be of several. */
function tableLike(
  tables: readonly Table[],
  numbered: boolean,
  rows: readonly PageRow[],
  row: PageRow,
): Table | undefined {
  const candidates = tables.filter((table) => table.keyed !== numbered && (numbered || table.name === 'setting'))
  const like = (one: PageRow) => candidates.find((table) => isLike(table, one))
  // A row that is spoilt itself is of the same table as those next to it.
  return like(row) ?? rows.map(like).find((table) => table !== undefined)
}

function isLike(table: Table, { values }: PageRow): boolean {
  if (values.length < table.least || values.length > table.columns.length) return false
  // Two tables of one number and one text: a file is described by an object, the cells of its rows are a list.
  if (table.name === 'imported_file' && !String(values[1]).startsWith('{')) return false
  // The index of saved views has the shape of a setting, and begins with the name of a sheet.
  if (table.name === 'setting' && sheetNames.some((name) => name === values[0])) return false
  if (table.name === 'imported_row' && !String(values[1]).startsWith('[')) return false
  return values.every((value, at) => {
    const column = table.columns[at]
    if (!column) return false
    if (column.name === table.number) return value === null
    if (value === null) return !column.notNull
    return column.type === 'TEXT' ? typeof value === 'string' : Number.isSafeInteger(value)
  })
}

/** A row's values as its table takes them; null where it has too few to be one. */
function fitted(table: Table, { rowid, values }: PageRow): (string | number | null)[] | null {
  if (values.length < table.least || values.every((value) => value === undefined)) return null
  return table.columns.map((column, at) => {
    if (column.name === table.number) return rowid
    const value = values[at]
    if (column.type === 'TEXT' && (typeof value === 'string' || typeof value === 'number')) return String(value)
    if (column.type === 'INTEGER' && Number.isSafeInteger(value)) return Number(value)
    if (value === null && !column.notNull) return null
    return column.fallback ?? (column.notNull ? (column.type === 'TEXT' ? '' : 0) : null)
  })
}

/** An outcome's place that is taken already is spoilt; the operation is there all the same. */
function addWithoutOutcome(into: Sqlite, table: Table, values: readonly (string | number | null)[]): boolean {
  const without = values.map((value, at) => (table.columns[at]?.name === 'outcome' ? null : value))
  const insert = into.prepare(`INSERT OR IGNORE INTO operation VALUES (${without.map(() => '?').join(', ')})`)
  return insert.run(...without).changes > 0
}

/** Gives operations whose change set is lost one again, and lets go of what belongs to rows that are lost. */
function mendRelations(into: Sqlite): void {
  into.exec(`
    INSERT INTO change_set (id, origin, title, created_at, released_at)
      SELECT change_set, 'sheet', '', min(staged_at), CASE WHEN max(state <> 'draft') THEN min(staged_at) END
      FROM operation WHERE change_set NOT IN (SELECT id FROM change_set) GROUP BY change_set;
    DELETE FROM lane WHERE operation NOT IN (SELECT id FROM operation);
    DELETE FROM unfinished WHERE operation NOT IN (SELECT id FROM operation);
    DELETE FROM dependency
      WHERE operation NOT IN (SELECT id FROM operation) OR needs NOT IN (SELECT id FROM operation);
    DELETE FROM attempt_operation
      WHERE operation NOT IN (SELECT id FROM operation) OR attempt NOT IN (SELECT id FROM attempt);
    DELETE FROM undo_step WHERE change_set NOT IN (SELECT id FROM change_set);
    DELETE FROM change_set_words WHERE change_set NOT IN (SELECT id FROM change_set);
    DELETE FROM imported_file WHERE change_set NOT IN (SELECT id FROM change_set);
    DELETE FROM imported_row WHERE operation NOT IN (SELECT id FROM operation);`)
}

/** Gives open operations their lanes again where those were lost: without them they would not keep their order. */
function restoreLanes(into: Sqlite): void {
  const open = into
    .prepare<[], { id: number; kind: string; version: number; params: string }>(
      `SELECT id, kind, version, params FROM operation
       WHERE state NOT IN (${finalStates.map((state) => `'${state}'`).join(', ')})`,
    )
    .all()
  const insert = into.prepare('INSERT OR IGNORE INTO lane VALUES (?, ?)')
  for (const { id, kind, version, params } of open) {
    const read = readParams(kind, version, params)
    if (isKindName(kind) && 'value' in read) for (const lane of kindOf(kind).lanes(read.value)) insert.run(lane, id)
  }
}

/** Gives rows that we made their ids again where those were lost: edits and steps know them by nothing else. */
function restoreOwnRows(into: Sqlite): void {
  const creators = knownKinds().flatMap((name) => (isKindName(name) && kindOf(name).creates ? name : []))
  const making = into
    .prepare<[string], { kind: string; version: number; params: string }>(
      'SELECT kind, version, params FROM operation WHERE kind IN (SELECT value FROM json_each(?))',
    )
    .all(JSON.stringify(creators))
  const insert = into.prepare('INSERT OR IGNORE INTO own_row (id, entity, key) VALUES (?, ?, ?)')
  for (const { kind, version, params } of making) {
    const read = readParams(kind, version, params)
    const made = isKindName(kind) && 'value' in read ? rowMadeBy(kind, read.value) : null
    if (made && isKindName(kind) && 'value' in read)
      insert.run(made.id, made.entity, kindOf(kind).creates?.key(read.value))
  }
}

/** The journal's tables in the order in which they were made: what others refer to comes first. */
function tablesOfJournal(): Table[] {
  const database = new Database(':memory:')
  try {
    const least = new Map<string, number>()
    for (const step of journalSteps) {
      database.exec(step)
      for (const { name } of listTables(database)) {
        if (!least.has(name)) least.set(name, columnsOf(database, name).length)
      }
    }
    return listTables(database).map(({ name, root, keyed }): Table => {
      const columns = columnsOf(database, name)
      const number = keyed ? undefined : columns.find(({ pk, type }) => pk === 1 && type === 'INTEGER')
      return { name, root, keyed, columns, least: least.get(name) ?? columns.length, number: number?.name ?? null }
    })
  } finally {
    database.close()
  }
}

function listTables(database: Sqlite): { name: string; root: number; keyed: boolean }[] {
  const sql = `SELECT name, rootpage AS root, sql LIKE '%WITHOUT ROWID%' AS keyed FROM sqlite_master
    WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid`
  return database
    .prepare<[], { name: string; root: number; keyed: number }>(sql)
    .all()
    .map((table) => ({ ...table, keyed: table.keyed !== 0 }))
}

function columnsOf(database: Sqlite, table: string): (Column & { pk: number })[] {
  return database
    .prepare<
      [string],
      { name: string; type: 'INTEGER' | 'TEXT'; notnull: number; fallback: string | null; pk: number }
    >('SELECT name, type, "notnull", dflt_value AS fallback, pk FROM pragma_table_info(?)')
    .all(table)
    .map(({ name, type, notnull, fallback, pk }) => ({
      name,
      type,
      notNull: notnull !== 0,
      fallback:
        fallback === null
          ? null
          : (database.prepare<[], string | number | null>(`SELECT ${fallback}`).pluck().get() ?? null),
      pk,
    }))
}
