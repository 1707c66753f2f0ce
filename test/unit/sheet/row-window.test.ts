import { describe, expect, it } from 'vitest'
import { rowWindow } from '../../../renderer/sheet/model/row-window.ts'
import type { SheetRow } from '../../../shared/contract/sheets.ts'

const row = (id: number, label = `row ${id}`): SheetRow => ({ id, values: { label }, marks: {} })
const rows = (from: number, count: number): SheetRow[] => Array.from({ length: count }, (_, step) => row(from + step))

/** A source whose answers come when the test lets them. */
function heldBack(count: number) {
  const asked: { from: number; count: number; answer(): Promise<void>; refuse(): Promise<void> }[] = []
  let changes = 0
  let failures = 0
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  const window = rowWindow(count, {
    fetch: (from, wanted) =>
      new Promise((resolve, reject) => {
        asked.push({
          from,
          count: wanted,
          answer: () => (resolve(rows(from, wanted)), settle()),
          refuse: () => (reject(new Error('no')), settle()),
        })
      }),
    changed: () => (changes += 1),
    failed: () => (failures += 1),
  })
  return {
    window,
    asked,
    get changes() {
      return changes
    },
    get failures() {
      return failures
    },
    /** Answers everything that is asked for until nothing more is. */
    async answerAll() {
      for (let next = asked.shift(); next; next = asked.shift()) await next.answer()
    },
  }
}

describe('the window of rows', () => {
  it('fetches what is in sight, and one page ahead', async () => {
    const source = heldBack(10_000)
    source.window.show(250, 280)
    expect(source.asked.map(({ from }) => from)).toEqual([200, 300])
    await source.answerAll()
    expect(source.window.row(250)?.id).toBe(250)
    expect(source.window.row(350)?.id).toBe(350)
  })

  it('looks ahead in the direction in which one scrolls', async () => {
    const source = heldBack(10_000)
    source.window.show(5000, 5030)
    await source.answerAll()
    source.window.show(4600, 4630)
    expect(source.asked.map(({ from }) => from)).toEqual([4600, 4500])
  })

  it('never asks for what has scrolled past before it could be fetched', async () => {
    const source = heldBack(100_000)
    for (let top = 0; top <= 50_000; top += 100) source.window.show(top, top + 30)
    expect(source.asked).toHaveLength(2)
    await source.answerAll()
    expect(source.window.row(50_000)?.id).toBe(50_000)
    expect(source.window.row(25_000)).toBeUndefined()
  })

  it('does not grow with the rows scrolled past', async () => {
    const source = heldBack(100_000)
    for (let top = 0; top < 100_000; top += 100) {
      source.window.show(top, top + 30)
      await source.answerAll()
    }
    expect(source.window.ids().length).toBeLessThanOrEqual(4000)
  })

  it('takes the rows that came with the view, and fetches a page that came in part', () => {
    const source = heldBack(10_000)
    source.window.put(0, rows(0, 150))
    expect(source.window.row(99)?.id).toBe(99)
    expect(source.window.row(100)).toBeUndefined()
    expect(source.window.holds(0, 99)).toBe(true)
    expect(source.window.holds(0, 100)).toBe(false)
  })

  it('replaces rows where they stand', async () => {
    const source = heldBack(50)
    source.window.show(0, 30)
    await source.answerAll()
    source.window.replace([row(7, 'new'), row(7000, 'not held')])
    expect(source.window.row(7)?.values['label']).toBe('new')
    expect(source.window.indexOf(7)).toBe(7)
    expect(source.window.indexOf(7000)).toBeUndefined()
  })

  it('shows the old rows until the new ones have come', async () => {
    const source = heldBack(1000)
    source.window.show(0, 30)
    await source.answerAll()
    void source.window.refetch()
    expect(source.window.row(0)?.id).toBe(0)
    expect(source.asked[0]?.from).toBe(0)
  })

  it('says when what is in sight is fresh again', async () => {
    const source = heldBack(1000)
    source.window.show(0, 30)
    await source.answerAll()
    let isFresh = false
    const fresh = source.window.refetch().then(() => (isFresh = true))
    await Promise.resolve()
    expect(isFresh).toBe(false)
    await source.answerAll()
    await fresh
    expect(isFresh).toBe(true)
  })

  it('fetches again what became stale while it was under way', async () => {
    const source = heldBack(50)
    source.window.show(0, 30)
    await source.asked.shift()?.answer()
    void source.window.refetch()
    const first = source.asked.shift()
    void source.window.refetch()
    await first?.answer()
    expect(source.asked).toHaveLength(1)
  })

  it('says that a fetch failed, and asks again when the rows come in sight anew', async () => {
    const source = heldBack(50)
    source.window.show(0, 30)
    await source.asked.shift()?.refuse()
    expect(source.failures).toBe(1)
    source.window.show(0, 30)
    expect(source.asked).toHaveLength(1)
  })

  it('throws away what comes after it has been closed', async () => {
    const source = heldBack(50)
    source.window.show(0, 30)
    source.window.close()
    await source.answerAll()
    expect(source.changes).toBe(0)
  })
})
