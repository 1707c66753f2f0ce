import { action, ask } from './action.ts'

/** Activates trackers once more, “Retry activation” in the vendor's words. */
export const retryActivation = action({
  kind: 'tracker.register',
  asks: { commands: ask.choice({ platform: 'platform', yes: 'yes', no: 'no' }) },
  says: ['means'],
  notes: ['clones'],
})
