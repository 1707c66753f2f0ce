import type { OtherValues, Reading } from '../../shared/contract/outbox.ts'
import { kindOf } from '../../shared/operations/catalogue.ts'
import { editIn, clashing } from '../../shared/operations/edit.ts'
import type { Clock } from '../ports.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type Operation } from '../store/operation.ts'
import type { Unfinished } from '../store/unfinished.ts'
import { givingUpAmong, putInOrder } from './giving-up.ts'
import { candidatesIn } from './going.ts'
import type { Parts } from './long-steps.ts'
import type { OutboxEvents } from './outbox-events.ts'
import { createPartByPart, lastFirst, takeBackUnfinished } from './part-by-part.ts'
import { chooseReading } from './reading.ts'

/** What a person has decided of a conflict. */
export interface Resolution {
  readonly take: 'mine' | 'theirs'
  readonly values?: OtherValues | undefined
}

/**
 * What a person can do with staged operations, short of sending them. Each is done in parts, one commit each, and answers
 * how many operations it has changed. A release is whole or nothing; of anything else, what was done stays where it is
 * stopped, fails or is cut off, and the rest is as it was.
 */
export interface Release {
  /**
   * Drafts that can go (see {@link candidatesIn}) become ready; the others stay. What they are made from is read as it
   * was chosen here. Nothing of it is sent before all of it is released, and nothing is released where not all can be.
   */
  release(
    changeSets: readonly number[],
    reading: Reading,
    parts: Parts,
  ): Promise<{ released: number; keptBack: number }>
  /** Takes back what a release, or the staging of whole operations, has left that was cut off. */
  takeBackUnfinished(parts: Parts): Promise<void>
  recall(changeSets: readonly number[], parts: Parts): Promise<number>
  /** Keeps released operations back, or lets them go again. */
  hold(operations: readonly number[], held: boolean, parts: Parts): Promise<number>
  discard(
    which: { changeSets?: readonly number[] | undefined; operations?: readonly number[] | undefined },
    parts: Parts,
  ): Promise<number>
  /**
   * Settles conflicts, field by field: with `mine` the edit is sent over what the panel holds, with `theirs` it is
   * given up; `values` are what a person wants instead, by field. Fields that did not clash are sent in any case. An
   * edit that breaks a rule is left for mending.
   */
  resolve(operations: readonly number[], resolution: Resolution, parts: Parts): Promise<number>
  /** Refused operations become drafts again. */
  mend(operations: readonly number[], parts: Parts): Promise<number>
  /** Gives up operations whose effect nobody can tell. */
  giveUp(operations: readonly number[], parts: Parts): Promise<number>
}

/** What has not been sent, or is known to have had no effect, and is not settled: it may be discarded. */
const discardable: readonly OperationState[] = ['draft', 'ready', 'held', 'waiting', 'conflict', 'rejected']

export function createRelease(options: {
  journal: Journal
  unfinished: Unfinished
  clock: Clock
  events: OutboxEvents
}): Release {
  const { journal, unfinished, clock, events } = options
  const change = createPartByPart(journal, events)
  /** Moves those of these operations that are in one of some states. */
  const moveFrom =
    (states: readonly OperationState[], to: OperationState) =>
    (ids: readonly number[]): number[] =>
      journal.move(journal.among(ids, states), to)

  /** Settles the fields of one conflict that nobody has settled; answers the operation, if it goes on. */
  function resolved(operation: Operation, { take, values }: Resolution): number[] {
    const others: Readonly<Record<string, unknown>> = values ?? {}
    const edit = editIn(operation.params)
    if (!edit) {
      return take === 'theirs' ? journal.move([operation.id], 'discarded') : []
    }
    const theirs = operation.theirs ?? {}
    const set = { ...edit.set }
    const base = { ...edit.base }
    const baseFrom = { ...edit.baseFrom }
    // Where all have been typed over, but with what breaks a rule, the choice is about them once more.
    const open = clashing(edit, theirs)
    for (const field of open.length > 0 ? open : Object.keys(theirs)) {
      delete baseFrom[field]
      // What the panel holds has been seen: the edit is given up, or now made against that.
      const typed = others[field]
      if (typed === undefined && take === 'theirs') {
        delete set[field]
        delete base[field]
      } else {
        base[field] = theirs[field]
        if (typed !== undefined) set[field] = typed
        if (set[field] === theirs[field]) {
          delete set[field]
          delete base[field]
        }
      }
    }
    if (Object.keys(set).length === 0) return journal.move([operation.id], 'discarded')
    const declared = kindOf(operation.kind)
    const params = declared.params.safeParse({ ...edit, set, base, baseFrom })
    if (!params.success || declared.check(params.data)) return []
    journal.rewrite(operation, params.data, null)
    return journal.move([operation.id], 'ready', { theirs: null })
  }

  return {
    async release(changeSets, reading, parts) {
      const { drafts, staying } = candidatesIn(journal, changeSets)
      const asked = drafts.filter((id) => !staying.has(id))
      const givingUp = givingUpAmong(journal, asked)
      let left = asked.length
      let released = 0
      try {
        await change(asked, parts, (ids) => {
          // Those that go in two steps, and their second ones, are released at once with the last part.
          const moved = journal.move(journal.soundDrafts(ids.filter((id) => !givingUp.first.has(id))), 'ready')
          left -= ids.length
          const steps = left === 0 ? putInOrder(journal, givingUp, clock) : { first: [], second: [] }
          moved.push(...steps.first)
          released += moved.length
          if (left > 0) unfinished.add(moved)
          else if (released > 0) {
            unfinished.whole()
            journal.markReleased(changeSets, clock.now())
            chooseReading(journal, changeSets, reading)
            journal.undoSteps.dropOf(changeSets)
          }
          return [...moved, ...steps.second]
        })
      } catch (error) {
        // Where even that fails, it is taken back before the next step.
        await takeBackUnfinished(unfinished, change, parts).catch(() => undefined)
        throw error
      }
      return { released, keptBack: drafts.length - released }
    },

    takeBackUnfinished: (parts) => takeBackUnfinished(unfinished, change, parts),

    recall: (changeSets, parts) =>
      change(lastFirst(journal.operationsIn(changeSets, ['ready'])), parts, moveFrom(['ready'], 'draft')),

    hold: (operations, held, parts) =>
      held
        ? change(lastFirst(operations), parts, moveFrom(['ready', 'waiting'], 'held'))
        : change(operations, parts, moveFrom(['held'], 'ready')),

    discard: ({ changeSets = [], operations = [] }, parts) =>
      change(
        lastFirst([...journal.operationsIn(changeSets, discardable), ...operations]),
        parts,
        moveFrom(discardable, 'discarded'),
      ),

    resolve: (operations, resolution, parts) =>
      change(operations, parts, (ids) =>
        journal
          .byIds(ids)
          .filter(isReadable)
          .filter(({ state }) => state === 'conflict')
          .flatMap((operation) => resolved(operation, resolution)),
      ),

    mend: (operations, parts) =>
      change(operations, parts, (ids) => journal.move(journal.among(ids, ['rejected']), 'draft', { part: '' })),

    giveUp: (operations, parts) =>
      change(operations, parts, (ids) =>
        // Of a state that cannot be read nobody can tell either.
        journal.move(
          journal.byIds(ids).flatMap(({ id, state }) => (state === 'unknown' ? id : [])),
          'discarded',
          { problem: { code: 'effect-unknown' } },
        ),
      ),
  }
}
