import type { FaultInput } from '../../electron/demo-panel/faults.ts'
import { stageNotes } from '../support/notes.ts'
import type { Actions } from './actions.ts'
import type { World } from './world.ts'

/** Users who have notes. */
const withNotes = ({ users }: World) => users.slice(0, 3)

/** What the panel says instead of opening a session for a user. */
const refusals: readonly FaultInput['strike'][] = [
  ...[3, 8, 11, 13, 15, 103, 104, 201].map((code) => ({ do: 'refuse', code }) as const),
  { do: 'drop', when: 'before' },
  { do: 'drop', when: 'after' },
  { do: 'slow', milliseconds: 20_000, when: 'before' },
  { do: 'garbage', form: 'html' },
  { do: 'without', fields: ['hash'] },
]

/** What goes to the User API, in the sessions of users, and what becomes of those. */
export const endpointActions: Actions = [
  [
    'notes',
    8,
    (world) => {
      const { rig, throws } = world
      const notes = Array.from({ length: throws.whole(1, 5) }, () => ({
        user: throws.pick(withNotes(world)),
        name: throws.pick(['first', 'second', 'third']),
        text: `Note ${throws.whole(1, 1_000_000)}`,
      }))
      if (!rig.powerless) stageNotes(rig, notes)
      return Promise.resolve()
    },
  ],
  [
    'a user’s session ends',
    4,
    (world) => Promise.resolve(world.rig.panel.expireUserSessions(world.throws.pick(withNotes(world)))),
  ],
  [
    'no session for a user',
    3,
    (world) => {
      const { rig, throws } = world
      const parameters = throws.chance(0.7) ? { user_id: throws.pick(withNotes(world)) } : {}
      const lasts = throws.whole(1, throws.pick([5_000, 60_000, 600_000]))
      const strike = throws.pick(refusals)
      rig.panel.faults.add({ path: 'user/session/create', parameters, times: 1e6, lasts, strike })
      return Promise.resolve()
    },
  ],
]
