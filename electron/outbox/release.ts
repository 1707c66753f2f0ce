import type { OtherValues, Reading } from '../../shared/contract/outbox.ts'
import { kindOf } from '../../shared/operations/catalogue.ts'
import { anyEdit, clashing } from '../../shared/operations/edit.ts'
import type { Clock } from '../ports.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, toOperation, type Operation, type StoredOperation } from '../store/operation.ts'
import { whatGoes } from './going.ts'
import { tell, type News } from './news.ts'
import { chooseReading } from './reading.ts'

/** What a person has decided of a conflict. */
export interface Resolution {
  readonly take: 'mine' | 'theirs'
  readonly values?: OtherValues | undefined
}

/** What a person can do with staged operations, short of sending them: every method is one commit. */
export interface Release {
  /**
   * Drafts that can go (see {@link whatGoes}) become ready; the others stay. What they are made from is read as it was
   * chosen here.
   */
  release(changeSets: readonly number[], reading?: Reading): { released: number; keptBack: number }
  recall(changeSets: readonly number[]): number
  /** Keeps released operations back, or lets them go again. */
  hold(operations: readonly number[], held: boolean): number
  discard(which: { changeSets?: readonly number[]; operations?: readonly number[] }): number
  /**
   * Settles conflicts, field by field: with `mine` the edit is sent over what the panel holds, with `theirs` it is
   * given up; `values` are what a person wants instead, by field. Fields that did not clash are sent in any case. An
   * edit that breaks a rule is left for mending.
   */
  resolve(operations: readonly number[], resolution: Resolution): number
  /** Refused operations become drafts again. */
  mend(operations: readonly number[]): number
  /** Gives up operations whose effect nobody can tell. */
  giveUp(operations: readonly number[]): number
}

export function createRelease(options: { journal: Journal; clock: Clock; news: News }): Release {
  const { journal, clock, news } = options
  const { database } = journal
  const inSets = database.prepare<[string]>(
    `SELECT * FROM operation WHERE change_set IN (SELECT value FROM json_each(?))
     AND state NOT IN ('done', 'discarded') ORDER BY id`,
  )
  const dropSteps = database.prepare('DELETE FROM undo_step WHERE change_set IN (SELECT value FROM json_each(?))')
  const operationsIn = (changeSets: readonly number[]) => inSets.all(JSON.stringify(changeSets)).map(toOperation)
  const idsOf = (operations: readonly StoredOperation[]) => operations.map((operation) => operation.id)

  /** One commit over the operations concerned, then one word to the window. */
  function change(operations: readonly StoredOperation[], work: (ids: number[]) => number[]): number {
    const lanes = operations.flatMap((operation) => (operation.unreadable ? journal.lanesHeld(operation.id) : []))
    const changed = new Set(journal.commit(() => work(idsOf(operations))))
    tell(
      news,
      operations.filter((operation) => changed.has(operation.id)),
      lanes,
    )
    return changed.size
  }

  /** Settles the fields of one conflict that nobody has settled; answers the operation, if it goes on. */
  function resolved(operation: Operation, { take, values }: Resolution): number[] {
    const others: Readonly<Record<string, unknown>> = values ?? {}
    const parsed = anyEdit.safeParse(operation.params)
    if (!parsed.success) {
      return take === 'theirs' ? journal.move([operation.id], 'discarded') : []
    }
    const theirs = operation.theirs ?? {}
    const set = { ...parsed.data.set }
    const base = { ...parsed.data.base }
    const baseFrom = { ...parsed.data.baseFrom }
    // Where all have been typed over, but with what breaks a rule, the choice is about them once more.
    const open = clashing(parsed.data, theirs)
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
    const params = declared.params.safeParse({ ...parsed.data, set, base, baseFrom })
    if (!params.success || declared.check(params.data)) return []
    journal.rewrite(operation, params.data, null)
    return journal.move([operation.id], 'ready', { theirs: null })
  }

  return {
    release(changeSets, reading = 'exact') {
      const drafts = operationsIn(changeSets).filter((operation) => operation.state === 'draft')
      const whole = whatGoes(journal, drafts).going
      if (whole.length === 0) return { released: 0, keptBack: drafts.length }
      const released = change(whole, (ids) => {
        journal.markReleased(changeSets, clock.now())
        chooseReading(journal, changeSets, reading)
        dropSteps.run(JSON.stringify(changeSets))
        return journal.move(ids, 'ready')
      })
      return { released, keptBack: drafts.length - released }
    },

    recall: (changeSets) =>
      change(
        operationsIn(changeSets).filter((operation) => operation.state === 'ready'),
        (ids) => journal.move(ids, 'draft'),
      ),

    hold: (operations, held) =>
      change(
        journal.byIds(operations).filter(({ state }) => (held ? ['ready', 'waiting'] : ['held']).includes(state)),
        (ids) => journal.move(ids, held ? 'held' : 'ready'),
      ),

    discard: ({ changeSets, operations }) =>
      change([...operationsIn(changeSets ?? []), ...journal.byIds(operations ?? [])].filter(mayGo), (ids) =>
        journal.move(ids, 'discarded'),
      ),

    resolve: (operations, resolution) =>
      change(
        journal.byIds(operations).filter((operation) => operation.state === 'conflict'),
        (ids) =>
          journal
            .byIds(ids)
            .filter(isReadable)
            .flatMap((operation) => resolved(operation, resolution)),
      ),

    mend: (operations) =>
      change(
        journal.byIds(operations).filter((operation) => operation.state === 'rejected'),
        (ids) => journal.move(ids, 'draft', { part: '' }),
      ),

    giveUp: (operations) =>
      change(
        journal.byIds(operations).filter((operation) => operation.state === 'unknown'),
        (ids) => journal.move(ids, 'discarded', { problem: { code: 'effect-unknown' } }),
      ),
  }
}

/** A request that is under way, or whose effect is unknown, cannot be discarded as if it had never been. */
function mayGo(operation: StoredOperation): boolean {
  return !['sending', 'unknown', 'done', 'discarded'].includes(operation.state)
}
