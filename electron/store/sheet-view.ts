import { z } from 'zod'
import { cellValue, type CellValue, type Mark, type SheetQuery, type SheetRow } from '../../shared/contract/sheets.ts'
import { isKindName, kindOf } from '../../shared/operations/catalogue.ts'
import { anyEdit } from '../../shared/operations/edit.ts'
import { signOf } from '../../shared/operations/states.ts'
import { trackerSettingsKind } from '../../shared/operations/tracker-settings.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import { sheets, type SheetName } from '../../shared/sheets/catalogue.ts'
import type { Sheet } from '../../shared/sheets/sheet.ts'
import { likePattern, type Cache } from './cache.ts'
import { fold } from './mirror.ts'
import type { Journal, Operation } from './journal.ts'
import { namesFrom, type Names } from './names.ts'

/** How a sheet is read from the cache: its tables, and each column as SQL. Columns not named are their own, in snake case. */
interface Source {
  readonly from: string
  readonly id: string
  readonly columns: Readonly<Record<string, string>>
  readonly search: string
  readonly order?: Readonly<Record<string, string>>
  readonly flags: readonly string[]
}

const sources: Readonly<Record<SheetName, Source>> = {
  trackers: {
    from: 'tracker AS t LEFT JOIN user AS u ON u.id = t.user_id LEFT JOIN tariff AS p ON p.id = t.tariff_id',
    id: 't.id',
    columns: {
      panelId: 't.panel_id',
      label: 't.label',
      modelName: 't.model_name',
      deviceId: 't.device_id',
      owner: `coalesce(u.login, nullif(t.owner_name, ''), t.user_id)`,
      plan: 'coalesce(p.name, t.tariff_id)',
      connection: 't.connection',
      comment: 't.comment',
      phone: 't.phone',
      lastConnection: 't.last_connection',
      clone: 't.clone',
      hidden: 't.hidden',
      blocked: 't.blocked',
      corrupted: 't.corrupted',
      created: 't.created',
      tariffEnd: 't.tariff_end',
      sourceId: 't.source_id',
      groupId: 't.group_id',
      userId: 't.user_id',
      model: 't.model',
    },
    search: `(t.search LIKE ? ESCAPE '\\' OR t.user_id IN (SELECT id FROM user WHERE login_folded LIKE ? ESCAPE '\\'))`,
    order: { label: 't.label_folded', owner: 'coalesce(u.login_folded, t.owner_name)' },
    flags: ['clone', 'hidden', 'blocked', 'corrupted'],
  },
  users: {
    from: 'user AS t',
    id: 't.id',
    columns: {
      id: 't.id',
      login: 't.login',
      lastName: 't.last_name',
      firstName: 't.first_name',
      legalName: 't.legal_name',
      legalType: 't.legal_type',
      trackersCount: 't.trackers_count',
      phone: 't.phone',
      city: 't.city',
      activated: 't.activated',
      verified: 't.verified',
      balance: 't.balance',
      bonus: 't.bonus',
      created: 't.created',
      comment: 't.comment',
    },
    search: `(t.search LIKE ? ESCAPE '\\' OR t.search LIKE ? ESCAPE '\\')`,
    order: { login: 't.login_folded' },
    flags: ['activated', 'verified'],
  },
  bundles: {
    from: 'bundle AS t LEFT JOIN equipment AS e ON e.id = t.equip_id',
    id: 't.id',
    columns: {
      id: 't.id',
      imei: 't.imei',
      iccid: 't.iccid',
      equipment: `coalesce(nullif(t.equipment, ''), nullif(e.name, ''), nullif(e.model_name, ''))`,
      modelCode: 't.model_code',
      assigned: 't.assigned',
      orderId: 't.order_id',
      factoryPreset: 't.factory_preset',
    },
    search: `(t.search LIKE ? ESCAPE '\\' OR t.search LIKE ? ESCAPE '\\')`,
    flags: ['factoryPreset'],
  },
}

/** How many views are kept; an older one is opened anew by the window. */
const mostViews = 12
const firstRows = 200
const attention = ['rejected', 'conflict', 'unknown'] as const

/** Sheets as the window looks at them. */
export interface SheetView {
  open(query: SheetQuery): { view: number; count: number; total: number; rows: SheetRow[] }
  rows(view: number, from: number, count: number): SheetRow[]
  rowsById(sheet: SheetName, ids: readonly number[]): SheetRow[]
  ids(view: number, from: number, count: number): number[]
  cells(view: number, from: number, count: number, fields: readonly string[]): CellValue[][]
  facet(
    sheet: SheetName,
    field: string,
    search: string,
  ): { values: { value: CellValue; count: number }[]; more: boolean }
}

