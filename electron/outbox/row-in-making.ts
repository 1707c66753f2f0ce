import { laneOfRow, type EntityName, type RowRef } from '../../shared/entities/entity.ts'
import { kindOf, rowMadeBy } from '../../shared/operations/catalogue.ts'
import { anyEdit } from '../../shared/operations/edit.ts'
import type { OperationKind } from '../../shared/operations/kind.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type Operation } from '../store/operation.ts'
import { isOpen, without, type Edit, type EditedRow, type FieldEdit, type Values } from './edited-row.ts'

/** What an operation that makes a row has of an edit's parts: the panel holds nothing that it could be made against. */
const nothingBefore = { base: {}, baseFrom: {}, further: {}, theirs: {}, touched: false }
const unresolvedIn = anyEdit.pick({ unresolved: true })

/** A row of our own that the panel does not have yet. */
export interface RowInMaking {
  /** What the row will hold. */
  readonly held: Values
  /** The operation that makes it, as an edit of what it is given. */
  readonly making: Edit
}

/** The row as one of these operations makes it; null where none does. */
export function rowInMaking({ entity, id }: RowRef, open: readonly Operation[]): RowInMaking | null {
  for (const operation of open) {
    const made = rowMadeBy(operation.kind, operation.params)
    if (made?.entity !== entity || made.id !== id) continue
    const { unresolved = {} } = unresolvedIn.parse(operation.params)
    const making = { kind: kindOf(operation.kind), operation, set: made.given, unresolved, ...nothingBefore }
    return { held: made.held, making }
  }
  return null
}

/** The rows of an entity that these keys tell and that the panel does not have yet, by their keys. */
export function rowsInMaking(
  journal: Pick<Journal, 'ownRows' | 'inLanes'>,
  entity: EntityName,
  keys: readonly string[],
): Map<string, RowInMaking & { readonly id: number }> {
  const ids = journal.ownRows.of(entity, keys)
  const open = journal.inLanes([...ids.values()].map((id) => laneOfRow({ entity, id })))
  return new Map(
    [...ids].flatMap(([key, id]) => {
      const row = rowInMaking({ entity, id }, (open.get(laneOfRow({ entity, id })) ?? []).filter(isReadable))
      return row ? [[key, { ...row, id }] as const] : []
    }),
  )
}

/**
 * The operation that makes a row, where it takes a field in itself; not where an edit of its own sets that already, as one
 * of a file does: that one comes last.
 */
export function takenIn({ making, edits }: EditedRow, field: string): Edit | null {
  if (!making || !isOpen(making) || making.kind.creates?.fields[field] === undefined) return null
  return edits.some(({ set }) => set[field] !== undefined) ? null : making
}

/** Gives a row in making another value of what makes it; that is never taken back by itself. */
export function giveTo(making: Edit, { field, value, problem }: FieldEdit): void {
  if (value === null) return
  making.touched = true
  making.set = { ...making.set, [field]: value }
  making.unresolved = problem ? { ...making.unresolved, [field]: problem } : without(making.unresolved, field)
}

/** The parameters of the operation that makes a row, with what the row is given now. */
export function paramsOfMaking(
  { set, unresolved, operation }: Edit,
  { fields }: NonNullable<OperationKind['creates']>,
): object {
  const given = Object.keys(fields).map((field) => [field, set[field]])
  const isNaming = Object.values(fields).some(({ refersTo }) => refersTo)
  return {
    ...(operation?.params as Values | undefined),
    ...(Object.fromEntries(given) as Values),
    ...(isNaming ? { unresolved } : {}),
  }
}
