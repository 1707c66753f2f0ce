import { expect, test } from 'vitest'
import { createConsoleValues } from '../../../electron/console/values.ts'

test('values are merged by name: each keeps its last value and the time at which it became that', () => {
  const values = createConsoleValues()
  values.report(
    [
      ['Speed', '0'],
      ['Satellites', '7'],
    ],
    1000,
    1,
  )
  values.report(
    [
      ['Speed', '0'],
      ['Heading', '90'],
    ],
    2000,
    2,
  )
  values.report([['Speed', '31']], 3000, 3)
  expect(values.reportedAt).toBe(3000)
  expect(values.since(0)).toEqual([
    { name: 'Speed', value: '31', changedAt: 3000 },
    { name: 'Satellites', value: '7', changedAt: 1000 },
    { name: 'Heading', value: '90', changedAt: 2000 },
  ])
})

test('only what has changed since is told again', () => {
  const values = createConsoleValues()
  values.report(
    [
      ['Speed', '0'],
      ['Satellites', '7'],
    ],
    1000,
    1,
  )
  values.report(
    [
      ['Speed', '1'],
      ['Satellites', '7'],
    ],
    2000,
    2,
  )
  expect(values.since(1)).toEqual([{ name: 'Speed', value: '1', changedAt: 2000 }])
  expect(values.since(2)).toEqual([])
})

test('of more names than anybody reads, those are forgotten that have not changed for the longest time', () => {
  const values = createConsoleValues()
  values.report([['Kept', 'a']], 1, 1)
  for (let at = 2; at < 900; at++) {
    values.report(
      [
        [`Name ${at}`, 'x'],
        ['Kept', String(at)],
      ],
      at,
      at,
    )
  }
  const names = values.since(0).map(({ name }) => name)
  expect(names).toHaveLength(500)
  expect(names).toContain('Kept')
  expect(names).toContain('Name 899')
  expect(names).not.toContain('Name 2')
})
