import { expect, test } from 'vitest'
import { createSlowLog } from '../../../electron/bridge/slow-log.ts'
import { commit, openSqlite } from '../../../electron/store/database.ts'
import { watchQueries } from '../../../electron/store/statements.ts'

/** A log of what is slow, by a clock that goes on only where a test says so. */
function slowLog() {
  const told: [string, Record<string, unknown> | undefined][] = []
  let now = 0
  const slow = createSlowLog(
    { monotonic: () => now },
    { info: (message, details) => void told.push([message, details]) },
  )
  return { slow, told, wait: (milliseconds: number) => void (now += milliseconds) }
}

test('a call of more than 40 ms is told by its name, and answers all the same', async () => {
  const { slow, told, wait } = slowLog()
  const call = (milliseconds: number) =>
    slow.call('sheet.open', () => {
      wait(milliseconds)
      return Promise.resolve('answer')
    })
  await call(40)
  expect(told).toEqual([])
  expect(await call(41.4)).toBe('answer')
  expect(told).toEqual([['a call was slow', { name: 'sheet.open', milliseconds: 41, before: 0 }]])
  await expect(slow.call('sheet.stage', () => Promise.reject(new Error((wait(50), 'failed'))))).rejects.toThrow(
    'failed',
  )
  expect(told.at(-1)).toEqual(['a call was slow', { name: 'sheet.stage', milliseconds: 50, before: 0 }])
})

test('a stand still of more than 50 ms is told with the call that was made last', async () => {
  const { slow, told } = slowLog()
  slow.stoodStill(50)
  slow.stoodStill(51)
  await slow.call('outbox.plan', () => Promise.resolve())
  slow.stoodStill(80)
  expect(told).toEqual([
    ['everything stood still', { name: 'after no call', milliseconds: 51, before: 0 }],
    ['everything stood still', { name: 'after outbox.plan', milliseconds: 80, before: 0 }],
  ])
})

test('a statement of more than 20 ms is told by its text, and no value of it', () => {
  const { slow, told, wait } = slowLog()
  const database = openSqlite(':memory:', 'normal')
  database.function('dwell', (milliseconds) => (wait(Number(milliseconds)), 'secret'))
  watchQueries({ database }, slow.queries)
  const dwell = database.prepare<[number, string]>('SELECT dwell(?)\n   AS it, ? AS typed')
  expect(dwell.get(20, 'typed')).toEqual({ it: 'secret', typed: 'typed' })
  expect(told).toEqual([])
  dwell.get(21, 'typed')
  expect(told).toEqual([
    ['a query was slow', { name: 'SELECT dwell(?) AS it, ? AS typed', milliseconds: 21, before: 0 }],
  ])
  commit(database, () => wait(100))
  expect(told.length, 'the work within a commit is none of its time').toBe(1)
})

test('the same name is told when it is slower than ever, and else once a minute with how often it was', () => {
  const { slow, told, wait } = slowLog()
  const took = (milliseconds: number) => slow.queries.took('SELECT 1', milliseconds)
  for (const milliseconds of [30, 25, 30, 31]) took(milliseconds)
  wait(60_001)
  took(21)
  expect(told.map(([, details]) => [details?.['milliseconds'], details?.['before']])).toEqual([
    [30, 0],
    [31, 2],
    [21, 0],
  ])
})

test('however many names there are, few are remembered', () => {
  const { slow, told } = slowLog()
  for (let n = 0; n < 2_000; n++) slow.queries.took(`SELECT ${n}`, 30)
  expect(told.length).toBe(2_000)
  slow.queries.took('SELECT 1999', 30)
  expect(told.length, 'one that is remembered').toBe(2_000)
  slow.queries.took('SELECT 0', 30)
  expect(told.length, 'one that was forgotten').toBe(2_001)
})
