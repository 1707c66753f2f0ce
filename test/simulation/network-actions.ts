import type { FaultInput } from '../../electron/demo-panel/faults.ts'
import type { Habits } from '../../electron/demo-panel/habits.ts'
import type { Actions } from './actions.ts'
import type { World } from './world.ts'

/** What stands between a computer and its panel, and answers everything that is asked. */
const ways: readonly FaultInput['strike'][] = [
  { do: 'page', form: 'portal' },
  { do: 'page', form: 'portal', when: 'after' },
  { do: 'page', form: 'redirect' },
  { do: 'page', form: 'sign-in' },
  { do: 'page', form: 'forbidden' },
  { do: 'page', form: 'forbidden', when: 'after' },
  { do: 'without', fields: ['list', 'value'] },
]

const withdrawable = [
  'trackers: update',
  'trackers: create',
  'trackers: delete',
  'trackers: read',
  'tracker_bundles: create',
]

/** A habit that the panel takes on, beside those that it has. */
function takeOn({ rig }: World, habits: Habits): Promise<void> {
  rig.panel.habits = { ...rig.panel.habits, ...habits }
  return Promise.resolve()
}

/** Networks and panels that get in the way for a while, or for good. None of it needs a person. */
export const networkActions: Actions = [
  [
    'something stands in the way',
    5,
    async ({ rig, throws }) => {
      const lasts = throws.whole(1, throws.pick([5_000, 60_000, 600_000]))
      rig.panel.faults.add({ times: 1e6, lasts, strike: throws.pick(ways) })
      await rig.clock.advance(throws.whole(0, 20_000))
    },
  ],
  [
    'the certificate of another',
    2,
    async ({ rig, throws }) => {
      rig.wire.untrusted = true
      await rig.clock.advance(throws.whole(0, 60_000))
      rig.wire.untrusted = throws.chance(0.2)
    },
  ],
  [
    'an odd sign-in',
    3,
    ({ rig, throws }) => {
      rig.panel.expireSessions()
      const strike = { do: 'refuse', code: throws.pick([2, 3, 4, 13, 229]) } as const
      rig.panel.faults.add({ path: 'account/auth', times: 1e6, lasts: throws.whole(1, 300_000), strike })
      return Promise.resolve()
    },
  ],
  ['another network', 3, ({ rig }) => Promise.resolve(rig.roam())],
  ['a permission is withdrawn', 3, (world) => takeOn(world, { withdrawn: [world.throws.pick(withdrawable)] })],
  ['it is given back', 2, (world) => takeOn(world, { withdrawn: [] })],
  ['lists get short', 1, (world) => takeOn(world, { listMost: world.throws.pick([7, 50, 100]) })],
  [
    'batches get small',
    2,
    ({ rig, throws }) => {
      const batchCode = throws.pick([7, 9, 212, 267] as const)
      rig.panel.habits = { ...rig.panel.habits, batchMost: throws.whole(1, 8), batchCode }
      return Promise.resolve()
    },
  ],
  ['try what is paused now', 1, ({ rig }) => rig.call('outbox.tryNow', {})],
]
