import { isOwnId, laneOfRow, type RowRef } from '../../shared/entities/entity.ts'
import type { Joined } from '../../shared/imports/import-kind.ts'
import { isCreator, isKindName, kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import { editIn } from '../../shared/operations/edit.ts'
import type { OperationKind } from '../../shared/operations/kind.ts'
import { fail } from '../../shared/problem.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type Operation } from '../store/operation.ts'
import { ownIdsFor } from './own-ids.ts'
import { rowInMaking } from './row-in-making.ts'

/** An operation to be staged whole, not cell by cell. */
export interface WholeOperation {
  readonly kind: KindName
  readonly params: unknown
  readonly subject: string
  /** The row of the file that it came from, as a person counts; null for one from a sheet. */
  readonly fileRow: number | null
  /** Passwords of which tokens are to be staged, by parameter. */
  readonly secrets?: Readonly<Record<string, string>>
  /** That row as it stood there. */
  readonly cells?: readonly string[]
  /** What it is a part of, that is new as well: those with the same key, in one file, are of the same. */
  readonly whole?: {
    readonly key: string
    readonly kind: KindName
    readonly params: unknown
    readonly subject: string
  }
  /** What it becomes a part of, that is there already or was staged before. */
  readonly joins?: Joined
}

/** An operation that is about to be written, and its kind. */
interface Parsed {
  readonly declared: OperationKind
  params: unknown
}

/** Writes new operations down, with what each has to wait for. */
export interface OperationWriting {
  /** Adds operations to a change set, inside the caller's commit: what others need first. */
  addAll(changeSet: number, operations: readonly WholeOperation[], at: number): Operation[]
  /** Operations in a lane that are not settled, and were not refused. */
  inLane(lane: string): Operation[]
}

export function createOperationWriting(options: { journal: Journal; cache: Cache }): OperationWriting {
  const { journal } = options

  function addAll(changeSet: number, operations: readonly WholeOperation[], at: number): Operation[] {
    const parsed = operations.map(({ kind, params }): Parsed => {
      if (!isKindName(kind)) fail('kind-unknown', { kind })
      const declared = kindOf(kind)
      return { declared, params: declared.params.parse(params) }
    })
    giveRows(parsed)
    const makers = makersOf(parsed)
    const drafts = operations.map(({ kind, subject, fileRow, cells }, index) => {
      const { declared, params } = parsed[index]!
      return {
        ...{ kind, version: declared.version, params, subject, broken: declared.check(params), fileRow },
        lanes: declared.lanes(params),
        after: [...(declared.after?.(params) ?? []), ...(makers.get(params) ?? [])],
        ...(cells ? { cells } : {}),
      }
    })
    const ids = journal.addAll(changeSet, drafts, at)
    return drafts.map(({ kind, params }, index) => ({ id: ids[index], kind, params, changeSet }) as Operation)
  }

  /** Gives operations that make rows our ids of these, as far as they have none yet. */
  function giveRows(all: readonly Parsed[]): void {
    for (const declared of new Set(all.map((each) => each.declared))) {
      if (!isCreator(declared)) continue
      const mine = all.filter((each) => each.declared === declared && !isNamed(each.params))
      const keys = mine.map(({ params }) => declared.creates.key(params))
      const ids = ownIdsFor(options, declared, keys)
      mine.forEach((each, index) => {
        each.params = { ...(each.params as object), row: ids.get(keys[index]!) ?? fail('unexpected') }
      })
    }
  }

  /** Of operations that edit or take rows which are still to be made: the operations that make those, by their parameters. */
  function makersOf(all: readonly Parsed[]): ReadonlyMap<unknown, readonly number[]> {
    const needs = all.flatMap(({ declared, params }) =>
      [...rowEdited(declared, params), ...(declared.takes?.(params) ?? [])]
        .filter(({ id }) => isOwnId(id))
        .map((ref) => ({ ref, params })),
    )
    const open = journal.inLanes([...new Set(needs.map(({ ref }) => laneOfRow(ref)))])
    const makers = new Map<unknown, number[]>()
    for (const { params, row } of placedBehind(all)) makers.set(params, [...(makers.get(params) ?? []), ...movers(row)])
    for (const { ref, params } of needs) {
      const maker = rowInMaking(ref, (open.get(laneOfRow(ref)) ?? []).filter(isReadable))?.making.operation
      if (maker) makers.set(params, [...(makers.get(params) ?? []), maker.id])
    }
    return makers
  }

  /** What is to move a row, and was not refused: who is to stand behind it has to find it there. */
  function movers(row: RowRef): number[] {
    return inLane(laneOfRow(row)).flatMap(({ id, kind }) => {
      const declared = kindOf(kind)
      return declared.places && !isCreator(declared) ? id : []
    })
  }

  function inLane(lane: string): Operation[] {
    return (journal.inLanes([lane]).get(lane) ?? []).filter(isReadable).filter(({ state }) => state !== 'rejected')
  }

  return { addAll, inLane }
}

/** The rows behind which others are to stand, by the parameters of what says so. */
function placedBehind(all: readonly Parsed[]): { readonly params: unknown; readonly row: RowRef }[] {
  return all.flatMap(({ declared, params }) => {
    const behind = declared.places?.of(params)?.behind ?? null
    return behind === null ? [] : [{ params, row: { entity: declared.entity, id: behind } }]
  })
}

/** The row that an edit is of. */
function rowEdited({ entity }: OperationKind, params: unknown): RowRef[] {
  const edit = editIn(params)
  return edit ? [{ entity, id: edit.row }] : []
}

/** Whether an operation that makes a row has been given our id of it: asked of every row of a file, so nothing is parsed. */
const isNamed = (params: unknown): boolean => typeof (params as { readonly row?: unknown }).row === 'number'
