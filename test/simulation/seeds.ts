import { expect, test } from 'vitest'
import { runSeed } from './run-seed.ts'
import { newStories, type StoryName } from './stories.ts'

/** How many seeds, shared between the stories, and from which on: `SEEDS=1000 FROM=500`. */
const seeds = Number(process.env['SEEDS'] ?? 300)
const from = Number(process.env['FROM'] ?? 1)

/** The tests of one kind of story; each has a file of its own, so that they run beside each other. */
export function testSeeds(story: StoryName): void {
  const each = Math.ceil(seeds / newStories.length)

  test(`nothing that was promised is broken by any of ${each} seeds of the story of ${story}`, async () => {
    const failed: string[] = []
    for (let seed = from; seed < from + each; seed++) {
      const { broken, trace } = await runSeed(seed, story)
      if (broken.length > 0) failed.push(`Seed ${seed}:\n  ${broken.join('\n  ')}`)
      if (broken.length > 0 && each === 1) console.log(trace)
    }
    expect(failed.join('\n')).toBe('')
  })

  test(`the same seed of the story of ${story} gives the same trace, byte for byte`, async () => {
    expect((await runSeed(4, story)).trace).toBe((await runSeed(4, story)).trace)
  })
}
