import { csvLines } from './csv-text.ts'
import { guardFormula } from './formula-guard.ts'

/** What is written in a file of CSV: cells that a spreadsheet would take for formulas are guarded. */
export type Lines = (records: readonly (readonly string[])[]) => string

/** Lines with this sign between the cells. */
export function guardedLines(separator: string): Lines {
  return (records) =>
    csvLines(
      records.map((record) => record.map(guardFormula)),
      separator,
    )
}
