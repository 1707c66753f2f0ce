import type { CallOutput } from '../../shared/contract.ts'
import type { WhichOperations } from '../../shared/contract/remedies.ts'
import { turns } from '../../shared/entities/entity.ts'
import { kindOf, offeredOf, problemsOffering } from '../../shared/operations/catalogue.ts'
import { remedyNames, type RemedyName } from '../../shared/operations/remedy.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import { remedies, type RemedyAround } from '../operations/remedies.ts'
import type { Meant } from '../operations/whole-action.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type Operation } from '../store/operation.ts'
import { partingFrom, type GivenUp, type Parting } from './going-along.ts'
import type { Parts } from './long-steps.ts'
import { rowsOf } from './operation-staging.ts'
import type { OperationWriting } from './operation-writing.ts'
import type { OutboxEvents } from './outbox-events.ts'
import { lanesOf } from './outbox-events.ts'
import type { ActionPart, StepSoFar, UndoLog } from './undo-log.ts'

/**
 * What can still be done with operations that were refused, or are kept back, as their kinds declare it. A remedy is one
 * step that a person can take back: what it stages are drafts, and what it gave up are drafts again after an undo.
 */
export interface Remedying {
  /** What is offered, and of how many operations. */
  offers(which: WhichOperations): CallOutput<'outbox.remedies'>['offers']
  /** Finds out what a remedy would stage, before its turn: the panel may have to be asked. */
  look(remedy: RemedyName, which: WhichOperations, panel: RemedyAround['panel']): Promise<RemedyFound>
  /** Carries out what was found, in parts. What has changed meanwhile is left. */
  take(found: RemedyFound, parts: Parts): Promise<CallOutput<'outbox.remedy'>>
}

/** A remedy, the operations that it helps, and what it stages in place of each. */
export interface RemedyFound {
  readonly remedy: RemedyName
  /** Null where there is nothing to be done for it. */
  readonly instead: ReadonlyMap<number, readonly Meant[] | null>
}

