import { action, ask } from './action.ts'

/** Blocks the devices of trackers, or lets them go again. */
export const blockDevices = action({
  kind: 'tracker.block',
  asks: { blocked: ask.choice({ block: true, unblock: false }) },
  says: ['means'],
  notes: ['shared'],
})
