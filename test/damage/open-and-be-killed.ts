import { killAt } from '../support/kill-at.ts'

// node open-and-be-killed.ts FOLDER PROFILE MOMENT: opens a profile and closes it again, and is killed at that moment:
// before that change of a file, or before or after that transaction. Prints how many moments there were otherwise.
const [folder = '', profile = '', last = '0'] = process.argv.slice(2)
const life = killAt(Number(last))

const { show } = await import('./shown.ts')
life.begin()
console.log('begins')
await show(folder, profile)
console.log(life.moments)
process.exit(0)
