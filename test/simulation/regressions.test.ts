import { expect, test } from 'vitest'
import { runSeed } from './run-seed.ts'

/**
 * Every seed that ever failed, and what it showed. A seed lives through the same only as long as the simulation is the
 * same: what it showed has a test of its own, too, where one could be written.
 */
const failedOnce: readonly [seed: number, showed: string][] = [
  [15, 'a tracker that we moved got another id of ours where the cache was lost before the move was known'],
  [89, 'the same, for two trackers'],
  [124, 'the same, where the move was looked up before the pull saw the tracker'],
  [231, 'the same, after a second power cut'],
]

test.for(failedOnce)('seed %i, which showed: %s', async ([seed]) => {
  expect((await runSeed(seed)).broken).toEqual([])
})
