import type { ChangeSet } from '../../../shared/contract/outbox.ts'
import { type OperationState, operationStates, type Sign, signOf, signs } from '../../../shared/operations/states.ts'

/** What the table of operations shows: all, drafts that break a rule, what is held back, or the rest under one sign. */
export type Filter = 'all' | 'broken' | 'held' | Sign

/** Every filter, in the order in which they are offered: what needs a person stands before what does not. */
export const filters: readonly Filter[] = [
  'all',
  'broken',
  'refused',
  'conflict',
  'unknown',
  ...signs.filter(isCalm),
  'held',
]

function isCalm(sign: Sign): boolean {
  return sign !== 'refused' && sign !== 'conflict' && sign !== 'unknown'
}

/** The states that a filter asks the core for; empty for all. */
export function statesOf(filter: Filter): OperationState[] {
  if (filter === 'all') return []
  if (filter === 'broken') return ['draft']
  return operationStates.filter((state) => filterOf(state) === filter)
}

/** Which drafts a filter asks the core for: only those that break a rule, only those that do not, or (empty) either. */
export function brokenOf(filter: Filter): { broken?: boolean } {
  if (filter === 'broken') return { broken: true }
  return filter === 'staged' ? { broken: false } : {}
}

/** The filter under which a state is found; held back and to be sent have one sign, but only one of them goes. */
function filterOf(state: OperationState): Filter {
  return state === 'held' ? 'held' : signOf[state]
}

/** The sign that a filter is shown by. */
export function signOfFilter(filter: Exclude<Filter, 'all'>): Sign {
  if (filter === 'broken') return 'refused'
  return filter === 'held' ? 'waiting' : filter
}

/** How many operations these change sets have under each filter. */
export function countsOf(changeSets: readonly ChangeSet[]): Record<Filter, number> {
  const counts = Object.fromEntries(filters.map((filter) => [filter, 0])) as Record<Filter, number>
  for (const { counts: states, broken } of changeSets) {
    counts.broken += broken
    counts.staged -= broken
    for (const state of operationStates) {
      counts.all += states[state] ?? 0
      counts[filterOf(state)] += states[state] ?? 0
    }
  }
  return counts
}
