import type { CellValue } from '../sheets/cell-value.ts'
import { kindOf, type KindName } from './catalogue.ts'
import { editIn } from './edit.ts'

/** The field of a kind's edits in which one row alone can have a value, and what stands there in one that has none. */
export function vacancyOf(name: KindName): { readonly field: string; readonly vacant: CellValue } | null {
  const { entity, edits = {}, foretell } = kindOf(name)
  for (const { entity: of, by, vacant } of foretell?.others ?? []) {
    if (vacant === undefined || of !== entity) continue
    const field = Object.keys(edits).find((each) => (edits[each]?.heldIn ?? each) === by)
    if (field !== undefined) return { field, vacant }
  }
  return null
}

/** Whether an operation leaves its row nothing of what one row alone can have. */
export function isVacating(name: KindName, params: unknown): boolean {
  const vacancy = vacancyOf(name)
  return vacancy !== null && editIn(params)?.set[vacancy.field] === vacancy.vacant
}
