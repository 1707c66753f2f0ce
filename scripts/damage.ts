import { parseArgs } from 'node:util'
import { killTrials } from '../test/damage/kills.ts'
import { makeTemplate } from '../test/damage/profile-template.ts'
import { canRecover } from '../test/support/sqlite-recovery.ts'
import { damageTrial, shownOf } from '../test/damage/trial.ts'

// npm run damage -- --trials 500 --kills 200 --from 1: damages a real profile at random that often, opens it, and holds
// what is shown against what was there; then kills a program as often while it opens, salvages, migrates and backs up.
const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '500' },
    kills: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
  },
})

function whole(name: keyof typeof values): number {
  const text = values[name]
  if (/^\d{1,7}$/.test(text)) return Number(text)
  console.error(`--${name} wants a whole number, not "${text}".`)
  process.exit(2)
}

const [trials, kills, from] = [whole('trials'), whole('kills'), whole('from')]
const began = performance.now()
const template = await makeTemplate()
let failed = 0
try {
  const before = await shownOf(template.afterCrash, template.profile)
  if (before.broken.length > 0) throw new Error(before.broken.join('\n'))
  let [fewer, less] = [0, 0]
  for (let seed = from; seed < from + trials; seed++) {
    const trial = await damageTrial(template, before, seed)
    if (trial.shown < trial.before) fewer++
    if (trial.bySqlite !== null && trial.bySqlite < trial.shown) less++
    if (trial.broken.length === 0) continue
    failed++
    console.log(`seed ${seed}: ${trial.damaged.join('; ')}; told: ${trial.notices.join(', ') || 'nothing'}`)
    for (const line of trial.broken) console.log(`  ${line}`)
  }
  console.log(
    `${trials} damaged: ${fewer} lost some of ${before.operations.size} operations and said so or failed below`,
  )
  console.log(
    canRecover
      ? `SQLite's own recovery read fewer operations than were shown in ${less}`
      : 'Not compared with what SQLite recovers: there is no sqlite3 here whose .recover works',
  )
  const lost = await killTrials(template, { kills, seed: from })
  failed += lost.length
  for (const line of lost) console.log(line)
  console.log(`${kills} kills`)
} finally {
  template.remove()
}
console.log(failed === 0 ? 'Nothing was lost unsaid.' : `${failed} failed`)
console.log(`${Math.round((performance.now() - began) / 1000)} s`)
process.exit(failed === 0 ? 0 : 1)
