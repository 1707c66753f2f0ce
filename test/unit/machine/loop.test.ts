import { expect, test } from 'vitest'
import { machineLoop } from '../../../electron/machine/loop.ts'

test('a loop that stood still says for how long', async () => {
  const longest = await new Promise<number>((resolve) => {
    const stop = machineLoop.onDelay((milliseconds) => {
      if (milliseconds < 100) return
      stop()
      resolve(milliseconds)
    })
    const hold = () => {
      const until = performance.now() + 200
      while (performance.now() < until);
    }
    // Once it goes round, so that there is something to stand still.
    setTimeout(hold, 50)
    const alive = setInterval(() => undefined, 100)
    setTimeout(() => clearInterval(alive), 5_000)
  })
  expect(longest).toBeGreaterThan(100)
})
