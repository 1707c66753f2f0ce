import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runSeed } from '../test/simulation/run-seed.ts'
import { stories, type StoryName } from '../test/simulation/stories.ts'

// npm run simulate -- --seeds 10000 --from 1 --story staging: lives through that many seeds of one kind of story, prints
// each that breaks a promise, and closes with one line. A single seed that fails prints its whole trace; of several,
// each that fails leaves it in the folder that --traces names.
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '300' },
    from: { type: 'string', default: '1' },
    story: { type: 'string', default: 'sending' },
    traces: { type: 'string' },
  },
})
const [seeds, from] = [values.seeds, values.from].map((text) => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  console.error(`--seeds and --from want a whole number from 1 on, not "${text}".`)
  process.exit(2)
}) as [number, number]
const names = Object.keys(stories) as StoryName[]
const story = names.find((name) => name === values.story)
if (!story) {
  console.error(`There is no story "${values.story}": the stories are ${names.join(', ')}.`)
  process.exit(2)
}

if (values.traces) mkdirSync(values.traces, { recursive: true })

const reportEvery = 10_000
let failed = 0
let reported = performance.now()
for (let seed = from; seed < from + seeds; seed++) {
  const { broken, trace } = await runSeed(seed, story)
  if (broken.length > 0) {
    failed++
    console.log(`Seed ${seed}:\n  ${broken.join('\n  ')}`)
    if (seeds === 1) console.log(trace)
    if (values.traces) writeFileSync(join(values.traces, `${story}-${seed}.txt`), trace)
  }
  if (performance.now() - reported > reportEvery) {
    reported = performance.now()
    console.log(`… ${seed - from + 1} of ${seeds}`)
  }
}
console.log(`${seeds - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
