import { endangered, openSets, type Actions } from './actions.ts'
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

/** What is sent hangs, is lost or has to wait, and the clock jumps before that is over. */
async function jumpWhileWaiting(world: World): Promise<void> {
  const { rig, throws } = world
  const strike = throws.pick([
    { do: 'slow', milliseconds: throws.whole(60, 235) * 1_000, when: 'before' } as const,
    { do: 'drop', when: 'before' } as const,
    { do: 'refuse', code: 8 } as const,
  ])
  rig.panel.faults.add({ path: endangered(world), times: throws.whole(1, 3), strike })
  await rig.call('outbox.send', { changeSets: await openSets(world) })
  await rig.clock.advance(throws.whole(0, throws.pick([2_000, 60_000])))
  await jump(world)
  await rig.clock.advance(throws.whole(0, throws.pick([2_000, 150_000])))
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
  ['the clock jumps while something waits', 5, jumpWhileWaiting],
  ['the computer sleeps', 3, sleep],
  ['a busy device', 2, busyDevice],
]
