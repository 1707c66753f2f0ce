import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockEnd, edgeOf, type Lane } from '../../../renderer/sheet/features/keyboard/edge.ts'

/** A lane of cells, and how often it was asked to count. */
function laneOf(cells: readonly boolean[], step: -1 | 1) {
  const asked = { times: 0 }
  const lane: Lane = {
    size: cells.length,
    step,
    count(from, to) {
      asked.times += 1
      if (from < 0 || to >= cells.length || from > to) throw new RangeError(`${from}–${to} of ${cells.length}`)
      const within = cells.slice(from, to + 1)
      return Promise.resolve({ cells: within.length, filled: within.filter(Boolean).length })
    },
  }
  return { lane, asked }
}

/** The same as a person would find it, cell by cell. */
function walked(cells: readonly boolean[], from: number, step: -1 | 1): number {
  const end = step > 0 ? cells.length - 1 : 0
  let at = from
  const isInBlock = cells[at] === true && cells[at + step] === true
  do {
    if (at === end) return end
    at += step
  } while (isInBlock ? cells[at + step] === true : cells[at] !== true)
  return at
}

const wayOf = fc.constantFrom<-1 | 1>(-1, 1)

describe('Ctrl and an arrow', () => {
  it('lead where a walk from cell to cell would', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 300 }),
        fc.nat(299),
        wayOf,
        async (cells, place, step) => {
          const from = place % cells.length
          expect(await edgeOf(laneOf(cells, step).lane, from)).toBe(walked(cells, from, step))
        },
      ),
    )
  })

  it('find a far edge with few counts', async () => {
    const cells = Array.from({ length: 100_000 }, (_, row) => row < 77_777)
    const { lane, asked } = laneOf(cells, 1)
    expect(await edgeOf(lane, 0)).toBe(77_776)
    expect(asked.times).toBeLessThan(35)
  })

  it('reach the end of what is filled all the way with fewer still', async () => {
    const { lane, asked } = laneOf(
      Array.from({ length: 100_000 }, () => true),
      -1,
    )
    expect(await edgeOf(lane, 99_999)).toBe(0)
    expect(asked.times).toBeLessThan(15)
  })
})

it('a block of one cell ends with it', async () => {
  expect(await blockEnd(laneOf([true, false, true], 1).lane, 0)).toBe(0)
  expect(await blockEnd(laneOf([true, true, true], 1).lane, 0)).toBe(2)
})
