import type { BesideRow } from '../../shared/contract/sheets.ts'
import type { EntityName } from '../../shared/entities/entity.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Meant, Surrounding } from './whole-action.ts'

/** What a person has said of a row that is to be made: by field, what the texts stand for, and why where that cannot be told. */
export interface SaidOfRow {
  readonly given: Readonly<Record<string, string | number | boolean>>
  readonly unresolved: Readonly<Record<string, Problem>>
}

/** What is known around rows that are to be made. */
export interface AroundMaking extends Surrounding {
  /** The row beside which they are made, as it is or will be, and where they are to stand. */
  readonly beside: { readonly row: { readonly id: number }; readonly at: BesideRow['at'] } | null
}

/**
 * How rows that a form asks for become operations, where it takes more than what was said: what they have of the row beside
 * which they stand, or parts that are made with them. Answers the operations, what others need first, and our ids of the rows.
 */
export interface Making {
  meant(
    rows: readonly SaidOfRow[],
    around: AroundMaking,
  ): { readonly operations: readonly Meant[]; readonly ids: readonly number[] }
}

/** Our id of a new row of an entity, and what tells it from all others. */
export function newRow(
  entity: EntityName,
  { token, ownId }: Surrounding,
): { readonly own: string; readonly row: number } {
  const own = token()
  return { own, row: ownId(entity, own) }
}
