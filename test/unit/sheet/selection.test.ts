import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  at,
  besides,
  blockOf,
  clampSelection,
  go,
  goWithin,
  holds,
  isRange,
  isSameSelection,
  isSeveral,
  isWholeRow,
  partsOf,
  type Place,
  type Range,
  rangesOf,
  rowsOf,
  rowsOfAll,
  type Selection,
  stretched,
  stretchesOf,
  wholeColumns,
  withColumns,
} from '../../../renderer/sheet/model/selection.ts'

const extent = { rows: 8, columns: 6 }
const place = fc.record({ row: fc.nat(extent.rows - 1), column: fc.nat(extent.columns - 1) })
const range = fc.tuple(place, place).map(([anchor, head]) => stretched(anchor, head))
/** One range after the other, each besides those before. */
const several = fc
  .array(range, { minLength: 1, maxLength: 5 })
  .map(([first, ...more]) => more.reduce((before, next) => besides(before, next), first ?? at(0, 0)))

/** All cells, one by one. */
const everyCell: readonly Place[] = Array.from({ length: extent.rows * extent.columns }, (_, index) => ({
  row: Math.floor(index / extent.columns),
  column: index % extent.columns,
}))
const isIn = ({ row, column }: Place, { top, left, bottom, right }: Range): boolean =>
  row >= top && row <= bottom && column >= left && column <= right
const selected = (selection: Selection): Place[] =>
  everyCell.filter((cell) => rangesOf(selection).some((one) => isIn(cell, one)))

describe('several ranges', () => {
  it('hold each of their cells once, in rectangles that do not meet', () => {
    fc.assert(
      fc.property(several, (selection) => {
        for (const cell of everyCell) {
          const times = partsOf(selection).filter((part) => isIn(cell, part)).length
          expect(times).toBe(holds(selection, cell) ? 1 : 0)
        }
      }),
    )
  })

  it('have each of their rows once, in stretches that do not touch', () => {
    fc.assert(
      fc.property(several, (selection) => {
        const rows = [...new Set(selected(selection).map(({ row }) => row))]
        const stretches = stretchesOf(selection)
        expect(
          stretches.flatMap(({ top, bottom }) => Array.from({ length: bottom - top + 1 }, (_, step) => top + step)),
        ).toEqual(rows)
        expect(rowsOfAll(selection)).toBe(rows.length)
        stretches.forEach(({ top }, index) => {
          if (index > 0) expect(top).toBeGreaterThan((stretches[index - 1]?.bottom ?? 0) + 1)
        })
      }),
    )
  })

  it('are gone through cell by cell, round and round, and back again', () => {
    fc.assert(
      fc.property(several, fc.constantFrom([0, 1], [1, 0]), (selection, [rows = 0, columns = 0]) => {
        const all = selected(selection)
        const seen = new Set<string>()
        let now = selection
        for (let step = 0; step < all.length; step += 1) {
          now = goWithin(now, rows, columns)
          seen.add(JSON.stringify(now.active))
          expect(isSameSelection(goWithin(goWithin(now, rows, columns), -rows, -columns), now)).toBe(true)
        }
        expect(seen.size).toBe(all.length)
        expect(now.active).toEqual(selection.active)
      }),
    )
  })

  it('lose what is gone and nothing else where there are fewer rows and columns', () => {
    fc.assert(
      fc.property(several, place, (selection, { row, column }) => {
        const fewer = { rows: row + 1, columns: column + 1 }
        const clamped = clampSelection(selection, fewer)
        const left = selected(selection).filter((cell) => cell.row < fewer.rows && cell.column < fewer.columns)
        for (const cell of left) expect(holds(clamped, cell)).toBe(true)
        for (const cell of selected(clamped)) expect(cell.row < fewer.rows && cell.column < fewer.columns).toBe(true)
        expect(clampSelection(selection, extent)).toEqual(selection)
      }),
    )
  })

  it('go with columns that stand the other way round', () => {
    fc.assert(
      fc.property(several, (selection) => {
        const turned = (column: number): number => extent.columns - 1 - column
        const moved = withColumns(selection, turned)
        const cells = selected(selection).map(({ row, column }) => ({ row, column: turned(column) }))
        expect(selected(moved)).toHaveLength(cells.length)
        for (const cell of cells) expect(holds(moved, cell)).toBe(true)
        expect(withColumns(moved, turned)).toEqual(selection)
      }),
    )
  })

  it('are copied as one block where what lies between is left out, and never with what is not selected', () => {
    fc.assert(
      fc.property(several, (selection) => {
        const block = blockOf(selection)
        if (!block) return
        const cells = block.rows.flatMap(({ top, bottom }) =>
          Array.from({ length: bottom - top + 1 }, (_, step) => top + step).flatMap((row) =>
            block.columns.map((column) => ({ row, column })),
          ),
        )
        expect(cells).toEqual(selected(selection))
      }),
    )
    const columns = besides(
      stretched({ row: 1, column: 4 }, { row: 3, column: 4 }),
      stretched({ row: 1, column: 0 }, { row: 3, column: 1 }),
    )
    expect(blockOf(columns)).toEqual({ rows: [{ top: 1, bottom: 3 }], columns: [0, 1, 4] })
    expect(blockOf(besides(at(1, 1), at(4, 1)))).toEqual({
      rows: [
        { top: 1, bottom: 1 },
        { top: 4, bottom: 4 },
      ],
      columns: [1],
    })
    expect(blockOf(besides(at(1, 1), at(4, 2)))).toBe(null)
  })

  it('are drawn on at the last one, and left by a step', () => {
    const two = besides(at(1, 1), at(4, 2))
    const drawn = go(two, { row: 5, column: 3 }, true, extent)
    expect(rangesOf(drawn)).toEqual([
      { top: 1, left: 1, bottom: 1, right: 1 },
      { top: 4, left: 2, bottom: 5, right: 3 },
    ])
    expect(isSeveral(go(drawn, { row: 0, column: 0 }, false, extent))).toBe(false)
    expect([isSeveral(two), isRange(two), isSeveral(at(1, 1)), isRange(at(1, 1))]).toEqual([true, true, false, false])
    expect(isSameSelection(two, besides(at(1, 2), at(4, 2)))).toBe(false)
  })

  it('become whole rows and whole columns together', () => {
    const two = besides(at(1, 1), at(4, 2))
    const rows = rowsOf(two, extent)
    expect([0, 1, 2, 3, 4].filter((row) => isWholeRow(rows, row, extent.columns))).toEqual([1, 4])
    expect(rowsOfAll(wholeColumns(two, extent))).toBe(extent.rows)
    expect(rows.active).toEqual(two.active)
  })
})
