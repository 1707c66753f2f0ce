import { runSeed, type SeedRun } from './run-seed.ts'
import type { StoryName } from './story-names.ts'

/** A seed to be lived through, and of which kind of life. */
export interface Life {
  readonly seed: number
  readonly story: StoryName
}

/** What a process has to tell of a life. */
export type Lived = Life & SeedRun

// A process of its own that lives through one seed after the other, as it is told to; see seed-pool.ts.
process.on('message', ({ seed, story }: Life) => {
  void runSeed(seed, story).then((run) => process.send?.({ seed, story, ...run } satisfies Lived))
})
// Whoever wanted to know is gone.
process.on('disconnect', () => process.exit())
