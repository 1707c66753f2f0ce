import {
  at,
  clampSelection,
  holds,
  isSameSelection,
  type Range,
  rowsOfAll,
  type Selection,
  stretchesOf,
} from './selection.ts'
import type { SheetSession } from './session.ts'

/** Of more rows than these, only that of the active cell is found again. */
const mostFound = 2000

/** What is selected by its rows, wherever they stand. */
export interface SelectedRows {
  /** What was selected when they stood there. */
  readonly selection: Selection
  readonly ids: ReadonlySet<number>
  /** The row of the active cell. */
  readonly active: number
}

type Rows = Pick<SheetSession, 'ids' | 'find' | 'placesFrom'>

/** Our ids of all rows of which a cell is selected, in their order. */
export async function idsOf(session: Pick<SheetSession, 'ids'>, selection: Selection): Promise<number[]> {
  const ids = await Promise.all(stretchesOf(selection).map(({ top, bottom }) => session.ids(top, bottom)))
  return ids.flat()
}

/** The rows of a selection, to be found again once they stand elsewhere; null where it is in no row of the sheet's. */
export async function selectedRows(session: Rows, selection: Selection): Promise<SelectedRows | null> {
  const { row } = selection.active
  const [active] = await session.ids(row, row)
  if (active === undefined) return null
  const ids = rowsOfAll(selection) > mostFound ? [active] : await idsOf(session, selection)
  return { selection, ids: new Set(ids), active }
}

/**
 * The selection of these rows where they stand now, in the same columns: those that stand together with the active one,
 * for none is to be selected that was not. Null where that one is gone.
 */
export async function whereTheyStand(
  session: Rows,
  { selection, ids, active }: SelectedRows,
): Promise<Selection | null> {
  const row = await session.find(active)
  if (row === null) return null
  const { top, bottom } = await stretchAround(session, row, ids)
  // Of several ranges the one that the active cell is in is left.
  const { anchor, head } = holds({ ...selection, others: [] }, selection.active)
    ? selection
    : at(0, selection.active.column)
  const isUpwards = head.row < anchor.row
  return {
    active: { ...selection.active, row },
    anchor: { ...anchor, row: isUpwards ? bottom : top },
    head: { ...head, row: isUpwards ? top : bottom },
  }
}

/** The stretch of rows with these ids that a row stands in. */
async function stretchAround(
  session: Rows,
  row: number,
  ids: ReadonlySet<number>,
): Promise<Pick<Range, 'top' | 'bottom'>> {
  if (ids.size === 1) return { top: row, bottom: row }
  const from = Math.max(0, row - ids.size + 1)
  const places = await session.placesFrom(from, row + ids.size - from)
  const chosen = new Set(places.filter(({ id }) => ids.has(id)).map((place) => place.row))
  let [top, bottom] = [row, row]
  while (chosen.has(top - 1)) top -= 1
  while (chosen.has(bottom + 1)) bottom += 1
  return { top, bottom }
}

/** Whether what is selected is still what was, apart from rows that have gone: nobody has selected anything else. */
export function isStillSelected(
  was: Selection,
  now: Selection | null,
  extent: Parameters<typeof clampSelection>[1],
): boolean {
  return now !== null && isSameSelection(now, clampSelection(was, extent))
}
