import { kindOf, kindsMadeWithParts } from '../../shared/operations/catalogue.ts'
import { editIn } from '../../shared/operations/edit.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Inverse } from '../operations/executor.ts'
import { executorOf } from '../operations/executors.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, wasSo, type Operation, type StoredOperation } from '../store/operation.ts'
import type { Unfinished } from '../store/unfinished.ts'
import type { Parts } from './long-steps.ts'
import { tell, type OutboxEvents, type Told } from './outbox-events.ts'
import { createPartByPart, takeBackUnfinished } from './part-by-part.ts'

/** What turning a change set round came to. */
export interface Reversal {
  /** The new change set of inverse drafts; null where nothing could be taken back. */
  readonly changeSet: number | null
  readonly staged: number
  /** What is not taken back, and why. */
  readonly left: readonly { readonly subject: string; readonly problem: Problem }[]
  /** How many were not turned round, since nobody knows whether they took effect. */
  readonly unknown: number
}

/**
 * Turns a sent change set round into a new one of inverse drafts, last things first, part by part, whole or not at all.
 * What has no inverse, or has been changed since, is left and named. What was never carried out is no part of it, nor
 * what was so already when it was sent: it is not known to be ours.
 */
export async function undoSent(
  core: { journal: Journal; unfinished: Unfinished; cache: Cache; clock: Clock; events: OutboxEvents },
  changeSet: number,
  parts: Parts,
): Promise<Reversal> {
  const { journal, unfinished, cache, clock, events } = core
  const sent = journal.sentOf(changeSet)
  const left: { subject: string; problem: Problem }[] = []
  let set: number | null = null
  let staged = 0
  let unknown = 0
  /** What a later operation goes back past: that one's inverse is of both. */
  const passed = new Set<number>()
  const isTakenBackWhole = wholesIn(journal, changeSet)
  let toDo = sent.length

  function turnRound(ids: readonly number[]): Told[] {
    const told: Told[] = []
    const added: number[] = []
    const at = clock.now()
    for (const operation of journal.byIds(ids).reverse()) {
      if (isReadable(operation) && mayBeDone(operation)) unknown += 1
      if (operation.state !== 'done' || (isReadable(operation) && wasSo(operation.result))) continue
      if (passed.has(operation.id) || (isReadable(operation) && isTakenBackWhole(operation))) continue
      const inverse = inverseOf(isReadable(operation) ? throughSteps(operation) : operation, cache)
      if ('none' in inverse) {
        left.push({ subject: operation.subject, problem: inverse.none })
        continue
      }
      const declared = kindOf(inverse.kind)
      const params = declared.params.parse(inverse.params)
      set ??= journal.addChangeSet('undo', '', at)
      const draft = {
        kind: inverse.kind,
        version: declared.version,
        params,
        subject: inverse.subject,
        broken: declared.check(params),
        lanes: declared.lanes(params),
        fileRow: null,
      }
      added.push(journal.add(set, draft, at))
      told.push({ kind: inverse.kind, params, changeSet: set })
    }
    toDo -= ids.length
    if (toDo > 0) unfinished.add(added)
    else unfinished.whole()
    return told
  }

  /** An edit that was done in several steps, as one from the first of them on. */
  function throughSteps(operation: Operation): Operation {
    const edit = editIn(operation.params)
    if (!edit) return operation
    const base = { ...edit.base }
    for (const [field, id] of Object.entries(edit.baseFrom)) {
      const before = journal
        .byIds([id])
        .filter(isReadable)
        .find(({ state, changeSet: of }) => state === 'done' && of === changeSet)
      const step = before && editIn(before.params)
      // Only where it does nothing else.
      if (!step || Object.keys(step.set).some((each) => each !== field)) continue
      passed.add(id)
      base[field] = step.base[field]
    }
    return { ...operation, params: { ...edit, base } }
  }

  try {
    await parts.each(sent, (ids) => {
      const told = journal.commit(() => turnRound(ids))
      staged += told.length
      tell(events, told)
    })
  } catch (error) {
    // Where even that fails, it is taken back before the next step.
    await takeBackUnfinished(unfinished, createPartByPart(journal, events), parts).catch(() => undefined)
    throw error
  }
  return { changeSet: set, staged, left, unknown }
}

/** Tells of operations of a sent change set whether they are taken back by what they went along with. */
function wholesIn(journal: Journal, changeSet: number): (operation: Operation) => boolean {
  const wholes = new Map(
    kindsMadeWithParts().map(({ name, madeWith, batchKey }) => {
      const done = journal.doneOf(name).filter(isReadable)
      const mine = done.filter((operation) => operation.changeSet === changeSet && !wasSo(operation.result))
      return [madeWith.kind, new Set(mine.map(({ params }) => batchKey(params)))] as const
    }),
  )
  return ({ kind, params }) => wholes.get(kind)?.has(kindOf(kind).batchKey(params)) ?? false
}

function inverseOf(operation: StoredOperation, cache: Cache): Inverse {
  if (!isReadable(operation)) return { none: operation.unreadable }
  return executorOf(operation.kind).inverse(operation, cache)
}

/** Whether nobody knows if it took effect: it is looked up still, or was given up. */
function mayBeDone({ state, problem }: Operation): boolean {
  return state === 'unknown' || (state === 'discarded' && problem?.code === 'effect-unknown')
}
