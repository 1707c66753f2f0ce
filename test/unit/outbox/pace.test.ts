import { expect, test } from 'vitest'
import { createLongSteps, heldEvents } from '../../../electron/outbox/long-steps.ts'

/** Steps of whose parts each row takes so many milliseconds. */
function stepsThatTake(perRow: () => number, rowsAtOnce?: number) {
  let now = 0
  const events = heldEvents({ changed: () => undefined, attempted: () => undefined })
  const clock = { turn: () => Promise.resolve(), monotonic: () => now }
  const steps = createLongSteps({ events, clock, rowsAtOnce })
  return async (rows: number): Promise<number[]> => {
    const parts: number[] = []
    await steps.inTurn('stage', (each) =>
      each.each(Array.from({ length: rows }), (some) => {
        parts.push(some.length)
        now += some.length * perRow()
      }),
    )
    return parts
  }
}

test('where a row takes long a part has fewer of them, and no row is left out', async () => {
  const take = stepsThatTake(() => 0.12)
  expect(await take(1000)).toEqual([500, 150, 150, 150, 50])
  expect(await take(250), 'the next step of this sort begins so').toEqual([150, 100])
})

test('a part is never so short that its commit is most of it, and longer again where rows take less', async () => {
  let perRow = 10
  const take = stepsThatTake(() => perRow, 500)
  expect(await take(1000)).toEqual([500, 125, 125, 125, 125])
  perRow = 0.01
  expect(await take(2000)).toEqual([125, 250, 500, 500, 500, 125])
})

test('where rows take little a part has more of them, so that there are fewer commits', async () => {
  const take = stepsThatTake(() => 0.012)
  expect(await take(3000)).toEqual([500, 1000, 1000, 500])
})
