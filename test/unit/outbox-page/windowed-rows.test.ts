import { describe, expect, test } from 'vitest'
import { type RowWindow, windowedRows } from '../../../renderer/stores/windowedRows.ts'

/** A core whose answers come when the test says so. */
function slowCore(count: number) {
  let text = 'old'
  let total = count
  const waiting: { from: number; answer: () => void; fail: () => void }[] = []
  const fetch = (from: number, most: number) =>
    new Promise<RowWindow<string>>((resolve, reject) => {
      const rows = Array.from({ length: Math.max(0, Math.min(most, total - from)) }, (_, at) => `${text} ${from + at}`)
      const answered = { count: total, rows }
      waiting.push({ from, answer: () => resolve(answered), fail: () => reject(new Error('gone')) })
    })
  async function settle(how: 'answer' | 'fail' = 'answer'): Promise<number[]> {
    const now = waiting.splice(0)
    for (const one of now) one[how]()
    await new Promise((done) => setImmediate(done))
    return now.map(({ from }) => from)
  }
  return {
    fetch,
    settle,
    waiting,
    change(to: string, left = total) {
      text = to
      total = left
    },
  }
}

describe('rows in a window', () => {
  test('only pages in sight are asked for, each once', async () => {
    const core = slowCore(4000)
    const rows = windowedRows(core.fetch)
    rows.show(0, 30)
    rows.show(0, 31)
    expect(await core.settle()).toEqual([0])
    rows.show(395, 425)
    expect(await core.settle()).toEqual([200, 400])
    rows.show(0, 30)
    expect(core.waiting).toEqual([])
    expect(rows.count.value).toBe(4000)
    expect([rows.at(0), rows.at(399), rows.at(400), rows.at(3000)]).toEqual(['old 0', 'old 399', 'old 400', undefined])
  })

  test('what has changed is fetched in place: old rows stay until the new ones are there', async () => {
    const core = slowCore(1000)
    const rows = windowedRows(core.fetch)
    rows.show(0, 30)
    await core.settle()
    core.change('new')
    rows.refresh()
    expect(rows.at(5)).toBe('old 5')
    await core.settle()
    expect(rows.at(5)).toBe('new 5')
  })

  test('a page out of sight is fetched anew when it comes in sight again', async () => {
    const core = slowCore(1000)
    const rows = windowedRows(core.fetch)
    rows.show(0, 30)
    await core.settle()
    rows.show(600, 630)
    await core.settle()
    core.change('new')
    rows.refresh()
    expect(await core.settle()).toEqual([600])
    rows.show(0, 30)
    expect(rows.at(0)).toBe('old 0')
    expect(await core.settle()).toEqual([0])
    expect(rows.at(0)).toBe('new 0')
  })

  test('however often something changes, one fetch a page is under way, and the last change is not lost', async () => {
    const core = slowCore(100)
    const rows = windowedRows(core.fetch)
    rows.show(0, 30)
    for (let change = 0; change < 50; change += 1) rows.refresh()
    expect(core.waiting).toHaveLength(1)
    core.change('new')
    await core.settle()
    expect(core.waiting).toHaveLength(1)
    await core.settle()
    expect(core.waiting).toHaveLength(0)
    expect(rows.at(0)).toBe('new 0')
  })

  test('an answer to an earlier question is not shown', async () => {
    const core = slowCore(100)
    const rows = windowedRows(core.fetch)
    rows.show(0, 30)
    core.change('new', 3)
    rows.restart()
    const [late, prompt] = core.waiting.splice(0)
    prompt?.answer()
    await core.settle()
    late?.answer()
    await core.settle()
    expect([rows.count.value, rows.at(0), rows.at(3)]).toEqual([3, 'new 0', undefined])
  })

  test('rows that are gone leave nothing behind', async () => {
    const core = slowCore(1000)
    const rows = windowedRows(core.fetch)
    rows.show(900, 930)
    await core.settle()
    core.change('new', 10)
    rows.refresh()
    await core.settle()
    await core.settle()
    expect([rows.count.value, rows.at(0), rows.at(900)]).toEqual([10, 'new 0', undefined])
  })

  test('a failure is told of, not repeated by itself, and over with the next answer', async () => {
    const core = slowCore(10)
    const rows = windowedRows(core.fetch)
    rows.show(0, 10)
    await core.settle('fail')
    expect(rows.error.value).toBeInstanceOf(Error)
    expect(core.waiting).toEqual([])
    rows.refresh()
    await core.settle()
    expect([rows.error.value, rows.at(0)]).toEqual([null, 'old 0'])
  })

  test('a range beyond what is held is fetched whole, and ends where the rows end', async () => {
    const rows = windowedRows(async (from, count) =>
      Promise.resolve({
        count: 2500,
        rows: Array.from({ length: Math.min(count, 2500 - from) }, (_, at) => from + at),
      }),
    )
    expect(await rows.take(100, 5000)).toEqual(Array.from({ length: 2400 }, (_, at) => at + 100))
  })
})