const rowShape = z.record(z.string(), cellValue)

export function createSheetView(cache: Cache, journal: Journal): SheetView {
  const { database } = cache
  const views = new Map<number, { sheet: SheetName; ids: Float64Array }>()
  let lastView = 0

  function column(sheet: SheetName, field: string): string {
    return sources[sheet].columns[field] ?? fail('bad-call', { field })
  }

  function select(query: SheetQuery): number[] {
    const source = sources[query.sheet]
    const conditions: string[] = []
    const bound: (string | number)[] = []
    if (query.search.trim() !== '') {
      const text = query.search.trim()
      conditions.push(`(${source.search} OR ${source.id} IN (SELECT value FROM json_each(?)))`)
      bound.push(likePattern(text), likePattern(text), JSON.stringify(stagedWith(query.sheet, text)))
    }
    for (const { field, oneOf } of query.filter) {
      const sql = column(query.sheet, field)
      const values = oneOf.map((value) => (typeof value === 'boolean' ? Number(value) : value))
      // An absent field, null and "" are the same value.
      const empty = values.some((value) => value === null || value === '') ? `OR ${sql} IS NULL OR ${sql} = ''` : ''
      conditions.push(`(${sql} IN (SELECT value FROM json_each(?)) ${empty})`)
      bound.push(JSON.stringify(values))
    }
    if (query.only !== 'all') {
      conditions.push(`${source.id} IN (SELECT value FROM json_each(?))`)
      bound.push(JSON.stringify(touched(query.sheet, query.only === 'attention')))
    }
    const sort = query.sort.length > 0 ? query.sort : [{ field: sheets[query.sheet].order, descending: false }]
    const order = sort.map(({ field, descending }) => {
      const sql = source.order?.[field] ?? column(query.sheet, field)
      return `${sql} ${descending ? 'DESC' : 'ASC'}`
    })
    const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
    return database
      .prepare(`SELECT ${source.id} FROM ${source.from} ${where} ORDER BY ${order.join(', ')}, ${source.id}`)
      .pluck()
      .all(...bound) as number[]
  }

  /** Rows with something staged, or those that need a person. */
  function touched(sheet: SheetName, needing: boolean): number[] {
    if (sheet !== 'trackers') return []
    const states = needing
      ? `AND (operation.state IN ('${attention.join(`', '`)}') OR (operation.state = 'draft' AND operation.broken IS NOT NULL)
           OR operation.id IN (SELECT value FROM json_each(?)))`
      : ''
    const barred = needing ? [JSON.stringify([...journal.barred().keys()])] : []
    return journal.database
      .prepare(
        `SELECT DISTINCT CAST(substr(lane.lane, 9) AS INTEGER) FROM lane
         JOIN operation ON operation.id = lane.operation WHERE lane.lane LIKE 'tracker:%' ${states}`,
      )
      .pluck()
      .all(...barred) as number[]
  }

  /** Rows over which text is staged that holds this: what a person sees in the sheet is found there. */
  function stagedWith(sheet: SheetName, text: string): number[] {
    if (sheet !== 'trackers') return []
    const wanted = fold(text)
    return journal.database
      .prepare<[string], { id: number; staged: string }>(
        `SELECT CAST(substr(lane.lane, 9) AS INTEGER) AS id,
           coalesce(params ->> '$.set.label', '') || char(10) || coalesce(params ->> '$.set.comment', '') AS staged
         FROM lane JOIN operation ON operation.id = lane.operation WHERE operation.kind = ?`,
      )
      .all(trackerSettingsKind.name)
      .flatMap(({ id, staged }) => (fold(staged).includes(wanted) ? [id] : []))
  }

  function read(sheet: SheetName, ids: readonly number[]): SheetRow[] {
    const source = sources[sheet]
    const columns = Object.entries(source.columns).map(([field, sql]) => `${sql} AS "${field}"`)
    const rows = new Map(
      database
        .prepare<[string], Record<string, unknown>>(
          `SELECT ${source.id} AS "#", ${columns.join(', ')} FROM ${source.from}
           WHERE ${source.id} IN (SELECT value FROM json_each(?))`,
        )
        .all(JSON.stringify(ids))
        .map(({ '#': id, ...cells }) => [Number(id), rowShape.parse(cells)]),
    )
    const marks = sheet === 'trackers' ? marksOf(ids) : new Map<number, Record<string, Mark>>()
    return ids.flatMap((id) => {
      const values = rows.get(id)
      if (!values) return []
      for (const [field, value] of Object.entries(values)) {
        if (value === '') values[field] = null
        else if (source.flags.includes(field) && value !== null) values[field] = value !== 0
      }
      return [{ id, values, marks: marks.get(id) ?? {} }]
    })
  }

  /** What is staged or happening at these trackers. The oldest operation that is not settled shows first. */
  function marksOf(ids: readonly number[]): Map<number, Record<string, Mark>> {
    const marks = new Map<number, Record<string, Mark>>()
    const named = namesFrom(cache)
    const barred = journal.barred()
    for (const [lane, operations] of journal.inLanes(ids.map((id) => `tracker:${id}`))) {
      const mine: Record<string, Mark> = {}
      for (const operation of operations) addMarks(mine, operation, barred.get(operation.id) ?? null, named)
      marks.set(Number(lane.slice('tracker:'.length)), mine)
    }
    return marks
  }

  function viewOf(id: number): { sheet: SheetName; ids: Float64Array } {
    const view = views.get(id)
    if (!view) return fail('view-gone', undefined, { again: true })
    // The most recently used stay.
    views.delete(id)
    views.set(id, view)
    return view
  }

  const slice = (view: number, from: number, count: number) => [...viewOf(view).ids.subarray(from, from + count)]

  return {
    open(query) {
      const ids = select(query)
      const view = ++lastView
      views.set(view, { sheet: query.sheet, ids: Float64Array.from(ids) })
      for (const oldest of views.keys()) {
        if (views.size <= mostViews) break
        views.delete(oldest)
      }
      const total = cache.count(query.sheet === 'trackers' ? 'tracker' : query.sheet === 'users' ? 'user' : 'bundle')
      return { view, count: ids.length, total, rows: read(query.sheet, ids.slice(0, firstRows)) }
    },
    rows: (view, from, count) => read(viewOf(view).sheet, slice(view, from, count)),
    rowsById: read,
    ids: slice,
    cells(view, from, count, fields) {
      const rows = new Map(read(viewOf(view).sheet, slice(view, from, count)).map((row) => [row.id, row]))
      return slice(view, from, count).map((id) => {
        const row = rows.get(id)
        return fields.map((field) => row?.marks[field]?.value ?? row?.values[field] ?? null)
      })
    },
    facet(sheet, field, search) {
      if (!(sheets[sheet] as Sheet).columns.some((entry) => entry.field === field && entry.facet))
        fail('bad-call', { field })
      const sql = column(sheet, field)
      const most = 200
      const rows = database
        .prepare<[string, number], { value: unknown; count: number }>(
          `SELECT ${sql} AS value, count(*) AS count FROM ${sources[sheet].from}
           WHERE coalesce(${sql}, '') LIKE ? ESCAPE '\\' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?`,
        )
        .all(likePattern(search), most + 1)
      const values = rows.slice(0, most).map((row) => {
        const value = cellValue.parse(row.value)
        return { value: value === '' ? null : value, count: row.count }
      })
      return { values, more: rows.length > most }
    },
  }
}

