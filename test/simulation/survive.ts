import { PowerCut } from '../support/core-rig.ts'
import { someJump } from './clock-actions.ts'
import { staged, type World } from './world.ts'

/**
 * Does something that a power cut may end in the middle, and puts the power back on: all that had been answered before
 * must still be there, as it was but for what was just being done to it. Answers whether it was lived through.
 */
export async function survive(world: World, work: () => Promise<unknown>): Promise<boolean> {
  const { rig, throws, note } = world
  const before = staged(rig)
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
    const idOf = (row: string) => (JSON.parse(row) as { id: number; kind: string }).id
    const after = new Set(staged(rig).map(idOf))
    const lost = before.filter((row) => !after.has(idOf(row)))
    if (lost.length > 0) throw new Error(`The power cut lost ${lost.join('\n')}`)
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
