import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planPaste } from '../../../renderer/sheet/features/clipboard/paste.ts'

const target = {
  rows: 100,
  columns: 6,
  isEditable: (column: number) => column !== 0,
  mayBeEmpty: (column: number) => column !== 1,
}
const cell = (row: number, column: number) => ({ top: row, left: column, bottom: row, right: column })

describe('a paste', () => {
  it('lays a block from the active cell', () => {
    const plan = planPaste(
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      cell(3, 1),
      target,
    )
    expect(plan.cells).toEqual([
      { row: 3, column: 1, value: 'a' },
      { row: 3, column: 2, value: 'b' },
      { row: 4, column: 1, value: 'c' },
      { row: 4, column: 2, value: 'd' },
    ])
    expect(plan.range).toEqual({ top: 3, left: 1, bottom: 4, right: 2 })
  })

  it('fills the range with a single value', () => {
    const plan = planPaste([['x']], { top: 0, left: 1, bottom: 9, right: 2 }, target)
    expect(plan.cells).toHaveLength(20)
    expect(new Set(plan.cells.map(({ value }) => value))).toEqual(new Set(['x']))
  })

  it('repeats a block into a range that is a whole multiple of it', () => {
    const plan = planPaste([['a'], ['b']], { top: 0, left: 1, bottom: 3, right: 1 }, target)
    expect(plan.cells.map(({ value }) => value)).toEqual(['a', 'b', 'a', 'b'])
  })

  it('lays a block once where the range is no whole multiple of it', () => {
    const plan = planPaste([['a'], ['b']], { top: 0, left: 1, bottom: 2, right: 1 }, target)
    expect(plan.cells.map(({ value }) => value)).toEqual(['a', 'b'])
    expect(plan.range.bottom).toBe(1)
  })

  it('clips at the edges and counts what it left out', () => {
    const plan = planPaste(
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
      ],
      cell(98, 5),
      target,
    )
    expect(plan.cells.map(({ value }) => value)).toEqual(['a', 'c'])
    expect(plan.clipped).toBe(4)
  })

  it('passes over read-only cells and counts them', () => {
    const plan = planPaste([['a', 'b']], cell(0, 0), target)
    expect(plan.cells).toEqual([{ row: 0, column: 1, value: 'b' }])
    expect(plan.readOnly).toBe(1)
  })

  it('never takes an empty cell for "clear"', () => {
    const plan = planPaste([['b', ''], ['c']], cell(0, 2), target)
    expect(plan.cells.map(({ value }) => value)).toEqual(['b', 'c'])
    // What a row lacks says nothing; what it holds empty could clear, if the person says so.
    expect(plan.blank).toBe(1)
    expect(plan.blanks).toEqual([{ row: 0, column: 3, value: '' }])
  })

  it('offers to clear nothing that cannot be edited or may not be empty', () => {
    const plan = planPaste([['', '', '']], cell(0, 0), target)
    expect(plan.blanks).toEqual([{ row: 0, column: 2, value: '' }])
    expect(plan.blank).toBe(2)
  })

  it('accounts for every cell that it covers', () => {
    const block = fc.array(fc.array(fc.constantFrom('', 'x', 'y'), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 5,
    })
    const place = fc.tuple(fc.nat(99), fc.nat(5), fc.nat(7), fc.nat(3)).map(([top, left, down, right]) => ({
      top,
      left,
      bottom: Math.min(99, top + down),
      right: Math.min(5, left + right),
    }))
    fc.assert(
      fc.property(block, place, (cells, range) => {
        const plan = planPaste(cells, range, target)
        const covered = (plan.range.bottom - plan.range.top + 1) * (plan.range.right - plan.range.left + 1)
        expect(plan.cells.length + plan.blanks.length + plan.readOnly + plan.blank).toBe(covered)
        for (const { row, column } of plan.cells) {
          expect(row).toBeLessThan(target.rows)
          expect(target.isEditable(column)).toBe(true)
        }
      }),
    )
  })
})
