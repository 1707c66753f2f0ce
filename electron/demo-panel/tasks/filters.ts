import type { z } from 'zod'
import { isMoment } from '../local-time.ts'
import { allOf, textFilter } from '../listing.ts'
import { integers, listOf, oneOf, text } from '../parameters.ts'
import { taskStatuses, type RouteDetails, type TaskStatus } from './effects.ts'

const moment = () => text().refine(isMoment, 'must be a date, yyyy-MM-dd HH:mm:ss')

/** The parameters by which tasks and routes are looked for. An empty list is refused. (panel-additions.md, B) */
export const taskFilters = {
  statuses: listOf(oneOf(taskStatuses), taskStatuses.length).optional(),
  trackers: integers(Infinity)
    .refine((ids) => new Set(ids).size === ids.length, 'must not contain duplicates')
    .optional(),
  from: moment().optional(),
  to: moment().optional(),
  filter: text()
    .refine((filter) => filter.length <= 100, 'length must be between 0 and 100')
    .optional(),
}
type Asked = z.output<z.ZodObject<typeof taskFilters>>

/** What is looked at of a task or a route. */
interface Found {
  readonly status: TaskStatus
  readonly trackerId: number | null
  readonly details: RouteDetails
  readonly from: string
  readonly to: string
  /** What the text filter looks through. */
  readonly texts: readonly (string | number | null)[]
}

/** Whether something passes: from `from` to `to` is what is "actual" then. */
export function passing(asked: Asked): (found: Found) => boolean {
  const { statuses, trackers, from, to } = asked
  return (
    allOf<Found>(
      statuses ? ({ status }) => statuses.includes(status) : null,
      trackers ? ({ trackerId }) => trackerId !== null && trackers.includes(trackerId) : null,
      from === undefined ? null : (found) => found.to >= from,
      to === undefined ? null : (found) => found.from <= to,
      textFilter(asked.filter, ({ texts }) => texts),
    ) ?? (() => true)
  )
}
