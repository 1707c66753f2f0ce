import { sheets } from '../sheets/catalogue.ts'
import type { Sheet, SheetColumn } from '../sheets/sheet.ts'
import { entities, entityOf, type EntityName } from './entity.ts'

/** A column whose changes at the panel are kept, and the field of the row that holds its value. */
export interface KeptField {
  readonly column: SheetColumn
  readonly held: string
}

/** Entities of which a pull reads all rows, so that what came, changed and went is known. */
export const pulledWhole: readonly EntityName[] = Object.values(entities)
  .map(({ name }) => name)
  .filter((name) => entityOf(name).pulledWhole)

/**
 * The columns of an entity whose changes are kept, each by what it holds: where one shows by its name what another shows
 * by its number, it stands for both.
 */
export function keptFieldsOf(entity: EntityName): KeptField[] {
  const { columns, order }: Sheet = sheets[entityOf(entity).sheet]
  const fields = columns
    .filter(({ field, passing, edit }) => !passing && !edit?.secret && !order.includes(field))
    .map((column) => ({ column, held: column.edit?.heldIn ?? column.field }))
  const named = new Set(fields.flatMap(({ column, held }) => (column.field === held ? [] : [held])))
  return fields.filter(({ column, held }) => column.field !== held || !named.has(held))
}
