import { entityOfSheet, isOwnId, laneOfRow } from '../../shared/entities/entity.ts'
import type { CellValue, SheetQuery } from '../../shared/contract/looking.ts'
import type { CallOutput } from '../../shared/contract.ts'
import type { SheetRow } from '../../shared/contract/sheets.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import { sheetNames, sheets as sheetsByName, type SheetName } from '../../shared/sheets/catalogue.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from './cache.ts'
import type { Journal } from './journal.ts'
import { completionOf } from './sheet/completion.ts'
import { facetOf } from './sheet/facet.ts'
import { grouped, groupOfId, numbersOf, type Group } from './sheet/groups.ts'
import { makeIndexes } from './sheet/indexes.ts'
import { marksOf } from './sheet/marks.ts'
import { foundAs, idsNamed } from './sheet/finding.ts'
import { fieldToGoTo, nextRow } from './sheet/next-row.ts'
import { orderOf, pilesOf } from './sheet/order.ts'
import { readCells, readRows } from './sheet/rows.ts'
import { rowsOfLanes } from './rows-of-lanes.ts'
import { createPlanned } from './sheet/planned.ts'
import { plannedPlaces } from './sheet/places.ts'
import { shownRows } from './sheet/shown.ts'
import { columnOf } from './sheet/sources.ts'
import { createStagedOverlay } from './sheet/staged-overlay.ts'
import { summaryOf, type Summary } from './sheet/summary.ts'
import { touched, type Picked } from './sheet/touched.ts'
import type { Weight } from '../weight.ts'

/** How many views are kept, and bytes of them but for the last; an older one is opened anew by the window. */
const mostViews = 12
const mostViewBytes = 16 * 1024 * 1024
const firstRows = 200
/** So many rows are added up, or brought up to date in the background, at a time: some milliseconds' work. */
const rowsAtOnce = 500
const shownAtOnce = 200
/** How long what makes way for a step waits before it looks again: milliseconds. */
const whileBusy = 50

/** Sheets as the window looks at them. */
export interface SheetView {
  /** Orders the rows and keeps the order as a view. */
  open(query: SheetQuery): CallOutput<'sheet.open'>
  /** The ids of all rows of a sheet, in its own order; makes no view, and so does away with none. */
  allIds(sheet: SheetName): number[]
  rows(view: number, from: number, count: number): SheetRow[]
  rowsById(sheet: SheetName, ids: readonly number[]): SheetRow[]
  /** Ids of a stretch of a view; those of group rows are negative. */
  ids(view: number, from: number, count: number): number[]
  /** Cells of a stretch as they are shown; group rows give no line. */
  cells(view: number, from: number, count: number, fields: readonly string[]): CellValue[][]
  facet(
    sheet: SheetName,
    field: string,
    search: string,
  ): { values: { value: CellValue; count: number }[]; more: boolean }
  /** What a text may be completed to from a column. */
  completion(sheet: SheetName, field: string, text: string): CallOutput<'sheet.completion'>
  /**
   * Adds up a stretch of cells; others have their turn in between, and a step that is under way goes first. Throws
   * `stopped` once another stretch of the view is to be added up: nobody waits for this one any more.
   */
  summary(view: number, from: number, count: number, fields: readonly string[]): Promise<Summary>
  next(view: number, from: number, backwards: boolean, picked: Picked): { row: number | null; field: string | null }
  /** Rows of all sheets that a text names, at most so many of each; see `sheet.find` of the contract. */
  find(text: string, most: number): CallOutput<'sheet.find'>['found']
  /**
   * Resolves to these sheets once they show what has been staged by now; without it, the next one that opens a sheet waits for all
   * of it in one go, and everybody else with them.
   */
  ready(): Promise<SheetView>
  /**
   * Prepares, in the background, what the next view will need: call it when something was staged or has come of it,
   * and after pulling. Without it, the next view only takes longer. Resolves once all is prepared;
   * rejects where there is no room for it.
   */
  prepare(): Promise<void>
  /** Rows, by their lanes, that may show something else once those in these lanes do. */
  shownWith(lanes: readonly string[]): string[]
  /** The sheets with such rows, where what has changed in a sheet is too much to be looked for. */
  sheetsWith(sheet: SheetName): readonly SheetName[]
  /** What a person should know of cells of these rows, and of all that go along with them, before they are sent. */
  warned(sheet: SheetName, ids: readonly number[]): Warned[]
  weigh(): Weight
  close(): Promise<void>
}

/** A warning at a cell, and what a person calls its row. */
export interface Warned {
  readonly problem: Problem
  readonly name: string
}

/** One order of a sheet's rows, as it was when it was opened. */
interface View {
  readonly sheet: SheetName
  readonly ids: Float64Array
  readonly groups: readonly Group[]
  /** The numbers of its rows by their places; null where it has no groups, and each has that of its place. */
  readonly numbers: ((place: number) => number) | null
  /** What is being added up of it, or was last. */
  summary?: object
}

