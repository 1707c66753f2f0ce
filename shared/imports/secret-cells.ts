import type { ImportMapping } from '../contract/imports.ts'
import { importOf } from './catalogue.ts'

// Passwords of a file go their own way: neither what is shown of a row nor what is kept of it has them.

/** What stands in place of a password where a row is shown. */
export const hiddenCell = '••••••••'

/** The columns from which a mapping takes what is kept secret. */
export function secretColumns({ kind, fields }: Pick<ImportMapping, 'kind' | 'fields'>): ReadonlySet<number> {
  const secret = Object.entries(importOf(kind).fields).filter(([, { type }]) => type === 'password')
  return new Set(
    secret.flatMap(([key]) => {
      const source = fields[key]
      return source?.from === 'column' ? [source.column] : []
    }),
  )
}

/** The cells of a row with `instead` in place of what is secret and not empty. */
export function withoutSecrets(
  cells: readonly string[],
  secret: ReadonlySet<number>,
  instead: string,
): readonly string[] {
  if (secret.size === 0) return cells
  return cells.map((cell, column) => (secret.has(column) && cell !== '' ? instead : cell))
}
