import { z } from 'zod'
import { monthForm, monthOf, monthsFrom, monthsIn } from '../../../shared/rules/months.ts'
import { demoDealerId } from '../dealer.ts'
import { invalid, Refusal } from '../errors.ts'
import { text } from '../parameters.ts'
import type { TrackerRecord } from '../records.ts'
import { method } from './method.ts'

/** Most months of one answer. No source says how many are too many; this is decided here. */
const mostMonths = 12

const month = () => text().refine((value) => monthForm.test(value), 'must be a month in format yyyy-MM')

/**
 * `tracker/active/history/list`: which trackers were counted as active. (panel-tracker.md, active/history/list) Months
 * to come are left out, and clones are not counted: both are decided here.
 */
export const activeHistoryList = method({
  // The page says `read`; the interface and the OpenAPI know better. (panel-additions.md, F3)
  needs: { category: 'trackers', operation: 'report' },
  parameters: z.object({ from: month(), to: month() }),
  answer({ state, account, now }, { from, to }) {
    const count = monthsIn({ from, to })
    if (count === 0) throw invalid('from', 'must not be after to')
    if (count > mostMonths) throw new Refusal(211)
    const sees = account.permissions['trackers']?.includes('global') ?? false
    const trackers = state.trackers
      .by('id', ({ id }) => id)
      .filter(({ clone, userId }) => !clone && (sees || state.users.get(userId)?.dealerId === undefined))
    const months = monthsFrom({ from, to }).filter((one) => one <= monthOf(now))
    const list = months.map((one) => {
      const counted = trackers.flatMap((tracker) =>
        countedIn(one, tracker, (id) => state.trackers.get(id) === undefined),
      )
      return { month: one, amount: counted.length, trackers: counted }
    })
    const owners = new Set(list.flatMap((one) => one.trackers.map(({ user_id }) => user_id)))
    return { list, users_map: Object.fromEntries([...owners].map((id) => [String(id), ownerOf(id)])) }

    function ownerOf(id: number) {
      const user = state.users.get(id)
      const dealer = user?.dealerId
      return {
        id,
        login: user?.login ?? '',
        ...(dealer === undefined || dealer === demoDealerId
          ? {}
          : { dealer_id: dealer, dealer_title: state.subDealers.get(dealer)?.title ?? '' }),
      }
    }
  },
})

/**
 * What a tracker counts for in a month: itself from the month on in which it came, but for a pause now and then; and now
 * and then another one that was there before it, and is gone since.
 */
function countedIn(
  month: string,
  { id, userId, label, created, source }: TrackerRecord,
  isFree: (id: number) => boolean,
) {
  const counted = []
  const ordinal = monthsIn({ from: '2000-01', to: month })
  const pauses = chanceOf(id * 31 + Math.floor(ordinal / 2)) < 0.04
  if (created.slice(0, 7) <= month && !pauses) {
    counted.push({ tracker_id: id, user_id: userId, label, device_id: source.deviceId })
  }
  const lasts = Math.floor(chanceOf(id) * 60)
  const since = monthsIn({ from: month, to: '2026-11' })
  if (chanceOf(id + 7) < 0.08 && since > lasts % 18 && isFree(id + 1)) {
    const deviceId = `9${String(Math.floor(chanceOf(id + 13) * 1e14)).padStart(14, '0')}`
    counted.push({ tracker_id: id + 1, user_id: userId, label: `${label.slice(0, 54)} (old)`, device_id: deviceId })
  }
  return counted
}

/** Chance that a number decides, from 0 up to 1: the same whenever it is asked. */
function chanceOf(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 15), 0x2c1b3c6d)
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
}
