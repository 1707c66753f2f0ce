import { laneOfRow, rowOfLane, turns } from '../../shared/entities/entity.ts'
import { isCreator, kindOf, offeredOf } from '../../shared/operations/catalogue.ts'
import type { PlacedInWhole } from '../../shared/operations/kind.ts'
import type { RemedyName } from '../../shared/operations/remedy.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type Operation } from '../store/operation.ts'
import { lanesOf } from './outbox-events.ts'

/** An operation that is given up, and the problem for which it is. */
export interface GivenUp {
  readonly operation: Operation
  readonly code: Parameters<typeof offeredOf>[1]['code']
}

/** What comes of it that operations are given up. */
export interface Parting {
  /** All that is given up: beside those asked for what can do nothing without them, or would meet the same problem. */
  readonly gone: readonly Operation[]
  /** What waited for them, and goes without: each as it is to be from then on, and what it needs in their place. */
  readonly freed: readonly {
    readonly operation: Operation
    readonly params: unknown
    readonly needs: readonly number[]
  }[]
}

/** States from which something is given up along with others, or let go of them. */
const still: ReadonlySet<OperationState> = new Set(['draft', 'ready', 'held', 'waiting', 'conflict', 'rejected'])
/** What is released, and has not come to anything. */
const released: ReadonlySet<OperationState> = new Set(['ready', 'held', 'waiting'])

/**
 * Finds what goes along where operations are given up by a remedy. What only had to wait for the place of a row that now
 * stays where it is goes without; what was to stand behind a row that now does not come stands where that one would have.
 */
export function partingFrom(journal: Journal, asked: readonly GivenUp[], remedy: RemedyName): Parting {
  const gone = new Map(asked.map(({ operation }) => [operation.id, operation]))
  const left = [...asked]
  const freed = new Map<number, Operation>()
  for (let next = left.shift(); next; next = left.shift()) {
    const { operation: given, code } = next
    const take = (operation: Operation) => {
      if (gone.has(operation.id) || !still.has(operation.state)) return
      gone.set(operation.id, operation)
      left.push({ operation, code })
    }
    for (const operation of [...halvesOf(journal, given), ...meetingTheSame(journal, next, remedy)]) take(operation)
    for (const operation of readable(
      journal,
      journal.needing([given.id]).map((need) => need.operation),
    )) {
      if (!still.has(operation.state)) continue
      if (mayDoWithout(operation, given)) freed.set(operation.id, operation)
      else take(operation)
    }
  }
  for (const id of gone.keys()) freed.delete(id)
  return { gone: [...gone.values()].sort((a, b) => a.id - b.id), freed: freedOf(journal, gone, [...freed.values()]) }
}

const readable = (journal: Journal, ids: readonly number[]): Operation[] => journal.byIds(ids).filter(isReadable)

const placeOf = ({ kind, params }: Operation): PlacedInWhole | null => kindOf(kind).places?.of(params) ?? null

/** The row that an operation brings into a whole, and where it was to stand; null where it brings none. */
function broughtBy(operation: Operation): PlacedInWhole | null {
  const place = placeOf(operation)
  return place && (isCreator(kindOf(operation.kind)) || place.shows) ? place : null
}

/** Whether an operation needs another one for nothing but the place of its row. */
function mayDoWithout(operation: Operation, given: Operation): boolean {
  const declared = kindOf(operation.kind)
  const place = placeOf(operation)
  const ofGiven = placeOf(given)
  if (!ofGiven || declared.after?.(operation.params).includes(given.id)) return false
  return place !== null && place.row !== ofGiven.row && place.behind === ofGiven.row && place.whole === ofGiven.whole
}

/** The other halves of what a person did by one operation. */
function halvesOf(journal: Journal, { kind, params }: Operation): Operation[] {
  const half = kindOf(kind).otherHalf?.(params)
  if (!half) return []
  const lane = laneOfRow(half)
  const mine = new Set(lanesOf({ kind, params }))
  return (journal.inLanes([lane]).get(lane) ?? []).filter(isReadable).filter((operation) => {
    const back = kindOf(operation.kind).otherHalf?.(operation.params)
    return back ? mine.has(laneOfRow(back)) : false
  })
}

/** Released operations that would meet the same problem. */
function meetingTheSame(journal: Journal, { operation: given, code }: GivenUp, remedy: RemedyName): Operation[] {
  const meets = offeredOf(given.kind, { code })?.meets
  if (!meets) return []
  const lanes = lanesOf(given).filter((lane) => (meets === 'turns' ? lane >= turns : rowOfLane(lane) !== null))
  return [...journal.inLanes(lanes).values()]
    .flat()
    .filter(isReadable)
    .filter(({ kind, state, id }) => {
      const offered = id === given.id || !released.has(state) ? null : offeredOf(kind, { code })
      return offered?.meets === meets && offered.remedies.includes(remedy)
    })
}

/** How those that are let go stand from then on. */
function freedOf(
  journal: Journal,
  gone: ReadonlyMap<number, Operation>,
  freed: readonly Operation[],
): Parting['freed'] {
  const notComing = new Map<number, number | null>()
  for (const operation of gone.values()) {
    const place = broughtBy(operation)
    if (place) notComing.set(place.row, place.behind)
  }
  const needs = new Map<number, number[]>()
  for (const { operation, needs: needed } of journal.neededBy([...gone.keys(), ...freed.map(({ id }) => id)])) {
    needs.set(operation, [...(needs.get(operation) ?? []), needed])
  }
  /** What an operation needs once those are gone: what they needed, where they would have been needed for it. */
  function neededInstead(id: number, seen = new Set<number>()): number[] {
    return (needs.get(id) ?? []).flatMap((needed) => {
      if (seen.has(needed)) return []
      seen.add(needed)
      const given = gone.get(needed)
      if (!given) return [needed]
      return broughtBy(given) ? neededInstead(needed, seen) : []
    })
  }
  return freed.map((operation) => {
    const place = placeOf(operation)
    let behind = place?.behind ?? null
    while (behind !== null && notComing.has(behind)) behind = notComing.get(behind) ?? null
    const isElsewhere = place !== null && behind !== place.behind
    const params = isElsewhere ? kindOf(operation.kind).places?.behind(operation.params, behind) : operation.params
    return { operation, params, needs: neededInstead(operation.id) }
  })
}