/**
 * Adds an operation's marks to those of its row: on the fields that it edits, or else on the row as a whole. `barred`
 * says why an operation before it leaves it nothing to do.
 */
function addMarks(marks: Record<string, Mark>, operation: Operation, barred: Problem | null, named: Names): void {
  const { state, theirs, kind } = operation
  const broken = operation.broken ?? barred
  const sign = broken ? 'refused' : signOf[state]
  const problem = broken ?? operation.problem
  const mark: Mark = { sign, state, operation: operation.id, kind, ...(problem ? { problem } : {}) }
  if (!isKindName(kind)) return
  const parsed = anyEdit.safeParse(operation.params)
  if (!parsed.success) {
    marks[''] ??= mark
    return
  }
  const { set, base } = parsed.data
  for (const [field, value] of Object.entries(set)) {
    if (value === undefined) continue
    const rule = operation.broken
      ? kindOf(kind).check({ ...parsed.data, set: { [field]: value } })
      : (barred ?? operation.problem)
    const ours: Mark = {
      ...mark,
      sign: broken && !rule ? signOf[state] : sign,
      value: named(field, cellValue.parse(value)),
      base: named(field, cellValue.parse(base[field] ?? null)),
      ...(theirs && field in theirs ? { theirs: named(field, cellValue.parse(theirs[field])) } : {}),
    }
    delete ours.problem
    // A later edit of the same cell is what the person sees; its base is the earliest that was not settled.
    marks[field] = { ...ours, base: marks[field]?.base ?? ours.base, ...(rule ? { problem: rule } : {}) }
  }
}
