import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filledCells, filledRange, fillTarget } from '../../../renderer/sheet/features/filling/fill.ts'

const range = { top: 4, left: 2, bottom: 5, right: 3 }

describe('the handle of a selection', () => {
  it.each([
    [
      { row: 8, column: 3 },
      { way: 'down', range: { top: 6, left: 2, bottom: 8, right: 3 } },
    ],
    [
      { row: 1, column: 2 },
      { way: 'up', range: { top: 1, left: 2, bottom: 3, right: 3 } },
    ],
    [
      { row: 5, column: 6 },
      { way: 'right', range: { top: 4, left: 4, bottom: 5, right: 6 } },
    ],
    [
      { row: 4, column: 0 },
      { way: 'left', range: { top: 4, left: 0, bottom: 5, right: 1 } },
    ],
    // Whichever way it is drawn farther.
    [
      { row: 9, column: 4 },
      { way: 'down', range: { top: 6, left: 2, bottom: 9, right: 3 } },
    ],
    [
      { row: 6, column: 7 },
      { way: 'right', range: { top: 4, left: 4, bottom: 5, right: 7 } },
    ],
  ])('drawn to %o fills %o', (place, target) => {
    expect(fillTarget(range, place)).toEqual(target)
  })

  it('fills nothing while it is within the selection', () => {
    expect(fillTarget(range, { row: 4, column: 3 })).toBeNull()
  })

  it('never fills what was selected, and leaves no gap to it', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), (row, column) => {
        const target = fillTarget(range, { row, column })
        if (!target) return
        const all = filledRange(range, target.range)
        const cells = ({ top, left, bottom, right }: typeof range) => (bottom - top + 1) * (right - left + 1)
        expect(cells(all)).toBe(cells(range) + cells(target.range))
      }),
    )
  })
})

describe('a fill', () => {
  it('counts on in every column of its own', () => {
    const source = [
      ['Truck 01', 'a'],
      ['Truck 02', 'b'],
    ]
    expect(filledCells(source, 'down', 3, 'series')).toEqual([
      ['Truck 03', 'a'],
      ['Truck 04', 'b'],
      ['Truck 05', 'a'],
    ])
  })

  it('counts down towards the top, the nearest value last', () => {
    expect(filledCells([['Truck 05']], 'up', 3, 'series')).toEqual([['Truck 02'], ['Truck 03'], ['Truck 04']])
  })

  it('goes along rows', () => {
    expect(
      filledCells(
        [
          ['A1', 'A2'],
          ['x', 'y'],
        ],
        'right',
        2,
        'series',
      ),
    ).toEqual([
      ['A3', 'A4'],
      ['x', 'y'],
    ])
    expect(filledCells([['A5', 'A6']], 'left', 2, 'series')).toEqual([['A3', 'A4']])
  })

  it('copies instead where that is asked for', () => {
    expect(filledCells([['A1'], ['A2']], 'down', 3, 'copy')).toEqual([['A1'], ['A2'], ['A1']])
    expect(filledCells([['A1'], ['A2']], 'up', 3, 'copy')).toEqual([['A2'], ['A1'], ['A2']])
  })

  it('of no rows is nothing', () => {
    expect(filledCells([['a']], 'down', 0, 'series')).toEqual([])
  })
})
