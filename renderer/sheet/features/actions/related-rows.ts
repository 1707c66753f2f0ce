import type { CellValue, Condition, SheetRow } from '../../../../shared/contract/sheets.ts'
import type { Belonging, OfUsers, Related } from '../../../../shared/sheets/sheet.ts'

/** A row as others know it: by the name that they show, and by its id. */
export interface NamedRow {
  readonly id: number
  readonly name: string
}

/** What a person calls a row of a sheet. */
export function nameOf({ id, values }: SheetRow, { named }: { readonly named: string }): NamedRow {
  return { id, name: String(values[named] ?? '') }
}

/** A row as those that belong to it know it: by the panel’s id of it, and by its name. */
export function ownerOf(row: SheetRow, sheet: { readonly named: string }): NamedRow {
  const { id } = row.values
  return { id: typeof id === 'number' ? id : row.id, name: nameOf(row, sheet).name }
}

/**
 * What the rows that belong to these have in common: the name that they show, or the id where names do not tell them
 * apart, or one has none.
 */
export function belongingTo(rows: readonly NamedRow[], { name, id }: Belonging): Condition {
  return name !== undefined && rows.every((row) => row.name !== '')
    ? { is: 'oneOf', field: name, values: rows.map((row) => row.name) }
    : { is: 'oneOf', field: id, values: rows.map((row) => row.id) }
}

/** Whether a sheet shows rows of chosen users, and what leads to it chooses them. */
export function isOfUsers(related: Related): related is OfUsers {
  return 'user' in related
}

/** The users whom rows name in their first cell, each once. */
export function usersIn(cells: readonly (readonly CellValue[])[]): number[] {
  return [...new Set(cells.flatMap(([user]) => (typeof user === 'number' ? user : [])))]
}
