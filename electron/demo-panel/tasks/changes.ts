import { isDeepStrictEqual } from 'node:util'
import { Refusal } from '../errors.ts'
import type { UserCall } from '../user-side.ts'
import type { TaskDetails, TaskEffect } from './effects.ts'
import type { RouteRecord, TaskRecord } from './records.ts'

/** The effect of saying this of a task; none where that is said of it already. */
export function changed({ id, details: before }: TaskRecord, details: TaskDetails): TaskEffect[] {
  return isDeepStrictEqual(before, details) ? [] : [{ effect: 'task.changed', task: id, details }]
}

/** The effect of putting a route's checkpoints in this order, by their ids; none where they stand so. */
export function ordered({ id, checkpoints }: RouteRecord, tasks: readonly number[]): TaskEffect[] {
  const asBefore = isDeepStrictEqual(
    checkpoints.map((checkpoint) => checkpoint.id),
    tasks,
  )
  return asBefore ? [] : [{ effect: 'route.ordered', route: id, tasks: [...tasks] }]
}

/** Refuses with 201 to delete what is not there, and notes that it was deleted before, if a client did. */
export function refuseDeletion({ repeats, record }: UserCall, id: number): never {
  const of = repeats.ofTaskGone(id)
  if (of !== undefined) record({ effect: 'none', fault: 'repeat', refused: true, of, about: id })
  throw new Refusal(201)
}

/** A place in a list of so many, as it was asked for: behind the last, or without one, it is the end. */
export function placeAmong(count: number, order: number | null | undefined): number {
  return Math.min(order ?? count, count)
}
