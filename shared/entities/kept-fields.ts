import { sheets } from '../sheets/catalogue.ts'
import type { Sheet, SheetColumn } from '../sheets/sheet.ts'
import { entities, entityOf, type EntityName } from './entity.ts'

/** A column whose changes at the panel are kept, and the field of the row that holds its value. */
export interface KeptField {
  readonly column: SheetColumn
  readonly held: string
}

/** Entities of which it is kept what changes at the panel. */
export const keptEntities: readonly EntityName[] = Object.values(entities).map(({ name }) => name)

/**
 * The columns of an entity whose changes are kept, each by what it holds: where one shows by its name what another shows
 * by its number, it stands for both. Of what is pulled in part, those that are edited in their cells: the others follow
 * from these, from the order of rows, or from what a driver does all day.
 */
export function keptFieldsOf(entity: EntityName): KeptField[] {
  const { sheet, pulled } = entityOf(entity)
  const { columns, order }: Sheet = sheets[sheet]
  const fields = columns
    .filter(({ field, passing, edit }) => !passing && !edit?.secret && !order.includes(field))
    .filter(({ edit }) => pulled === 'whole' || (edit && !edit.acts))
    .map((column) => ({ column, held: column.edit?.heldIn ?? column.field }))
  const named = new Set(fields.flatMap(({ column, held }) => (column.field === held ? [] : [held])))
  return fields.filter(({ column, held }) => column.field !== held || !named.has(held))
}
