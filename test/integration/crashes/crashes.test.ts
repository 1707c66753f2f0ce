import { expect, test } from 'vitest'
import { crashRun } from '../../support/crash-run.ts'

// The long one is `npm run crashes -- --kills 100 --operations 5000`.
test('killed six times while it sends, the program does everything once', async () => {
  const run = await crashRun({ kills: 6, operations: 250, seed: 7, rate: 60 })
  expect(run.broken).toEqual([])
  expect(run.whileSending, 'kills that met it sending').toBeGreaterThanOrEqual(4)
  expect(run.answersLost, 'answers that the kills took away').toBeGreaterThan(0)
})