/** What a group's heading takes, about. */
const groupBytes = 200
function bytesOf(views: Iterable<View>): number {
  let bytes = 0
  for (const { ids, groups } of views) bytes += ids.byteLength + groups.length * groupBytes
  return bytes
}

/** Ids as a view keeps them. One by one: to set a list as a whole that comes from SQLite takes ten times as long. */
function packed(ids: readonly number[]): Float64Array {
  const view = new Float64Array(ids.length)
  for (let at = 0; at < view.length; at++) view[at] = ids[at] ?? NaN
  return view
}

export function createSheetView({
  cache,
  journal,
  clock,
  viewBytes = mostViewBytes,
  isBusy = () => false,
  mayIndex = () => true,
  rest = () => clock.turn(),
  lacking = () => undefined,
}: {
  cache: Cache
  journal: Journal
  clock: Pick<Clock, 'turn' | 'now' | 'sleep'>
  /** Bytes of views that are kept in addition to the last one; a test wants fewer. */
  viewBytes?: number
  /** Whether much else is under way: what can wait is then left for the next time. */
  isBusy?: () => boolean
  /** Whether indexes may be made, each of which holds everything else up for a moment. */
  mayIndex?: () => boolean
  /** Lets time go by before what can wait: whatever has been begun by then goes first. */
  rest?: () => Promise<unknown>
  /** Told whenever the disk has come to have no room for rows that are to be made, or to have it again. */
  lacking?: (lacks: boolean) => void
}): SheetView {
  const { database } = cache
  const overlay = createStagedOverlay(cache, journal)
  const shownOf = new Map(sheetNames.map((sheet) => [sheet, shownRows(database, sheet, overlay.isStaged)]))
  const places = plannedPlaces(cache, journal)
  const planned = createPlanned(cache, journal, places)
  const views = new Map<number, View>()
  // A window that outlives this core must not take a view of the next one for its own.
  let lastView = clock.now() * 1000
  let preparing: Promise<void> | null = null
  /** Something may have come since preparing began. */
  let wanting = false
  /** All indexes are there; nothing takes them away again. */
  let indexed = false
  let closed = false
  let lacked: boolean | null = null

  /** Brings some rows up to date; answers how many. A sheet for which the disk lacks room shows what there is of it. */
  function catchUpSome(): number {
    const count = overlay.catchUp(shownAtOnce)
    const lacks = overlay.lacks()
    if (count === 0 && lacks !== lacked) lacking((lacked = lacks))
    return count
  }

  function catchUp(): void {
    cache.lookOver()
    while (catchUpSome() > 0);
  }

  /** Before rows are read: those that are yet to be made have only their copies, and others show what follows from them. */
  function lookOver(sheet: SheetName, ids: readonly number[]): void {
    if (planned.matterTo(sheet) || ids.some(isOwnId)) catchUp()
    else {
      cache.lookOver()
      // Of many, what they warn of is told with the next look.
      if (planned.warnsIn(sheet) && overlay.behind() <= shownAtOnce) catchUpSome()
    }
  }

  /** The same with turns for others. What comes meanwhile is left: a step of any length may be staging just now. */
  async function catchUpSlowly(): Promise<void> {
    for (let left = overlay.behind(); left > 0 && !closed; left -= shownAtOnce) {
      if (catchUpSome() === 0) break
      await clock.turn()
    }
    if (closed) fail('profile-closed')
  }

  function order(query: SheetQuery): { view: View; matching: number } {
    const { sheet, group } = query
    const shown = shownOf.get(sheet) ?? fail('bad-call', { sheet })
    const picked = query.only === 'all' ? null : touched(journal, sheet, query.only)
    const sort = query.sort.filter(({ field }) => field !== group)
    const ordered = orderOf(shown, { ...query, sort }, picked)
    const rows = sort.length === 0 ? places.arrange(sheet, ordered) : ordered
    if (group === null) return { view: { sheet, ids: packed(rows), groups: [], numbers: null }, matching: rows.length }
    const descending = query.sort.some((term) => term.field === group && term.descending)
    const { ids, groups } = grouped(pilesOf(shown, rows, columnOf(sheet, group), descending), query)
    return { view: { sheet, ids: packed(ids), groups, numbers: numbersOf(groups) }, matching: rows.length }
  }

  function viewOf(id: number): View {
    const view = views.get(id)
    if (!view) return fail('view-gone', undefined, { again: true })
    // The most recently used stay.
    views.delete(id)
    views.set(id, view)
    return view
  }

  const slice = (view: number, from: number, count: number) => [...viewOf(view).ids.subarray(from, from + count)]
  const realIds = (view: number, from: number, count: number) => slice(view, from, count).filter((id) => id >= 0)

  /** The rows of a stretch of a view. */
  function rows({ sheet, ids: all, groups, numbers }: View, from: number, count: number): SheetRow[] {
    const ids = [...all.subarray(from, from + count)]
    lookOver(sheet, ids)
    const found = new Map(
      readRows(
        cache,
        journal,
        planned,
        sheet,
        ids.filter((id) => id >= 0),
      ).map((row) => [row.id, row]),
    )
    return ids.flatMap((id, index) => {
      const group = id < 0 ? groups[groupOfId(id)] : undefined
      const row = group ? { id, values: {}, marks: {}, group } : found.get(id)
      return row ? [numbers ? { ...row, number: numbers(from + index) } : row] : []
    })
  }

  async function prepareAll(): Promise<void> {
    while (wanting && !closed) {
      wanting = false
      while (!closed && !isBusy() && catchUpSome() > 0) await clock.turn()
      // Before the first complete pull they would only slow it down.
      if (indexed || cache.pulledAt() === null || overlay.lacks()) continue
      indexed = await makeIndexes(database, rest, () => closed || wanting || isBusy() || !mayIndex())
    }
  }

  const sheets: SheetView = {
    async ready() {
      await catchUpSlowly()
      return sheets
    },
    open(query) {
      catchUp()
      const { view, matching } = order(query)
      const id = ++lastView
      views.set(id, view)
      for (const oldest of views.keys()) {
        if (views.size === 1 || (views.size <= mostViews && bytesOf(views.values()) <= viewBytes)) break
        views.delete(oldest)
      }
      const first = rows(view, 0, firstRows)
      const entity = entityOfSheet(query.sheet)
      const total = cache.count(entity) + overlay.made(entity)
      return { view: id, count: view.ids.length, matching, total, rows: first }
    },
    allIds(sheet) {
      catchUp()
      const question = { search: '', sort: [], filter: [], group: null, folded: [], foldOthers: false }
      return [...order({ sheet, ...question, only: 'all' }).view.ids]
    },
    rows: (view, from, count) => rows(viewOf(view), from, count),
    rowsById(sheet, ids) {
      lookOver(sheet, ids)
      return readRows(cache, journal, planned, sheet, ids)
    },
    ids: slice,
    cells(view, from, count, fields) {
      catchUp()
      return readCells(cache, planned, viewOf(view).sheet, realIds(view, from, count), fields)
    },
    facet(sheet, field, search) {
      catchUp()
      return facetOf(database, sheet, field, search)
    },
    completion(sheet, field, text) {
      catchUp()
      return completionOf(database, sheet, field, text)
    },
    async summary(view, from, count, fields) {
      catchUp()
      const added = viewOf(view)
      const { sheet } = added
      const ids = realIds(view, from, count)
      const summary = summaryOf(sheet, fields)
      added.summary = summary
      for (let at = 0; at < ids.length && !closed; at += rowsAtOnce) {
        while (isBusy() && !closed) await clock.sleep(whileBusy)
        if (closed) break
        if (added.summary !== summary) fail('stopped')
        summary.add(readCells(cache, planned, sheet, ids.slice(at, at + rowsAtOnce), fields))
        await clock.turn()
      }
      return summary.total()
    },
    next(view, from, backwards, picked) {
      const { sheet, ids } = viewOf(view)
      const row = nextRow(ids, from, backwards, new Set(touched(journal, sheet, picked)))
      if (row === null) return { row, field: null }
      const id = ids[row] ?? 0
      return {
        row,
        field: fieldToGoTo(sheet, marksOf(cache, journal, entityOfSheet(sheet), [id]).get(id) ?? {}, picked),
      }
    },
    find(text, most) {
      catchUp()
      return sheetNames.flatMap((sheet) => {
        const ids = idsNamed(shownOf.get(sheet) ?? fail('bad-call', { sheet }), sheet, text, most)
        return sheets.rowsById(sheet, ids).map((row) => foundAs(sheet, row, text))
      })
    },
    sheetsWith: (sheet) => planned.sheetsWith(sheet),
    shownWith(lanes) {
      return [...rowsOfLanes(lanes)].flatMap(([sheet, ids]) =>
        planned.shownWith(sheet, ids).flatMap(({ sheet: of, ids: rows }) => {
          const entity = entityOfSheet(of)
          return rows.map((id) => laneOfRow({ entity, id }))
        }),
      )
    },
    warned(sheet, ids) {
      const found = [...planned.warningsWith(sheet, ids)]
      const names = readCells(
        cache,
        planned,
        sheet,
        found.map(([id]) => id),
        [sheetsByName[sheet].named],
      )
      return found.flatMap(([, warnings], at) =>
        Object.values(warnings).map((problem) => ({ problem, name: String(names[at]?.[0] ?? '') })),
      )
    },
    weigh: () => ({ views: views.size, 'bytes of views': bytesOf(views.values()) }),
    prepare() {
      wanting = true
      preparing ??= prepareAll().finally(() => (preparing = null))
      return preparing
    },
    async close() {
      closed = true
      await preparing?.catch(() => undefined)
    },
  }
  return sheets
}
