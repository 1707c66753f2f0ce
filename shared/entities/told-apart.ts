import type { ProblemCode } from '../problem.ts'
import type { EntityName } from './entity.ts'

/** A field by which people tell rows of one owner apart, although the panel lets several hold the same in it. */
export interface ToldApart {
  readonly entity: EntityName
  /** The field of its sheet, and the one that says whose a row is, as it is shown. */
  readonly field: string
  readonly of: string
  /** What is said of a value that another row of the same owner has. */
  readonly code: ProblemCode
}

/**
 * Everything by which rows are told apart. The panel counts external ids and refuses none; of labels it says nothing.
 * (panel-additions.md, C2)
 */
export const toldApart: readonly ToldApart[] = [
  { entity: 'tracker', field: 'label', of: 'owner', code: 'label-taken' },
  { entity: 'route', field: 'externalId', of: 'userId', code: 'external-id-taken' },
  { entity: 'checkpoint', field: 'externalId', of: 'userId', code: 'external-id-taken' },
]
