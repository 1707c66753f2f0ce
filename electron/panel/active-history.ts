import { z } from 'zod'
import { PanelFailure } from './failure.ts'
import type { Panel, Reading } from './panel.ts'
import { id, row, text, whole, wholeOrNull } from './values.ts'

/** A month of an answer. The trackers are as they came: there may be many, and `countedOf` reads one. */
interface CountedMonth {
  readonly month: string
  /** How many trackers were counted, as the panel says. */
  readonly amount: number
  readonly trackers: readonly unknown[]
}

/** What the panel tells of months: those that it leaves out are missing. */
interface CountedMonths {
  readonly months: readonly CountedMonth[]
  readonly users: readonly { readonly id: number; readonly name: string; readonly dealer: string }[]
}

const answered = z.object({
  list: z.custom<readonly unknown[]>((value) => Array.isArray(value)),
  users_map: z.unknown(),
})

/** By which the panel says that it was asked for too many months. (panel-tracker.md, active/history/list) */
const spanTooBig = 211

/** Whether months were refused for being too many at once. */
export function isSpanTooBig(error: unknown): boolean {
  return error instanceof PanelFailure && error.code === spanTooBig
}

/**
 * The trackers that the panel counted as active, by month. Throws {@link PanelFailure}; see {@link isSpanTooBig}.
 * (panel-tracker.md, active/history/list; panel-additions.md, F3)
 */
export async function readCountedMonths(
  panel: Panel,
  { from, to }: { readonly from: string; readonly to: string },
  reading: Reading,
): Promise<CountedMonths> {
  const answer = answered.safeParse(await panel.read('tracker/active/history/list', { from, to }, reading))
  if (!answer.success) {
    throw new PanelFailure({
      problem: { code: 'not-a-panel', values: { host: panel.host }, again: true },
      effect: 'none',
      next: 'wait',
    })
  }
  return {
    months: answer.data.list.map(monthOf).filter((month) => month !== null),
    users: Object.entries(row(answer.data.users_map) ?? {}).flatMap(([key, value]) => userOf(key, value)),
  }
}

function monthOf(value: unknown): CountedMonth | null {
  const from = row(value)
  const trackers = Array.isArray(from?.['trackers']) ? (from['trackers'] as unknown[]) : []
  return from && { month: text(from['month']), amount: wholeOrNull(from['amount']) ?? trackers.length, trackers }
}

/** The fields of `users_map` are published nowhere but in the vendor's interface; other names are taken as they come. */
function userOf(key: string, value: unknown) {
  const from = row(value)
  const userId = id(key)
  if (userId === null || !from) return []
  return [{ id: userId, name: text(from['login']) || text(from['name']), dealer: text(from['dealer_title']) }]
}

/** A tracker that was counted; null without an id. */
export function countedOf(value: unknown) {
  const from = row(value)
  const trackerId = id(from?.['tracker_id'])
  if (!from || trackerId === null) return null
  return {
    id: trackerId,
    userId: whole(from['user_id']),
    label: text(from['label']),
    deviceId: text(from['device_id']),
  }
}
