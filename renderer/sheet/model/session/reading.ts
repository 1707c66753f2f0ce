import type { CallInput, CallOutput } from '../../../../shared/contract.ts'
import type { CellValue, SheetRow } from '../../../../shared/contract/sheets.ts'
import { shownCell } from '../marks.ts'
import type { Range } from '../selection.ts'
import type { Bridge, OpenView } from './view.ts'

/** Most cells that are copied at a time; the core is asked for them in stretches. */
const cellsAtOnce = 10_000

/** A row by its id and its index in the view. */
export interface RowPlace {
  readonly id: number
  readonly row: number
}

type NextWhat = CallInput<'sheet.next'>['what']

/** What can be read of a view, whether its rows are held or not. */
export interface Reading {
  /** The ids of a stretch of rows, `to` included, loaded or not; group rows are passed over. */
  ids(from: number, to: number): Promise<number[]>
  /** The first `count` rows from an index on, or as many as there are, with their places; group rows are passed over. */
  placesFrom(from: number, count: number): Promise<RowPlace[]>
  /** What stands in a range of cells. */
  summary(range: Pick<Range, 'top' | 'bottom'>, fields: readonly string[]): Promise<CallOutput<'sheet.summary'>>
  /** A row as it is now, and not as it was when it was last drawn. */
  rowNow(index: number): Promise<SheetRow | undefined>
  /** The next row, after or before one, in which something needs a person, is staged or in conflict; goes round. */
  next(from: number, backwards: boolean, what: NextWhat): Promise<CallOutput<'sheet.next'>>
  /** What a text may be completed to from a column of the whole sheet. */
  completion(field: string, text: string): Promise<CallOutput<'sheet.completion'>>
  /** The shown values of a range at once, group rows left out, or null where not all of its rows are held. */
  loadedCells(range: Range, fields: readonly string[]): CellValue[][] | null
  /** The shown values of a range, however large. */
  cells(range: Range, fields: readonly string[]): Promise<CellValue[][]>
}

/** Reads a view, from what is held where that is all of it, and from the core otherwise. */
export function readingOf(view: OpenView, bridge: Bridge): Reading {
  return {
    async ids(from, to) {
      const rows = view.held()
      if (rows.holds(from, to)) {
        return Array.from({ length: to - from + 1 }, (_, step) => rows.row(from + step)?.id).filter(isOfSheet)
      }
      const { ids } = await view.asked((open) => bridge.call('sheet.ids', { view: open, from, count: to - from + 1 }))
      return ids.filter(isOfSheet)
    },
    async placesFrom(from, wanted) {
      const places: RowPlace[] = []
      const { count } = view
      for (let next = from; places.length < wanted && next < count.value;) {
        const start = next
        const asked = Math.min(wanted - places.length, count.value - start)
        const { ids } = await view.asked((open) => bridge.call('sheet.ids', { view: open, from: start, count: asked }))
        ids.forEach((id, offset) => isOfSheet(id) && places.push({ id, row: start + offset }))
        next += asked
      }
      return places
    },
    summary: ({ top, bottom }, fields) =>
      view.asked((open) =>
        bridge.call('sheet.summary', { view: open, from: top, count: bottom - top + 1, fields: [...fields] }),
      ),
    async rowNow(index) {
      const { rows } = await view.asked((open) => bridge.call('sheet.rows', { view: open, from: index, count: 1 }))
      return rows[0]
    },
    next: (from, backwards, what) =>
      view.asked((open) => bridge.call('sheet.next', { view: open, from, backwards, what })),
    completion: (field, text) => bridge.call('sheet.completion', { sheet: view.sheet.name, field, text }),
    loadedCells(range, fields) {
      if (!view.held().holds(range.top, range.bottom)) return null
      const cells: CellValue[][] = []
      for (let index = range.top; index <= range.bottom; index += 1) {
        const row = view.row(index)
        if (!row?.group) cells.push(fields.map((field) => (row ? shownCell(row, field).value : null)))
      }
      return cells
    },
    async cells(range, fields) {
      const cells: CellValue[][] = []
      for (let from = range.top; from <= range.bottom; from += cellsAtOnce) {
        const wanted = Math.min(cellsAtOnce, range.bottom - from + 1)
        const answer = await view.asked((open) =>
          bridge.call('sheet.cells', { view: open, from, count: wanted, fields: [...fields] }),
        )
        cells.push(...answer.cells)
      }
      return cells
    },
  }
}

/** Whether it is the id of one of the sheet's rows: those of groups are negative. */
function isOfSheet(id: number | undefined): id is number {
  return id !== undefined && id >= 0
}
