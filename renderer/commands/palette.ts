import { readonly, shallowReactive, shallowRef } from 'vue'

/** The rows of a sheet, by their numbers. */
export interface NumberedRows {
  /** How many there are. */
  count(): number
  /** Gives the row with this number, from 1, the cursor. */
  go(number: number): void
}

/** What a text begins with that names a row of the sheet in sight. */
export const rowSign = ':'

const text = shallowRef<string | null>(null)
/** Those that are in sight: none, or those of one sheet. */
const sheets = shallowReactive<NumberedRows[]>([])

/** What the palette begins with; null while it is closed. */
export const paletteText = readonly(text)

/** Opens the palette. */
export function openPalette(start = ''): void {
  text.value = start
}

/** Closes it. */
export function closePalette(): void {
  text.value = null
}

/** Has the palette go to rows of a sheet, until what it answers is called. */
export function numberRows(rows: NumberedRows): () => void {
  sheets.push(rows)
  return () => void sheets.splice(sheets.indexOf(rows), 1)
}

/** The rows that have numbers now; undefined where no sheet is in sight. */
export const numberedRows = (): NumberedRows | undefined => sheets.at(-1)
