import type { CallOutput } from '../../../../shared/contract.ts'

type Found = CallOutput<'lookup.trackers'>['trackers'][number]

/** Trackers that were found for a user, by what can be done with them. */
export interface FoundTrackers {
  /** Our ids of those that are staged. */
  readonly toClone: number[]
  /** How many of these are clones: their originals are cloned. */
  readonly clones: number
  /** How many the user owns, or has a clone of. */
  readonly has: number
  /** How many are deleted: the panel would refuse them. */
  readonly deleted: number
}

/** Tells the trackers of which a user can be given a clone from the others. */
export function sortFound(trackers: readonly Found[]): FoundTrackers {
  const deleted = trackers.filter(({ corrupted }) => corrupted)
  const has = trackers.filter((tracker) => !tracker.corrupted && tracker.has)
  const free = trackers.filter((tracker) => !tracker.corrupted && !tracker.has)
  return {
    toClone: free.map(({ id }) => id),
    clones: free.filter(({ clone }) => clone).length,
    has: has.length,
    deleted: deleted.length,
  }
}
