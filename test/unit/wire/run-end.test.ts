import { expect, test } from 'vitest'
import { runEnds } from '../../../electron/wire/run-end.ts'

const nothing = { draft: 0, ready: 0, held: 0, sending: 0, waiting: 0, unknown: 0, conflict: 0, rejected: 0, broken: 0 }
const sending = {
  running: true,
  paused: false,
  done: 0,
  total: 12,
  refused: 0,
  already: 0,
  behind: 0,
  remaining: null,
  startedAt: 1,
  pausedKinds: [],
}
const online = { sending, connection: { state: 'online' as const }, queue: nothing }
const ended = { ...online, sending: { ...sending, running: false, done: 12, refused: 2 } }

test('the end of a run is told once, with what came of it', () => {
  const endOf = runEnds()
  expect(endOf(online)).toBeNull()
  expect(endOf({ ...ended, queue: { ...nothing, conflict: 1, unknown: 2 } })).toEqual({
    sent: 10,
    refused: 2,
    open: 3,
  })
  expect(endOf(ended)).toBeNull()
})

test('a run that was over before is not told', () => {
  expect(runEnds()(ended)).toBeNull()
})

test('a run that is interrupted or paused has not ended', () => {
  const endOf = runEnds()
  endOf(online)
  expect(endOf({ ...ended, connection: { state: 'chosen-offline' } })).toBeNull()
  expect(endOf({ ...ended, sending: { ...ended.sending, paused: true } })).toBeNull()
  expect(endOf(online)).toBeNull()
  expect(endOf(ended)).toMatchObject({ sent: 10 })
})
