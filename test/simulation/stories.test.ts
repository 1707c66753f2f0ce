import { afterAll, expect, test } from 'vitest'
import { createSeedPool } from './seed-pool.ts'
import { newStories } from './story-names.ts'

/** How many seeds, shared between the stories, and from which on: `SEEDS=1000 FROM=500`. */
const seeds = Number(process.env['SEEDS'] ?? 160)
const from = Number(process.env['FROM'] ?? 1)
const each = Math.ceil(seeds / newStories.length)

const pool = createSeedPool()
afterAll(() => pool.end())

test.for(newStories)(
  `nothing that was promised is broken by any of ${each} seeds of the story of %s`,
  async (story) => {
    const lives = Array.from({ length: each }, (_, index) => from + index)
    const runs = await Promise.all(lives.map((seed) => pool.live(seed, story)))
    const failed = runs.flatMap(({ broken, trace }, index) => {
      if (broken.length === 0) return []
      if (each === 1) console.log(trace)
      return [`Seed ${lives[index]}:\n  ${broken.join('\n  ')}`]
    })
    expect(failed.join('\n')).toBe('')
  },
)

test.for(newStories)('the same seed of the story of %s gives the same trace, byte for byte', async (story) => {
  const [one, other] = await Promise.all([pool.live(4, story), pool.live(4, story)])
  expect(one.trace).not.toBe('')
  expect(one.trace).toBe(other.trace)
})
