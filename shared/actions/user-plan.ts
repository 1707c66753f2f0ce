import { action, ask } from './action.ts'

/** Gives users another default plan. */
export const chooseDefaultPlan = action({
  kind: 'user.plan',
  asks: { plan: ask.one('plan') },
  says: ['later'],
})
