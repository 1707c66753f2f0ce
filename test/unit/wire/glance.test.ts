import { expect, test } from 'vitest'
import { glances } from '../../../electron/wire/glance.ts'
import type { Status } from '../../../shared/contract/profiles.ts'

type Seen = Parameters<ReturnType<typeof glances>>[0]
const status = (sending: Partial<Status['sending']>, queue: Partial<Status['queue']> = {}, state = 'online'): Seen =>
  ({
    sending: { running: true, paused: false, done: 0, total: 10, ...sending },
    queue: { conflict: 0, unknown: 0, rejected: 0, ...queue },
    connection: { state },
  }) as Seen

test('how far a sending has come is told whenever a hundredth is done, and that it has ended', () => {
  const glance = glances()
  expect(glance(status({ total: 1000 }))).toEqual({ progress: 0, needs: 0 })
  expect(glance(status({ done: 9, total: 1000 }))).toBe(null)
  expect(glance(status({ done: 10, total: 1000 }))).toEqual({ progress: 0.01, needs: 0 })
  expect(glance(status({ done: 1000, total: 1000, running: false }))).toEqual({ progress: null, needs: 0 })
})

test('paused or without a connection nothing is under way', () => {
  const glance = glances()
  expect(glance(status({ done: 5 }))).toEqual({ progress: 0.5, needs: 0 })
  expect(glance(status({ done: 5, paused: true }))).toEqual({ progress: null, needs: 0 })
  expect(glance(status({ done: 5 }, {}, 'offline'))).toBe(null)
})

test('what waits for a person is counted: conflicts, what nobody knows, and what was refused', () => {
  expect(glances()(status({ running: false }, { conflict: 1, unknown: 2, rejected: 3 }))).toEqual({
    ...{ progress: null, needs: 6 },
  })
})
