import type { CellValue, SheetQuery } from '../../../../shared/contract/sheets.ts'
import type { SheetColumn } from '../../../../shared/sheets/sheet.ts'

/** Which groups are folded: those named, or with `foldOthers` all but those. */
export type Folds = Pick<SheetQuery, 'folded' | 'foldOthers'>

/** Whether rows can be grouped by a column: only where many of them share a value. */
export function isGroupable({ type }: Pick<SheetColumn, 'type'>): boolean {
  return type === 'choice' || type === 'flag'
}

/** With the group of one value folded or not. */
export function folds({ folded, foldOthers }: Folds, value: CellValue, fold: boolean): Folds {
  const others = folded.filter((one) => one !== value)
  return { folded: fold === foldOthers ? others : [...others, value], foldOthers }
}

/** With all groups folded, or none. */
export function foldsOfAll(fold: boolean): Folds {
  return { folded: [], foldOthers: fold }
}
