import { i18n } from '../../i18n.ts'
import { number } from '../../wording.ts'

const { t } = i18n.global

/** A text that counts something: `{n}` with its separators, in the plural that it takes. */
export function counted(key: string, count: number, more: Record<string, string> = {}): string {
  return t(key, { n: number(count), ...more }, count)
}

/** The letter that a spreadsheet gives a column, counted from 0: A, B, …, Z, AA. */
export function columnLetter(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26))
  return column < 26 ? letter : columnLetter(Math.floor(column / 26) - 1) + letter
}

/** A column as a person finds it: its letter, and its heading where it has one. */
export function columnName(column: number, heading: string): string {
  const letter = columnLetter(column)
  return heading === ''
    ? t('imports.mapping.column', { letter })
    : t('imports.mapping.namedColumn', { letter, name: heading })
}

/** The size of a file, in bytes, as a person says it. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return t('imports.file.sizes.bytes', { n: number(bytes) })
  if (bytes < 1_000_000) return t('imports.file.sizes.kilobytes', { n: number(Math.round(bytes / 1000)) })
  return t('imports.file.sizes.megabytes', { n: number(Math.round(bytes / 100_000) / 10) })
}
