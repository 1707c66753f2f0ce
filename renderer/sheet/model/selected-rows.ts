import { clampSelection, isSameSelection, type Range, rangeOf, rowsIn, type Selection } from './selection.ts'
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

/** The rows of a selection, to be found again once they stand elsewhere; null where it is in no row of the sheet's. */
export async function selectedRows(session: Rows, selection: Selection): Promise<SelectedRows | null> {
  const { row } = selection.active
  const range = rangeOf(selection)
  const [active] = await session.ids(row, row)
  if (active === undefined) return null
  const ids = rowsIn(range) > mostFound ? [active] : await session.ids(range.top, range.bottom)
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
  const { anchor, head } = selection
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
