import { expect, test } from 'vitest'
import { machineLoop } from '../../../electron/machine/loop.ts'

test('a loop that stood still says for how long', async () => {
  const longest = await new Promise<number>((resolve) => {
    const hold = () => {
      const until = performance.now() + 200
      while (performance.now() < until);
    }
    // It goes round between two holds, so that there is something to stand still.
    const holding = setInterval(hold, 100)
    const stop = machineLoop.onDelay((milliseconds) => {
      if (milliseconds < 100) return
      clearInterval(holding)
      stop()
      resolve(milliseconds)
    })
  })
  expect(longest).toBeGreaterThan(100)
})
