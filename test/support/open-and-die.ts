import { dirname } from 'node:path'
import { killAt } from './kill-at.ts'

// node open-and-die.ts JOURNAL MOMENT: opens a journal and closes it again, and is killed at that moment: before that
// change of a file, or before or after that transaction. Prints how many moments there were if it lived longer.
const [path = '', last = '0'] = process.argv.slice(2)
const life = killAt(Number(last))

const { openJournal } = await import('../../electron/store/open-journal.ts')
const { openNotices } = await import('../../electron/store/notices.ts')
let lastId = 0
const id = () => `id-${process.pid}-${++lastId}`
const notices = openNotices(dirname(path), { now: () => 1, id, log: { warn: () => undefined } })
const journal = openJournal(path, { profile: 'profile', openedBefore: true, id, tell: notices.tell })
journal.close()
console.log(life.moments)
