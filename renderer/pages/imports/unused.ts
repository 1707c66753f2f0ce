import type { ImportMapping } from '../../../shared/contract/imports.ts'

/** A column of the file, as it was read. */
interface Column {
  readonly name: string
  readonly samples: readonly string[]
}

/**
 * Columns of the file, by number, from which the mapping takes nothing though something stands in them. The one of
 * `reasons`, which a file of refused rows has in addition to its own, is none of the person's.
 */
export function unusedColumns(columns: readonly Column[], mapping: ImportMapping, reasons: string): number[] {
  const used = new Set(
    Object.values(mapping.fields).flatMap((source) => (source.from === 'column' ? source.column : [])),
  )
  return columns.flatMap(({ name, samples }, column) => {
    const isEmpty = name === '' && samples.length === 0
    return used.has(column) || isEmpty || name === reasons ? [] : [column]
  })
}
