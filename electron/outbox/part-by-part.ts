import type { Journal } from '../store/journal.ts'
import type { Unfinished } from '../store/unfinished.ts'
import type { Parts } from './long-steps.ts'
import type { OutboxEvents } from './outbox-events.ts'

/**
 * Goes over operations part by part; `work` answers those that it has changed, inside the commit of its part. Tells the
 * window of them, and answers how many they were.
 */
export type PartByPart = (
  operations: readonly number[],
  parts: Parts,
  work: (operations: readonly number[]) => readonly number[],
) => Promise<number>

export function createPartByPart(journal: Journal, events: OutboxEvents): PartByPart {
  return async (operations, parts, work) => {
    let count = 0
    await parts.each(operations, (ids) => {
      // What is settled has no lanes any more.
      const lanes = journal.lanesHeldBy(ids)
      const changed = new Set(journal.commit(() => work(ids)))
      count += changed.size
      if (changed.size === 0) return
      const left = lanes.flatMap(({ operation, lane }) => (changed.has(operation) ? lane : []))
      events.changed(journal.changeSetsOf([...changed]), [...new Set(left)])
    })
    return count
  }
}

/**
 * The last ones first: where those of a lane leave the queue one after the other, none is sent although one before it was
 * taken away.
 */
export function lastFirst(operations: readonly number[]): number[] {
  return [...new Set(operations)].sort((one, other) => other - one)
}

/** Takes back what a step has left that was to be whole or nothing, and was cut off, stopped, or could not be committed. */
export async function takeBackUnfinished(unfinished: Unfinished, go: PartByPart, parts: Parts): Promise<void> {
  const left = lastFirst(unfinished.ids())
  if (left.length === 0) return
  await parts.back(() =>
    go(left, parts, (ids) => {
      unfinished.takeBack(ids)
      return ids
    }),
  )
}
