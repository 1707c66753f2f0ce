import { action, ask } from './action.ts'

/**
 * Gives a user clones of trackers. Of a row that is a clone, its original is cloned; users who have, or are to have, such
 * a clone are passed over. It can begin at the user, too.
 */
export const cloneTo = action({
  kind: 'tracker.clone',
  asks: { user: ask.one('user'), skipExisting: ask.check(true) },
  notes: ['originals'],
  from: { entity: 'user', as: 'user', rows: ask.trackers('user') },
})
