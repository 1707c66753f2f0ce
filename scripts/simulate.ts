import { parseArgs } from 'node:util'
import { runSeed } from '../test/simulation/run-seed.ts'

// npm run simulate -- --seeds 10000 --from 1: lives through that many seeds, prints each that breaks a promise, and
// closes with one line. A single seed that fails prints its whole trace.
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '300' }, from: { type: 'string', default: '1' } },
})
const [seeds, from] = [values.seeds, values.from].map((text) => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  console.error(`--seeds and --from want a whole number from 1 on, not "${text}".`)
  process.exit(2)
}) as [number, number]

const reportEvery = 10_000
let failed = 0
let reported = performance.now()
for (let seed = from; seed < from + seeds; seed++) {
  const { broken, trace } = await runSeed(seed)
  if (broken.length > 0) {
    failed++
    console.log(`Seed ${seed}:\n  ${broken.join('\n  ')}`)
    if (seeds === 1) console.log(trace)
  }
  if (performance.now() - reported > reportEvery) {
    reported = performance.now()
    console.log(`… ${seed - from + 1} of ${seeds}`)
  }
}
console.log(`${seeds - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
