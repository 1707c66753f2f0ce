import type { SheetColumn } from '../../../shared/sheets/sheet.ts'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { type CellWords, shownText } from './cell-text.ts'
import { shownCell } from './marks.ts'
import { at, type Selection, type Place } from './selection.ts'

/** Most rows that are looked through for a hit: a row may be found by what a hidden column holds. */
const mostLookedAt = 500

/** Where what is searched for stands in a text: from, and up to; null where it does not. Upper and lower case are alike. */
export function hitIn(text: string, search: string): readonly [number, number] | null {
  const wanted = search.trim().toLowerCase()
  const folded = text.toLowerCase()
  // Few letters are longer in lower case: of a text with one nobody could say where.
  if (wanted === '' || folded.length !== text.length) return null
  const from = folded.indexOf(wanted)
  return from === -1 ? null : [from, from + wanted.length]
}

/** The places of a row's hits, by its columns as they are shown. */
function hitsOf(row: SheetRow, columns: readonly SheetColumn[], search: string, words: CellWords): number[] {
  if (row.group) return []
  return columns.flatMap((column, index) =>
    column.searched && hitIn(shownText(column, shownCell(row, column.field).value, words), search) ? [index] : [],
  )
}

/** The next cell that holds what is searched for, after or before one, and round again; null where none does. */
export async function nextHit(
  sheet: {
    readonly search: string
    readonly columns: readonly SheetColumn[]
    readonly words: CellWords
    readonly count: number
    row(index: number): Promise<SheetRow | undefined>
  },
  from: Place,
  backwards: boolean,
): Promise<Selection | null> {
  const { count, columns } = sheet
  for (let step = 0; step <= Math.min(count, mostLookedAt); step += 1) {
    const index = (from.row + (backwards ? -step : step) + count * (step + 1)) % count
    const row = await sheet.row(index)
    const all = row ? hitsOf(row, columns, sheet.search, sheet.words) : []
    const isBeyond = (column: number): boolean => (backwards ? column < from.column : column > from.column)
    const left = step === 0 ? all.filter(isBeyond) : all
    const column = backwards ? left.at(-1) : left[0]
    if (column !== undefined) return at(index, column)
  }
  return null
}
