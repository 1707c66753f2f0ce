import type { CellValue } from '../../../shared/contract/looking.ts'
import { sheets, type SheetName } from '../../../shared/sheets/catalogue.ts'
import type { SheetColumn } from '../../../shared/sheets/sheet.ts'

/** What stands in a range of cells. */
export interface Summary {
  readonly rows: number
  readonly filled: number
  readonly distinct: number
  readonly sum: number | null
}

/** Adds up cells, stretch by stretch. */
export function summaryOf(sheet: SheetName, fields: readonly string[]) {
  const columns: readonly SheetColumn[] = sheets[sheet].columns
  const isAmount = fields.every((field) =>
    columns.some((column) => column.field === field && (column.type === 'number' || column.type === 'money')),
  )
  const values = new Set<CellValue>()
  let rows = 0
  let filled = 0
  let sum = 0
  return {
    add(cells: readonly (readonly CellValue[])[]): void {
      rows += cells.length
      for (const row of cells) {
        for (const value of row) {
          if (value === null) continue
          filled += 1
          values.add(value)
          if (typeof value === 'number') sum += value
        }
      }
    },
    total: (): Summary => ({
      rows,
      filled,
      distinct: values.size,
      // Hundredths have no exact binary: what they add up to is rounded to where it shows.
      sum: isAmount ? Number(sum.toFixed(6)) : null,
    }),
  }
}
