import { expect, test } from 'vitest'
import { runSeed } from './run-seed.ts'
import { stories, type StoryName } from './stories.ts'

/** How many seeds, shared between the stories, and from which on: `SEEDS=1000 FROM=500`. */
const seeds = Number(process.env['SEEDS'] ?? 300)
const from = Number(process.env['FROM'] ?? 1)
const names = Object.keys(stories) as StoryName[]
const each = Math.ceil(seeds / names.length)

test.for(names)(
  `nothing that was promised is broken by any of ${each} seeds of the story of %s`,
  { timeout: 30_000 + each * 2_000 },
  async (story) => {
    const failed: string[] = []
    for (let seed = from; seed < from + each; seed++) {
      const { broken, trace } = await runSeed(seed, story)
      if (broken.length > 0) failed.push(`Seed ${seed}:\n  ${broken.join('\n  ')}`)
      if (broken.length > 0 && each === 1) console.log(trace)
    }
    expect(failed.join('\n')).toBe('')
  },
)

test.for(names)(
  'the same seed gives the same trace, byte for byte, in the story of %s',
  { timeout: 60_000 },
  async (story) => {
    expect((await runSeed(4, story)).trace).toBe((await runSeed(4, story)).trace)
  },
)
