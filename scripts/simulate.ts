import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createSeedPool } from '../test/simulation/seed-pool.ts'
import { storyNames, type StoryName } from '../test/simulation/story-names.ts'

// npm run simulate -- --seeds 10000 --from 1 --story staging: lives through that many seeds of one kind of story, on all
// processors or as many as --processes says, prints each that breaks a promise, and closes with one line. A single seed
// that fails prints its whole trace; of several, each that fails leaves it in the folder that --traces names.
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '300' },
    from: { type: 'string', default: '1' },
    story: { type: 'string', default: 'sending' },
    traces: { type: 'string' },
    processes: { type: 'string', default: String(availableParallelism()) },
  },
})
const [seeds, from, processes] = [values.seeds, values.from, values.processes].map((text) => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  console.error(`--seeds, --from and --processes want a whole number from 1 on, not "${text}".`)
  process.exit(2)
}) as [number, number, number]
const story = storyNames.find((name) => name === values.story)
if (!story) {
  console.error(`There is no story "${values.story}": the stories are ${storyNames.join(', ')}.`)
  process.exit(2)
}

if (values.traces) mkdirSync(values.traces, { recursive: true })

const pool = createSeedPool(processes)
let [failed, lived, next] = [0, 0, from]
const progress = setInterval(() => console.log(`… ${lived} of ${seeds}`), 10_000)

/** Lives through one seed after the other, beside others that do the same. */
async function goOn(story: StoryName): Promise<void> {
  while (next < from + seeds) {
    const seed = next++
    const { broken, trace } = await pool.live(seed, story)
    lived++
    if (broken.length === 0) continue
    failed++
    console.log(`Seed ${seed}:\n  ${broken.join('\n  ')}`)
    if (seeds === 1) console.log(trace)
    if (values.traces) writeFileSync(join(values.traces, `${story}-${seed}.txt`), trace)
  }
}

await Promise.all(Array.from({ length: processes }, () => goOn(story)))
clearInterval(progress)
pool.end()
console.log(`${seeds - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
