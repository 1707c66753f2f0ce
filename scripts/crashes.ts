import { parseArgs } from 'node:util'
import { crashRun } from '../test/support/crash-run.ts'

// npm run crashes -- --kills 100 --operations 5000 --seed 1 --rate 100: kills the program that often while it sends
// that many operations to a demo panel, and compares its journal with the panel's ledger in the end.
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    operations: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', default: '100' },
  },
})

function whole(name: keyof typeof values): number {
  const text = values[name]
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  console.error(`--${name} wants a whole number from 1 on, not "${text}".`)
  process.exit(2)
}

const began = performance.now()
const { kills, whileSending, answersLost, operations, states, broken } = await crashRun({
  kills: whole('kills'),
  operations: whole('operations'),
  seed: whole('seed'),
  rate: whole('rate'),
})
for (const [state, count] of Object.entries(states).sort()) console.log(`${String(count).padStart(6)} ${state}`)
for (const line of broken) console.log(line)
const seconds = Math.round((performance.now() - began) / 1000)
console.log(
  `${operations} operations, ${kills} kills in ${seconds} s, ${whileSending} of them while something was being sent; ${answersLost} answers lost`,
)
console.log(
  broken.length === 0 ? 'Journal and ledger agree, and nothing was done twice.' : `${broken.length} disagreements`,
)
process.exitCode = broken.length === 0 ? 0 : 1
