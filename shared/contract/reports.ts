import { z } from 'zod'
import { problem } from '../problem.ts'
import { monthForm, monthsIn } from '../rules/months.ts'
import { call } from './call.ts'

/** Most months that are looked at together. */
export const mostReportMonths = 120

const month = z.string().regex(monthForm)

/** Months from one to another, both included. */
export const reportSpan = z
  .object({ from: month, to: month })
  .refine((span) => monthsIn(span) >= 1 && monthsIn(span) <= mostReportMonths)
export type ReportSpan = z.infer<typeof reportSpan>

/** How the reading of months stands. */
export const reportsState = z.object({
  running: z.boolean(),
  /** Months that have been read, of `total`. */
  done: z.int(),
  total: z.int(),
  /** Why the last reading broke off. */
  problem: problem.nullable(),
})
export type ReportsState = z.infer<typeof reportsState>

/** What is known of a month: how many trackers the panel counted as active in it. */
export const reportMonth = z.object({
  month,
  /** Null where it has not been read, or the panel says nothing of it. */
  amount: z.int().nullable(),
  /** When it was read: milliseconds since 1970, UTC; null where it was not. */
  readAt: z.number().nullable(),
  /** Whether it was over then, so that it is not asked for again. */
  complete: z.boolean(),
  /** Against the month before; null where that is not known. `came` and `went` are trackers that it lacked, or had. */
  change: z.object({ before: z.int(), came: z.int(), went: z.int() }).nullable(),
})
export type ReportMonth = z.infer<typeof reportMonth>

/** A tracker that was counted. */
export const reportTracker = z.object({
  id: z.int(),
  label: z.string(),
  deviceId: z.string(),
  owner: z.string(),
  /** The id of its row in the sheet of trackers; null where it is not there, or no longer. */
  row: z.int().nullable(),
})
export type ReportTracker = z.infer<typeof reportTracker>

/** An owner, with what was counted of theirs. */
export const reportOwner = z.object({
  id: z.int(),
  name: z.string(),
  /** The sub-dealer whose they are; empty where they are ours. */
  dealer: z.string(),
  /** By month of the span, in order; null where nothing is known of that month. */
  amounts: z.array(z.int().nullable()),
})
export type ReportOwner = z.infer<typeof reportOwner>

const window = { from: z.int().min(0), count: z.int().min(1).max(1000) }

export const reportCalls = {
  'reports.state': call(z.object({}), reportsState),
  /** Reads those months of the span that are not kept, or were not over when they were read. */
  'reports.read': call(z.object({ span: reportSpan }), z.object({})),
  'reports.stop': call(z.object({}), z.object({})),
  /** The months of a span as they are kept, in order, whether or not they were read. */
  'reports.months': call(z.object({ span: reportSpan }), z.object({ months: z.array(reportMonth) })),
  /** Owners of trackers that were counted in a span, those with the most in its last month first. */
  'reports.owners': call(
    z.object({ span: reportSpan, search: z.string().max(200), ...window }),
    z.object({ count: z.int(), rows: z.array(reportOwner) }),
  ),
  /** Trackers that a month has and the month before lacks, or the other way round; by the panel's id. */
  'reports.changes': call(
    z.object({ month, which: z.enum(['came', 'went']), ...window }),
    z.object({ count: z.int(), rows: z.array(reportTracker) }),
  ),
  /** All trackers of a month, by the panel's id, after one of these ids. */
  'reports.trackers': call(
    z.object({ month, after: z.int().nullable(), count: window.count }),
    z.object({ rows: z.array(reportTracker) }),
  ),
}
