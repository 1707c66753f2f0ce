import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { throttled } from '../../../renderer/stores/throttled.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('the first call is answered at once, a flood of further ones by a single one', async () => {
  const work = vi.fn(() => Promise.resolve())
  const soon = throttled(work, 250)
  for (let call = 0; call < 100; call += 1) soon()
  expect(work).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(249)
  expect(work).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(work).toHaveBeenCalledTimes(2)
  await vi.advanceTimersByTimeAsync(1000)
  expect(work).toHaveBeenCalledTimes(2)
})

test('slow work is never done twice at a time, and a failure does not end it', async () => {
  let running = 0
  let most = 0
  const work = vi.fn(async () => {
    most = Math.max(most, (running += 1))
    await new Promise((done) => setTimeout(done, 1000))
    running -= 1
    throw new Error('gone')
  })
  const soon = throttled(work, 250)
  soon()
  soon()
  await vi.advanceTimersByTimeAsync(500)
  soon()
  await vi.advanceTimersByTimeAsync(3000)
  expect([most, work.mock.calls.length]).toEqual([1, 2])
})