export function createRemedying(options: {
  journal: Journal
  cache: Cache
  clock: Clock
  events: OutboxEvents
  log: UndoLog
  writing: OperationWriting
}): Remedying {
  const { journal, cache, clock, events, log, writing } = options

  /** Those of these operations of which something can still be done, and the problem that says so. */
  function helpedAmong(ids: readonly number[]): GivenUp[] {
    const keptBack = journal.keptBack()
    return journal.byIds(ids).flatMap((operation) => {
      if (!isReadable(operation)) return []
      const { state, problem, broken, id } = operation
      const met = state === 'rejected' ? problem : state === 'draft' ? (broken ?? keptBack.get(id)) : null
      return met && offeredOf(operation.kind, met) ? [{ operation, code: met.code }] : []
    })
  }

  const helps = (remedy: RemedyName, { operation, code }: GivenUp): boolean =>
    offeredOf(operation.kind, { code })?.remedies.includes(remedy) === true &&
    remedies[remedy].helps?.(operation, cache) !== false

  /** Operations that may be meant: of those that were refused, or are kept back. */
  function meantBy(
    { changeSets = [], operations = [], around, state }: WhichOperations,
    remedy?: RemedyName,
  ): number[] {
    const ids = [...operations, ...(around === undefined ? [] : alikeOf(around))]
    if (changeSets.length > 0 && state !== 'draft')
      ids.push(...journal.refusedWith(changeSets, problemsOffering(remedy)))
    if (changeSets.length > 0 && state !== 'rejected') ids.push(...keptBackOf(changeSets))
    return [...new Set(ids)]
  }

  function keptBackOf(changeSets: readonly number[]): number[] {
    const codes = new Set(problemsOffering())
    const ids = [...journal.keptBack()].flatMap(([id, { code }]) => (codes.has(code) ? id : []))
    if (ids.length === 0) return []
    const drafts = new Set(journal.draftsOf(changeSets))
    return ids.filter((id) => drafts.has(id))
  }

  /** An operation, and whatever takes turns with it, such as all that is done to one route. */
  function alikeOf(id: number): number[] {
    const lanes = journal.lanesHeld(id).filter((lane) => lane >= turns)
    return [id, ...[...journal.inLanes(lanes).values()].flat().map((other) => other.id)]
  }

  function helpedBy(remedy: RemedyName, which: WhichOperations): GivenUp[] {
    return inState(helpedAmong(meantBy(which, remedy)), which.state).filter((each) => helps(remedy, each))
  }

  return {
    offers(which) {
      const helped = inState(helpedAmong(meantBy(which)), which.state)
      const own = helped.find(({ operation }) => operation.id === which.around)
      return remedyNames.flatMap((remedy) => {
        if (which.around !== undefined && !(own && helps(remedy, own))) return []
        const operations = helped.filter((each) => helps(remedy, each)).length
        return operations > 0 ? [{ remedy, operations }] : []
      })
    },

    async look(remedy, which, panel) {
      const instead = new Map<number, readonly Meant[] | null>()
      for (const { operation } of helpedBy(remedy, which)) {
        const stage = remedies[remedy].instead
        instead.set(operation.id, stage ? await stage(operation, { cache, panel }) : [])
      }
      return { remedy, instead }
    },

    async take({ remedy, instead }, parts) {
      const step: StepSoFar = { begun: false }
      const came = { helped: 0, along: 0, freed: 0, staged: 0, left: 0 }

      function give(asked: readonly GivenUp[]): { changed: number[]; lanes: string[] } {
        const meant = asked.flatMap(({ operation }) => instead.get(operation.id) ?? [])
        const { gone, freed } = partingFrom(journal, asked, remedy)
        const lanes = [...gone, ...freed.map(({ operation }) => operation)].flatMap(lanesOf)
        for (const each of freed) letGo(each, gone)
        const moved = new Set(journal.move(idsOf(gone).reverse(), 'discarded'))
        const given = gone.filter(({ id }) => moved.has(id))
        const staged = meant.length === 0 ? [] : stage(meant)
        log.record('act', [...given.map(givenUp), ...staged.map(stagedNow)], step.begun)
        came.along += given.length - asked.length
        came.freed += freed.length
        came.staged += staged.length
        return {
          changed: [...moved, ...freed.map(({ operation }) => operation.id), ...idsOf(staged)],
          lanes: [...lanes, ...staged.flatMap(lanesOf)],
        }
      }

      function stage(meant: readonly Meant[]): Operation[] {
        const operations = meant.map(({ kind, params, subject }) => ({ kind, params, subject, fileRow: null }))
        const written = writing.addAll(journal.openSheetSet(clock.now()), operations, clock.now())
        return written.map((operation, at) => ({ ...operation, subject: operations[at]!.subject }))
      }

      await parts.each([...instead.keys()], (ids) => {
        const asked = helpedAmong(ids).filter((each) => helps(remedy, each) && instead.get(each.operation.id) !== null)
        came.helped += asked.length
        came.left += ids.filter((id) => instead.get(id) === null).length
        if (asked.length === 0) return
        const { changed, lanes } = journal.commit(() => give(asked))
        step.begun = true
        events.changed(journal.changeSetsOf(changed), [...new Set(lanes)])
      })
      return came
    },
  }

  /** Has an operation wait no more for what is given up. A released one stays released. */
  function letGo({ operation, params, needs }: Parting['freed'][number], gone: readonly Operation[]): void {
    const { id, kind, state } = operation
    journal.needInstead(id, idsOf(gone), needs)
    if (params === operation.params) return
    const declared = kindOf(kind)
    const parsed = declared.params.parse(params)
    const back: readonly OperationState[] = state === 'held' ? ['ready', 'held'] : state === 'draft' ? [] : ['ready']
    if (state !== 'draft') for (const to of ['ready', 'draft'] as const) journal.move([id], to)
    journal.rewrite(operation, parsed, declared.check(parsed), declared.lanes(parsed))
    for (const to of back) journal.move([id], to)
  }
}

const idsOf = (operations: readonly Pick<Operation, 'id'>[]): number[] => operations.map(({ id }) => id)

const inState = (helped: readonly GivenUp[], state: WhichOperations['state']): readonly GivenUp[] =>
  state === undefined ? helped : helped.filter(({ operation }) => operation.state === state)

const rowIn = (operation: Operation): number => rowsOf(operation)[0]?.id ?? 0

/** What a step did to an operation that was given up, and to one that it staged. */
const givenUp = (operation: Operation): ActionPart => {
  const { kind, subject, params } = operation
  return { id: rowIn(operation), kind, subject, before: params, after: null }
}
const stagedNow = (operation: Operation): ActionPart => ({
  ...givenUp(operation),
  before: null,
  after: operation.params,
})
