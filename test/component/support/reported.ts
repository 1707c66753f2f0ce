import type { CallOutput } from '../../../shared/contract.ts'
import type { ReportMonth, ReportOwner, ReportTracker } from '../../../shared/contract/reports.ts'
import { monthAfter, monthsFrom } from '../../../shared/rules/months.ts'
import { answering } from './core.ts'
import { now } from './clock.ts'

const amounts = [512, 518, 525, 521, 530, 544, 551, 549, 560, 572, 581, 590]
const last = '2026-11'
const first = monthAfter(last, -11)

/** A month of these reports, or with some of it otherwise. */
export function reportMonth(month: string, more: Partial<ReportMonth> = {}): ReportMonth {
  const index = monthsFrom({ from: first, to: last }).indexOf(month)
  const amount = amounts[index] ?? null
  const before = amounts[index - 1]
  return {
    month,
    amount,
    readAt: amount === null ? null : now - 3_600_000,
    complete: month < last,
    change: amount === null || before === undefined ? null : { before, came: amount - before + 4, went: 4 },
    ...more,
  }
}

const ownerOf = (id: number, name: string, share: number, dealer = ''): ReportOwner => ({
  id,
  name,
  dealer,
  amounts: amounts.map((amount) => Math.round(amount * share)),
})
export const reportOwners: readonly ReportOwner[] = [
  ownerOf(11, 'ann@acme.example', 0.5),
  ownerOf(12, 'bob@acme.example', 0.3),
  ownerOf(14, 'eve@branch.example', 0.2, 'Northern branch'),
]

/** One that came and is in the sheet, and one that is not there any more. */
export const reportTrackers: readonly ReportTracker[] = [
  { id: 10_101, label: 'Van 01', deviceId: '867232051000013', owner: 'ann@acme.example', row: 1 },
  { id: 10_999, label: 'Old van', deviceId: '867232051000999', owner: 'bob@acme.example', row: null },
]

/** The core holds these months, owners and trackers. */
export function reportsHold(state: Partial<CallOutput<'reports.state'>> = {}): void {
  answering({
    'reports.state': () => ({ running: false, done: 0, total: 0, problem: null, ...state }),
    'reports.months': ({ span }) => ({ months: monthsFrom(span).map((month) => reportMonth(month)) }),
    'reports.owners': ({ search, span }) => {
      const rows = reportOwners
        .filter(({ name }) => name.includes(search))
        .map((row) => ({ ...row, amounts: monthsFrom(span).map((_, index) => row.amounts[index] ?? null) }))
      return { count: rows.length, rows }
    },
    'reports.changes': () => ({ count: reportTrackers.length, rows: [...reportTrackers] }),
    'reports.trackers': ({ after }) => ({ rows: after === null ? [...reportTrackers] : [] }),
  })
}
