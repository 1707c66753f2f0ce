import type { EntityName } from '../../shared/entities/entity.ts'
import type { EditedField } from '../../shared/operations/catalogue.ts'
import { anyEdit } from '../../shared/operations/edit.ts'
import type { OperationKind } from '../../shared/operations/kind.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Operation } from '../store/operation.ts'
import type { CellSetting } from './cell-reader.ts'

/** Values by the name of a field or of a parameter. */
export type Values = Readonly<Record<string, unknown>>

/** An edit of a row that is not settled, as it is while a step is being staged. */
export interface Edit {
  readonly kind: OperationKind
  /** Null for one that this step begins. */
  readonly operation: Operation | null
  set: Values
  base: Values
  baseFrom: Readonly<Record<string, number>>
  unresolved: Readonly<Record<string, Problem>>
  /** The other parameters of the kind. */
  further: Values
  /** What the panel was found to hold instead, for a conflict. */
  readonly theirs: Values
  touched: boolean
}

/** A row, and what is staged for it. */
export interface EditedRow {
  readonly entity: EntityName
  readonly id: number
  readonly lane: string
  /** The fields of its entity that can be edited. */
  readonly fields: ReadonlyMap<string, EditedField>
  /** What a person calls it. */
  readonly name: string
  /** What the sheet has of it; null where it is gone, or not pulled again since the cache was lost. */
  readonly held: Values | null
  /** Its own edits, oldest first. */
  readonly edits: Edit[]
  /** Of a row of our own that the panel does not have yet: the operation that makes it, as an edit of what it is given. */
  readonly making: Edit | null
  /** Whether nothing that is not settled is about it but what this step begins. */
  readonly isFirst: boolean
}

/** A value to be staged in a cell of a row; null takes its staged value back. */
export interface FieldEdit {
  readonly field: string
  readonly value: CellSetting | null
  /** Of a text that names nothing, or several things: which. */
  readonly problem?: Problem | null
  /** Parameters of the edit's kind that are to be as well. */
  readonly further?: Values
}

/** Not under way and not to be sent: further typing goes into it. A refused edit is mended, a conflict resolved so. */
const openStates: ReadonlySet<OperationState | undefined> = new Set(['draft', 'rejected', 'conflict'])

/** Whether further typing goes into an edit. */
export const isOpen = ({ operation }: Edit): boolean => operation === null || openStates.has(operation.state)

const ofEveryEdit: ReadonlySet<string> = new Set(Object.keys(anyEdit.shape))

/** The parameters of an edit that are not those of every edit. */
export function furtherOf(params: unknown): Values {
  return Object.fromEntries(Object.entries(params ?? {}).filter(([name]) => !ofEveryEdit.has(name)))
}

/** The rows that go along with an edit. */
export function alsoOf({ further: { also } }: Pick<Edit, 'further'>): readonly number[] {
  return Array.isArray(also) ? also.filter((id) => typeof id === 'number') : []
}

/** A record without one of its fields. */
export function without<Value>(
  record: Readonly<Record<string, Value>>,
  field: string,
): Readonly<Record<string, Value>> {
  const { [field]: _gone, ...rest } = record
  return rest
}
