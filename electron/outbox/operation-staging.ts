import { actionOf, entityOfAction, kindStagedBy } from '../../shared/actions/catalogue.ts'
import { isConfirmed } from '../../shared/actions/confirmation.ts'
import type { CallOutput } from '../../shared/contract.ts'
import type { BesideRow, SheetAction } from '../../shared/contract/sheets.ts'
import { laneOfRow, rowOfLane, type EntityName, type RowRef } from '../../shared/entities/entity.ts'
import { creatorOf, isCreator, isMadeWithParts, kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import { editIn } from '../../shared/operations/edit.ts'
import { fail } from '../../shared/problem.ts'
import type { SaidOfRow } from '../operations/making.ts'
import { makings } from '../operations/makings.ts'
import type { LeftOut, Meant } from '../operations/whole-action.ts'
import { wholeActions } from '../operations/whole-actions.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type Operation } from '../store/operation.ts'
import {
  createSubjects,
  editOf,
  isAction,
  meantBy,
  rowsToConfirm,
  type ChosenEdit,
  type Row,
  type Subject,
} from './act.ts'
import type { OperationWriting } from './operation-writing.ts'
import { lanesOf, tell, type OutboxEvents } from './outbox-events.ts'
import { rowInMaking } from './row-in-making.ts'
import type { CellStaging } from './cell-staging.ts'
import type { ActionPart, StepSoFar, UndoLog } from './undo-log.ts'

/** Stages operations that are not edits of cells. Whatever it has answered is committed. */
export interface OperationStaging {
  /**
   * Stages rows that take more than what was said of them, as their kind has it (`electron/operations/makings.ts`), in one
   * commit, as an undo step or as a further part of one that has begun.
   */
  make(
    entity: EntityName,
    rows: readonly SaidOfRow[],
    beside: BesideRow | null,
    step: StepSoFar,
  ): CallOutput<'sheet.make'>
  /** Makes an action on rows of a sheet ready to be staged, part by part. */
  acting(action: SheetAction): Acting
  /**
   * Takes actions on these rows back that have not been released: those that change the field, or without one all
   * of them. Answers how many.
   */
  revert(entity: EntityName, cells: readonly { readonly id: number; readonly field: string | null }[]): number
  /**
   * Makes staged actions as they were before a step, or with `redo` after it, inside the caller's commit and without a
   * step of its own; answers the change sets. What has been released meanwhile is left.
   */
  put(parts: readonly ActionPart[], redo: boolean): Set<number>
}

/** An action on rows that is being staged. */
export interface Acting {
  /** The rows that were chosen, each once. */
  readonly rows: readonly number[]
  /** Looks what the action means to some of the rows. */
  look(rows: readonly number[]): void
  /** What it is about, once all rows have been looked at. */
  subjects(): readonly Subject[]
  /** Stages some of that in one commit, as an undo step or as a further part of one that has begun. */
  stage(subjects: readonly Subject[], step: StepSoFar): void
  /** What it has come to so far. */
  counts(): CallOutput<'sheet.act'>
}

/** What some of what an action is about comes to, in rows and operations. */
interface Acted {
  staged: number
  shared: number
  unstaged: number
  rows: number
  readonly left: readonly LeftOut[]
  readonly operations: readonly number[]
}

export function createOperationStaging(options: {
  journal: Journal
  cache: Cache
  clock: Clock
  events: OutboxEvents
  log: UndoLog
  staging: Pick<CellStaging, 'choose'>
  writing: OperationWriting
}): OperationStaging {
  const { journal, cache, clock, events, log, staging } = options
  const { addAll, inLane } = options.writing

  /** Operations of rows that are not settled and can be read, oldest first. */
  function openOf(entity: EntityName, rows: readonly number[]): (row: number) => Operation[] {
    const lanes = journal.inLanes(rows.map((id) => laneOfRow({ entity, id })))
    return (id) => (lanes.get(laneOfRow({ entity, id })) ?? []).filter(isReadable)
  }

  /** An action that edits cells: as if the value had been typed into them, but for rows that the kind passes over. */
  function chooseFor(
    kind: KindName,
    { field, value, further }: ChosenEdit,
    subjects: readonly Subject[],
    step: StepSoFar,
  ): Acted {
    const { passesOver, entity } = kindOf(kind)
    const meant = subjects.filter(({ row }) => !passesOver?.(row))
    const groups = meant.map(({ row, also }) => [row.id, ...also])
    const { outcomes, operations } = staging.choose({ entity, field, value, further, groups }, step)
    const acted = { staged: 0, shared: 0, unstaged: 0, rows: 0 }
    outcomes.forEach(({ before, after }, index) => {
      if (before === null && after === null) return
      const { rows } = meant[index]!
      acted.rows += rows
      acted.shared += rows - 1
      if (after === null) acted.unstaged++
      else acted.staged++
    })
    return { ...acted, left: [], operations }
  }

  /** A row of an entity as the panel has it, or as it is to be made. */
  function rowBeside(entity: EntityName, id: number): Row {
    const made = rowInMaking({ entity, id }, openOf(entity, [id])(id))
    const held: Row | undefined = cache.byIds(entity, [id]).get(id)
    return held ?? (made ? { ...made.held, id } : fail('entity-gone'))
  }

  /** What is known around what is to be staged. */
  const around = {
    ...{ cache, inLane, token: () => journal.ownRows.unusedKey() },
    ownId: (entity: EntityName, token: string) =>
      journal.ownRows.give(entity, [token]).get(token) ?? fail('unexpected'),
  }

  /** Writes what is meant, asked for at a row or at none, and what an undo has to know of it. */
  function writeAll(
    meant: readonly Meant[],
    askedAt: number,
    at: number,
  ): { operations: Operation[]; parts: ActionPart[] } {
    const parts: ActionPart[] = []
    const operations = meant.map(({ kind, params, subject, over }) => {
      const before = over?.params ?? null
      const operation = write({ kind, params, over: over ?? null }, subject, at)
      const after = params === null ? null : operation.params
      // A row that is made is known by its own id, and by nothing of the one at which it was asked for.
      const [about] = rowsOf(operation)
      parts.push({ id: about?.id ?? askedAt, kind, subject, before, after })
      return operation
    })
    return { operations, parts }
  }

  /** An action that stages operations as a whole. */
  function proposeFor(action: SheetAction, subjects: readonly Subject[], step: StepSoFar): Acted {
    const { kind } = action
    const entity = entityOfAction(kind)
    const onNew = wholeActions[kind]?.onNew
    const { per } = kindOf(kindStagedBy(kind))
    const open = openOf(
      entity,
      subjects.map(({ row }) => row.id),
    )
    const acted = { staged: 0, shared: 0, unstaged: 0, rows: 0 }
    const parts: ActionPart[] = []
    const left: LeftOut[] = []
    const operations = journal.commit(() => {
      const at = clock.now()
      const operations = subjects.flatMap((subject) => {
        const { row, rows } = subject
        const making = onNew === 'taken-back' && rowInMaking({ entity, id: row.id }, open(row.id))?.making.operation
        if (making) {
          const taken = takeBack(making.state === 'draft' ? [making] : [])
          acted.unstaged += taken.length
          acted.rows += taken.length > 0 ? rows : 0
          parts.push(...taken.flatMap(takenBack))
          return taken
        }
        const meaning = meantBy(action, subject, open(row.id), around)
        if (meaning === null) return []
        const { meant } = meaning
        const said = meant.filter(({ params }) => params !== null)
        left.push(...meaning.left)
        acted.rows += meaning.rows
        acted.shared += per ? rows - 1 : 0
        acted.staged += said.filter(({ along }) => !along).length
        // What is said anew is not said to be taken back as well.
        acted.unstaged += said.length === 0 ? meant.length : 0
        const written = writeAll(meant, row.id, at)
        parts.push(...written.parts)
        return written.operations
      })
      log.record('act', parts, step.begun)
      return operations
    })
    step.begun ||= parts.length > 0
    tell(events, operations)
    return { ...acted, left, operations: operations.map(({ id }) => id) }
  }

  /** The drafts that are the other half of what a person did by this one. */
  function otherHalfOf(operation: Operation): number[] {
    const half = kindOf(operation.kind).otherHalf?.(operation.params)
    if (!half) return []
    const mine = new Set(rowsOf(operation).map(({ id }) => id))
    return inLane(laneOfRow(half)).flatMap(({ id, kind, params, state }) => {
      const back = kindOf(kind).otherHalf?.(params)
      return back && mine.has(back.id) && state === 'draft' ? id : []
    })
  }

  /** Takes drafts back, and with what makes a row its parts that are to be made; answers all of them, wholes first. */
  function takeBack(drafts: readonly Operation[]): Operation[] {
    const known = new Set(drafts.map(({ id }) => id))
    const parts = drafts.flatMap(({ id, kind }) => {
      const declared = kindOf(kind)
      return isMadeWithParts(declared) ? journal.draftsNeeding(id, declared.madeWith.kind) : []
    })
    const halves = drafts.flatMap(otherHalfOf)
    const others = journal.byIds([...parts, ...halves].filter((id) => !known.has(id))).filter(isReadable)
    const all = [...drafts, ...others].sort((a, b) => a.id - b.id)
    const moved = new Set(
      journal.move(
        all.map(({ id }) => id),
        'discarded',
      ),
    )
    return all.filter(({ id }) => moved.has(id))
  }

  /** Writes an operation, or in place of a draft, or with no parameters takes the draft back. */
  function write(
    proposal: { readonly kind: KindName; readonly params: unknown; readonly over: Operation | null },
    subject: string,
    at: number,
  ): Operation {
    const { kind, params, over } = proposal
    if (!over) {
      return addAll(journal.openSheetSet(clock.now()), [{ kind, params, subject, fileRow: null }], at)[0]!
    }
    if (params === null) {
      journal.move([over.id], 'discarded')
    } else {
      const declared = kindOf(kind)
      const parsed = declared.params.parse(params)
      journal.rewrite(over, parsed, declared.check(parsed), declared.lanes(parsed))
      return { ...over, params: parsed }
    }
    return over
  }

  return {
    make(entity, rows, beside, step) {
      const kind = creatorOf(entity)
      const making = makings[kind?.name ?? ''] ?? fail('bad-call', { entity })
      const { ids, operations } = journal.commit(() => {
        const besides = beside && { row: rowBeside(entity, beside.row), at: beside.at }
        const { operations: meant, ids } = making.meant(rows, { ...around, beside: besides })
        const { operations, parts } = writeAll(meant, 0, clock.now())
        log.record('make', parts, step.begun)
        return { ids: [...ids], operations }
      })
      step.begun ||= operations.length > 0
      tell(events, operations)
      const broken = operations.filter(({ kind: name, params }) => kindOf(name).check(params)).length
      return { ids, skipped: [], broken }
    },

    acting(action) {
      const rows = [...new Set(action.ids)]
      const declared = actionOf(action.kind)
      if (declared && !isConfirmed(declared, action, rowsToConfirm(action, rows, cache))) fail('not-confirmed')
      const subjects = createSubjects(action, cache)
      const counts = { staged: 0, shared: 0, unstaged: 0, skipped: rows.length }
      const written: number[] = []
      const left = new Map<string, LeftOut>()
      return {
        rows,
        look: (some) => subjects.add(some, openOf(entityOfAction(action.kind), some)),
        subjects: () => subjects.all(),
        stage(some, step) {
          const edit = editOf(action)
          const part = edit ? chooseFor(kindStagedBy(action.kind), edit, some, step) : proposeFor(action, some, step)
          counts.staged += part.staged
          counts.shared += part.shared
          counts.unstaged += part.unstaged
          counts.skipped -= part.rows
          for (const { problem, rows: some } of part.left) {
            left.set(problem.code, { problem, rows: some + (left.get(problem.code)?.rows ?? 0) })
          }
          for (const id of part.operations) written.push(id)
        },
        counts() {
          const keptBack = journal.keptBack()
          const broken = written.filter((id) => keptBack.has(id)).length
          return { ...counts, broken, ...(left.size > 0 && { left: [...left.values()] }) }
        },
      }
    },

    revert(entity, cells) {
      const open = openOf(entity, [...new Set(cells.map(({ id }) => id))])
      const meant = cells.flatMap(({ id, field }) =>
        open(id).filter((operation) => operation.state === 'draft' && isAction(operation) && changes(operation, field)),
      )
      // A row may be named twice: an undo would stage twice what it brings back.
      const drafts = [...new Map(meant.map((operation) => [operation.id, operation])).values()]
      const reverted = journal.commit(() => {
        const taken = takeBack(drafts)
        log.record('revert', taken.flatMap(takenBack))
        return taken
      })
      tell(events, reverted)
      return reverted.length
    },

    put(parts, redo) {
      const touched = new Set<number>()
      const ids = parts.map(({ id }) => id)
      const entities = new Set(parts.map(({ kind }) => kindOf(kind).entity))
      const openByEntity = new Map([...entities].map((entity) => [entity, openOf(entity, ids)]))
      const taken = new Set<number>()
      for (const { id, kind, subject, before, after } of parts) {
        const [from, to] = redo ? [before, after] : [after, before]
        const open = openByEntity.get(kindOf(kind).entity)?.(id) ?? []
        const drafts = open.filter(
          (operation) => operation.state === 'draft' && operation.kind === kind && !taken.has(operation.id),
        )
        // A command may be staged several times; everything else once.
        const same = from === null ? null : JSON.stringify(from)
        const over = drafts.find(({ params }) => JSON.stringify(params) === same) ?? null
        if (from !== null && !over) continue
        if (over) taken.add(over.id)
        touched.add(write({ kind, params: to ?? null, over }, subject, clock.now()).changeSet)
      }
      return touched
    },
  }
}

/** The rows that an operation is about; by the first it is called. */
export function rowsOf(operation: Pick<Operation, 'kind' | 'params'>): RowRef[] {
  return lanesOf(operation).flatMap((lane) => rowOfLane(lane) ?? [])
}

/** What a step did to an operation that was taken back. */
function takenBack({ kind, subject, params }: Operation): ActionPart[] {
  const [row] = rowsOf({ kind, params })
  return row === undefined ? [] : [{ id: row.id, kind, subject, before: params, after: null }]
}

/** Whether an operation changes a field of its row; any operation changes something. */
function changes(operation: Operation, field: string | null): boolean {
  if (field === null || editIn(operation.params)?.set[field] !== undefined) return true
  const declared = kindOf(operation.kind)
  return !isCreator(declared) && declared.places?.field === field
}
