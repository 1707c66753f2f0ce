import { type ImportName, importOf } from '../../../shared/imports/catalogue.ts'
import { byteOrderMark, csvLines } from '../../../shared/imports/csv-text.ts'
import { i18n } from '../../i18n.ts'
import { useSeparator } from '../../stores/separator.ts'

/** A file that shows what an import of a kind wants: each field's name as its heading, and one row. */
export function exampleOf(kind: ImportName): { name: string; text: string } {
  const fields = Object.entries(importOf(kind).fields)
  const headings = fields.map(([key]) => i18n.global.t(`imports.kinds.${kind}.fields.${key}.name`))
  const row = fields.map(([, { example }]) => example)
  return { name: `${kind}-example.csv`, text: byteOrderMark + csvLines([headings, row], useSeparator().character) }
}
