import { expect, test } from 'vitest'
import { createRestarts } from '../../../electron/desktop/restarts.ts'

test('the core is started again three times within a minute, and again once the first of them is past', () => {
  let moment = 0
  const restarts = createRestarts(() => moment)
  expect([restarts.mayRestart(), restarts.mayRestart()]).toEqual([true, true])
  moment = 30_000
  expect([restarts.mayRestart(), restarts.mayRestart()]).toEqual([true, false])
  moment = 59_999
  expect(restarts.mayRestart()).toBe(false)
  moment = 60_000
  expect([restarts.mayRestart(), restarts.mayRestart(), restarts.mayRestart()]).toEqual([true, true, false])
})

test('a person who wants it tried again has three more', () => {
  const restarts = createRestarts(() => 0)
  for (let time = 0; time < 4; time += 1) restarts.mayRestart()
  restarts.forget()
  expect(restarts.mayRestart()).toBe(true)
})
