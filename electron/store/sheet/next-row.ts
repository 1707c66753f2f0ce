import type { Mark } from '../../../shared/contract/sheets.ts'
import { sheets, type SheetName } from '../../../shared/sheets/catalogue.ts'
import type { Marks } from './marks.ts'
import type { Picked } from './touched.ts'

/** The place of the next of these rows in a view, after or before `from`; it goes round at the end. Null where there is none. */
export function nextRow(
  view: Float64Array,
  from: number,
  backwards: boolean,
  wanted: ReadonlySet<number>,
): number | null {
  const step = backwards ? -1 : 1
  for (let passed = 1; passed <= view.length; passed++) {
    const row = (((from + step * passed) % view.length) + view.length) % view.length
    if (wanted.has(view[row] ?? 0)) return row
  }
  return null
}

const isWanted: Readonly<Record<Picked, (mark: Mark) => boolean>> = {
  staged: () => true,
  conflicts: ({ state }) => state === 'conflict',
  attention: ({ state, problem }) =>
    state === 'rejected' || state === 'conflict' || state === 'unknown' || (state === 'draft' && problem !== undefined),
}

/** The first field of a row with such a mark, one with its own trouble before others; null where it is about the row. */
export function fieldToGoTo(sheet: SheetName, marks: Marks, picked: Picked): string | null {
  const fields = sheets[sheet].columns.flatMap(({ field }) => {
    const mark = marks[field]
    return mark && isWanted[picked](mark) ? [{ field, mark }] : []
  })
  const troubled = fields.find(({ mark }) => mark.theirs !== undefined || mark.problem !== undefined)
  return ((picked === 'staged' ? undefined : troubled) ?? fields[0])?.field ?? null
}
