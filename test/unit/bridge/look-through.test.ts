import { expect, test } from 'vitest'
import { createLookThrough } from '../../../electron/bridge/look-through.ts'

const quiet = { warn: () => undefined }

/** Something of which so many are left to be looked at. */
function somethingOf(left: number) {
  const looks: number[] = []
  return {
    looks,
    look(most: number) {
      looks.push(Math.min(most, left))
      left -= Math.min(most, left)
      return left
    },
  }
}

test('much is looked at with turns for others in between, and whoever waits does so for all of it', async () => {
  const { looks, look } = somethingOf(1200)
  let turns = 0
  const clock = { turn: () => Promise.resolve(void (turns += 1)) }
  const looking = createLookThrough([look], { clock, log: quiet })
  looking.begin()
  expect(looks, 'what is little is done at once').toEqual([500])
  looking.begin()
  await looking.ended()
  expect(looks).toEqual([500, 500, 200])
  expect(turns).toBe(2)
  looking.begin()
  await looking.close()
  expect(looks).toHaveLength(4)
})

test('what cannot be looked at is left to whoever asks, and tried again the next time', async () => {
  const told: string[] = []
  let isBroken = true
  const look = () => {
    if (isBroken) throw new Error('damaged')
    return 0
  }
  const looking = createLookThrough([look], {
    clock: { turn: () => Promise.resolve() },
    log: { warn: (message) => void told.push(message) },
  })
  looking.begin()
  await looking.ended()
  expect(told).toHaveLength(1)
  isBroken = false
  looking.begin()
  await looking.ended()
  expect(told).toHaveLength(1)
})
