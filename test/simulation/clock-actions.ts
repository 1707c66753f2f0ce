import type { Actions } from './actions.ts'
import type { World } from './world.ts'

const minute = 60_000

/** By how much a clock is set: minutes, hours or a day, forward or back; milliseconds. */
export function someJump({ throws }: World): number {
  return (throws.chance(0.5) ? 1 : -1) * throws.whole(1, throws.pick([15, 120, 24 * 60])) * minute
}

/** At once, or in the middle of whatever comes next, such as a request that hangs. */
function jump(world: World): Promise<void> {
  const { rig, throws, note } = world
  const by = someJump(world)
  const set = () => {
    note(`the clock is set by ${by} ms`)
    rig.computer.set(by)
  }
  if (throws.chance(0.5)) set()
  else void rig.clock.sleep(throws.whole(1, throws.pick([1_000, 60_000]))).then(set)
  return Promise.resolve()
}

const sleep = ({ rig, throws }: World) =>
  rig.computer.suspend(throws.whole(1, throws.pick([30, 600, 8 * 60 * 60])) * 1_000)

/** A device that wants to be left alone for two minutes. */
function busyDevice({ rig, throws }: World): Promise<void> {
  const path = throws.pick(['tracker/settings/update', 'tracker/raw_command/send'])
  rig.panel.faults.add({ path, times: throws.whole(1, 2), strike: { do: 'refuse', code: 264 } })
  return Promise.resolve()
}

/** Clocks that jump, a computer that sleeps, and what is waited for meanwhile; and how often. */
export const clockActions: Actions = [
  ['the clock jumps', 6, jump],
  ['the computer sleeps', 3, sleep],
  ['a busy device', 2, busyDevice],
]
