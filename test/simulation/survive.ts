import { PowerCut } from '../support/core-rig.ts'
import { someJump } from './clock-actions.ts'
import { operationsOf, type World } from './world.ts'

/**
 * Does something that a power cut may end in the middle, and puts the power back on: all that had been answered before
 * must still be there, as it was but for what was just being done to it. Answers whether it was lived through.
 */
export async function survive(world: World, work: () => Promise<unknown>): Promise<boolean> {
  const { rig, throws, note } = world
  const before = operationsOf(rig)
  let isCut = false
  try {
    await work()
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error
    isCut = true
  }
  while (rig.powerless) {
    note('the power is cut')
    await rig.clock.advance(throws.whole(0, throws.pick([500, 400_000])))
    const after = new Set(operationsOf(rig).map(({ id }) => id))
    const lost = before.filter(({ id }) => !after.has(id))
    if (lost.length > 0) throw new Error(`The power cut lost ${lost.map((row) => JSON.stringify(row)).join('\n')}`)
    if (world.clockJumps && throws.chance(0.3)) rig.computer.set(someJump(world))
    // The next cut may come while it starts.
    if (throws.chance(0.2)) rig.cutPowerAfter(throws.whole(1, 60))
    try {
      await rig.powerOn({ cacheLost: throws.chance(0.25) })
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error
    }
  }
  return !isCut
}

/** Resolves once nothing is left of a step that was cut off: it is taken back in a while, and the power may be cut in that, too. */
export async function untilTakenBack(world: World): Promise<void> {
  const { rig } = world
  const isUnfinished = () => rig.journal('SELECT 1 FROM unfinished LIMIT 1').length > 0
  while (isUnfinished()) {
    await survive(world, async () => {
      await rig.until(() => rig.powerless || !isUnfinished())
      if (rig.powerless) throw new PowerCut()
    })
  }
}
