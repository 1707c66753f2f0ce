import { action, ask } from './action.ts'

/** Removes trackers for good, “Cancel activation” in the vendor's words. */
export const cancelActivation = action({
  kind: 'tracker.corrupt',
  asks: { clones: ask.check(true), confirmed: ask.confirmation() },
  says: ['means'],
  notes: ['clones'],
  isApart: true,
})
