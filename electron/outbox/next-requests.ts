import { isMadeWithParts, kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import { executorOf } from '../operations/executors.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Panel } from '../panel/panel.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type Operation, type StoredOperation } from '../store/operation.ts'
import { unfitness } from './fitness.ts'
import { readAhead } from './freshness.ts'
import type { Gate } from './gate.ts'
import { meetsAllOfItsSort, type KindPauses } from './kind-pauses.ts'
import { tell, type OutboxEvents } from './outbox-events.ts'
import { batchMostOf, idsOf, inBatches, leadersIn, type Batch } from './batching.ts'
import { readingNeedsOf, type Preparation } from './preparation.ts'
import type { Reach } from './reach.ts'
import type { RequestsUnderWay } from './requests-under-way.ts'
import type { Runs } from './runs.ts'
import type { Settling } from './settling.ts'

/** Heads of lanes looked at in one go: enough to fill batches, and all that can be sent while a read is fresh. */
const heads = { least: 2000, most: 20_000 }

/** Finds what is to be sent next. */
export interface NextRequests {
  /** The next requests: heads of lanes, in batches, and read ahead where that was chosen; null where nothing may go. */
  find(): Promise<Batch[] | null>
  /** Whether anything is left that could be sent now. */
  isAny(): boolean
}

/** The kind of a request, where something has to be read before it. */
function kindsThatRead(batch: Batch): KindName[] {
  return leadersIn(batch).some(({ params }) => executorOf(batch.kind).reads(params) !== null) ? [batch.kind] : []
}

export function createNextRequests(core: {
  journal: Journal
  panel: Panel
  events: OutboxEvents
  /** Requests a second that the panel allows; decides how far ahead is read. */
  rate: number
  gate: Gate
  underWay: RequestsUnderWay
  runs: Runs
  settling: Settling
  reach: Reach
  pauses: KindPauses
  preparation: Preparation
  /** Reading failed in a way that may concern the connection as a whole. */
  lost: (error: unknown) => void
}): NextRequests {
  const { journal, panel, events, gate, underWay, runs, settling, reach, pauses, preparation } = core

  /** An operation with those that go along in its request; why it cannot go with them, where they are too few or too many. */
  function withParts(operation: Operation): Operation[] | Problem {
    const kind = kindOf(operation.kind)
    if (!isMadeWithParts(kind)) return [operation]
    const parts = journal
      .along(operation.id, kind.madeWith.kind)
      .filter((part): part is Operation => unfitness(journal, part) === null)
    return kind.madeWith.outside(parts.length) ?? [operation, ...parts]
  }

  /**
   * Of operations that may go, those of the same kind that may go in the same request, since they change parts of the same
   * whole: oldest first, each of them itself among them. None for one that goes alone.
   */
  function goingAlong(heads: readonly StoredOperation[]): ReadonlyMap<number, readonly Operation[]> {
    const leaders = heads.filter(isReadable).filter(({ kind }) => executorOf(kind).rewrite)
    if (leaders.length === 0) return new Map()
    const inTurns = journal.withTurns(leaders.map(({ id }) => id))
    const groupsWith = (mayGo: (id: number) => boolean) =>
      leaders.map((leader) => groupOf(leader, inTurns.get(leader.id) ?? [], mayGo))
    let groups = groupsWith(() => true)
    for (;;) {
      const all = groups.flatMap((group) => group.map(({ id }) => id))
      const going = journal.goingTogether(all)
      if (going.size === all.length) break
      groups = groupsWith((id) => going.has(id))
    }
    return new Map(groups.flatMap((group) => (group.length > 1 ? [[group[0]!.id, group] as const] : [])))
  }

  /**
   * Those of the operations that take turns with one which go in its request, as far as it is known which can. None goes
   * past another that says where something is to stand, for that is said upon what was staged before.
   */
  function groupOf(
    leader: Operation,
    inTurns: readonly StoredOperation[],
    mayGo: (id: number) => boolean,
  ): readonly Operation[] {
    const { kind, part } = leader
    const group: Operation[] = []
    for (const one of inTurns) {
      if (one.id < leader.id) continue
      const isFit = isReadable(one) && unfitness(journal, one) === null
      if (isFit && one.kind === kind && one.part === part && mayGo(one.id)) group.push(one)
      else if (kindOf(kind).places && (!isReadable(one) || kindOf(one.kind).places?.of(one.params))) break
    }
    return group.slice(0, batchMostOf(kind, panel.sizes))
  }

  /**
   * Heads of lanes that may be sent, with what goes along with them, but for kinds that are paused; those that never can,
   * by this program, are refused with the reason.
   */
  function fitHeads(most: number): Operation[] {
    const unfit: number[] = []
    const paused = pauses.list().map(({ kind }) => kind)
    const heads = journal.heads(most, new Set([...underWay.operations, ...reach.awaited]), paused)
    const along = goingAlong(heads)
    const fit = heads.flatMap((operation) => {
      const fit = unfitness(journal, operation) ?? along.get(operation.id) ?? withParts(operation as Operation)
      if (!('code' in fit)) return fit
      unfit.push(...journal.move([operation.id], 'rejected', { problem: fit }))
      return []
    })
    if (runs.present) runs.count({ refused: unfit.length })
    tell(events, journal.byIds(unfit), unfit.flatMap(journal.lanesHeld))
    return fit
  }

  return {
    isAny: () => fitHeads(1).length > 0,
    async find(): Promise<Batch[] | null> {
      // A lane is free as soon as the journal says so; the cache must know as much, such as the new id after a move.
      settling.now()
      // Only as much as can be sent while what is read ahead now is still fresh.
      const most = Math.min(heads.most, Math.ceil((core.rate * readAhead) / 1000))
      const soon = reach.within(inBatches(fitHeads(Math.max(heads.least, most)), panel.sizes)).slice(0, most)
      if (soon.length === 0) return null
      runs.begin(soon.flatMap(idsOf))
      try {
        await preparation.readAhead(soon, gate.leaving)
      } catch (error) {
        if (meetsAllOfItsSort(error)) {
          for (const kind of new Set(soon.flatMap(kindsThatRead)))
            pauses.pause([kind], error.problem, readingNeedsOf(kind))
        } else core.lost(error)
        if (!gate.isOpen) return null
        // What needs no reading may go all the same.
      }
      return soon
    },
  }
}
