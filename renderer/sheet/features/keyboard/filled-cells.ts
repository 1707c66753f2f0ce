import { isEmpty, shownCell } from '../../model/marks.ts'
import type { Place } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import type { Columns } from '../../model/use-columns.ts'
import { type Lane } from './edge.ts'

/** How many cells of these rows and fields are filled: of loaded rows at once, of others by the core's count. */
async function filledIn(
  session: SheetSession,
  top: number,
  bottom: number,
  fields: readonly string[],
): Promise<{ cells: number; filled: number }> {
  let cells = 0
  let filled = 0
  for (let index = top; index <= bottom; index += 1) {
    const row = session.row(index)
    if (!row) {
      const counted = await session.summary({ top, bottom }, fields)
      return { cells: counted.rows * fields.length, filled: counted.filled }
    }
    if (row.group) continue
    cells += fields.length
    filled += fields.filter((field) => !isEmpty(shownCell(row, field).value)).length
  }
  return { cells, filled }
}

/** A column of a session's sheet, to be walked along. */
export function columnLane(session: SheetSession, field: string, step: -1 | 1): Lane {
  return { size: session.count.value, step, count: (from, to) => filledIn(session, from, to, [field]) }
}

/** The row of a cell, to be walked along. */
export function rowLane(session: SheetSession, columns: Columns, { row }: Place, step: -1 | 1): Lane {
  const fields = columns.shown.value.map(({ field }) => field)
  return {
    size: fields.length,
    step,
    count: (from, to) => filledIn(session, row, row, fields.slice(from, to + 1)),
  }
}
