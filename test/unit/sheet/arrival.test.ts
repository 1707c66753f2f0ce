import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { arrival } from '../../../renderer/sheet/grid/arrival.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Rows that are there or not, somebody who draws them, and how often that was done. */
function drawing({ there }: { there: boolean }) {
  const state = { there, drawn: 0 }
  const rows = arrival(() => state.there)
  const draw = async (): Promise<void> => {
    await rows.untilThere()
    state.drawn += 1
  }
  return { state, rows, draw }
}

const settled = () => vi.advanceTimersByTimeAsync(0)

describe('rows that are about to be drawn', () => {
  test('are drawn at once where they are there', async () => {
    const { state, rows, draw } = drawing({ there: true })
    await draw()
    expect(state.drawn).toBe(1)
    expect(rows.told()).toBe(false)
  })

  test('are waited for, by all who draw a part of them, and drawn once', async () => {
    const { state, rows, draw } = drawing({ there: false })
    void draw()
    void draw()
    await settled()
    expect(rows.told()).toBe(true)
    await settled()
    expect(state.drawn).toBe(0)
    state.there = true
    expect(rows.told()).toBe(true)
    await settled()
    expect(state.drawn).toBe(2)
    expect(rows.told()).toBe(false)
  })

  test('are drawn as awaited where they take long, until all have come', async () => {
    const { state, rows, draw } = drawing({ there: false })
    void draw()
    await vi.advanceTimersByTimeAsync(1000)
    expect(state.drawn).toBe(1)
    await draw()
    expect(state.drawn).toBe(2)
    state.there = true
    expect(rows.told()).toBe(false)
    state.there = false
    void draw()
    await settled()
    expect(state.drawn).toBe(2)
  })
})
