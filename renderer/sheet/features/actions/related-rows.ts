import type { CellValue, Condition, SheetRow } from '../../../../shared/contract/sheets.ts'
import type { Belonging, OfUsers, PageOfRows, Related } from '../../../../shared/sheets/sheet.ts'

/** A row as others know it: by the name that they show, and by its id. */
export interface NamedRow {
  readonly id: number
  readonly name: string
}

/** What a person calls a row of a sheet. */
export function nameOf({ id, values }: SheetRow, { named }: { readonly named: string }): NamedRow {
  return { id, name: String(values[named] ?? '') }
}

/** A row as those that belong to it know it: by the panel’s id of it, if it has one, and by its name. */
export interface Owner {
  readonly id: number | null
  readonly name: string
}

/** What those that belong to a row know it by. */
export function ownerOf(row: SheetRow, sheet: { readonly named: string }): Owner {
  const { id } = row.values
  return { id: typeof id === 'number' ? id : null, name: nameOf(row, sheet).name }
}

/**
 * What the rows that belong to these have in common: the name that they show, or the id where names do not tell them
 * apart, or one has none. What the panel does not have yet is told by having no id, and by its name.
 */
export function belongingTo(rows: readonly Owner[], { name, id, alike }: Belonging): Condition[] {
  const named: Condition = { is: 'oneOf', field: name, values: rows.map((row) => row.name) }
  const areNamed = rows.every((row) => row.name !== '')
  if (!alike && areNamed) return [named]
  const byId: Condition = { is: 'oneOf', field: id, values: rows.map((row) => row.id) }
  return areNamed && rows.some((row) => row.id === null) ? [byId, named] : [byId]
}

/** Whether a sheet shows rows of chosen users, and what leads to it chooses them. */
export function isOfUsers(related: Related): related is OfUsers {
  return 'user' in related
}

/** The users whom rows name in their first cell, each once. */
export function usersIn(cells: readonly (readonly CellValue[])[]): number[] {
  return [...new Set(cells.flatMap(([user]) => (typeof user === 'number' ? user : [])))]
}

/** Whether it is a page that is about the rows themselves. */
export function isPage(related: Related): related is PageOfRows {
  return 'page' in related
}

/** To what it leads: the name of a sheet, or of a page. */
export function targetOf(related: Related): string {
  return isPage(related) ? related.page : related.sheet
}
