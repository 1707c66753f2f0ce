import { openSets, type Actions } from './actions.ts'

/** The person sends what is staged, and has it read ahead rather than exactly. */
export const readingActions: Actions = [
  [
    'send, read ahead',
    5,
    async (world) => world.rig.call('outbox.send', { changeSets: await openSets(world), reading: 'quick' }),
  ],
]
