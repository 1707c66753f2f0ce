import { action, ask } from './action.ts'

/** Gives trackers to another user. */
export const moveToOwner = action({
  kind: 'tracker.move',
  asks: { owner: ask.one('user') },
  says: ['unbinds'],
  notes: ['clones'],
})
