import { action, ask } from './action.ts'

/** Puts trackers on another plan. */
export const changePlan = action({
  kind: 'tracker.tariff',
  asks: { plan: ask.one('plan'), repay: ask.check(true), charge: ask.check(true) },
  says: ['bills'],
  notes: ['clones'],
})
