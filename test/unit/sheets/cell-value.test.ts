import { expect, test } from 'vitest'
import { cellValues } from '../../../shared/sheets/cell-value.ts'

test('cells hold texts, numbers, flags and nothing', () => {
  const cells = { label: 'Truck', balance: -1.5, hidden: false, comment: null }
  expect(cellValues.parse(cells)).toEqual(cells)
  expect(cellValues.parse({})).toEqual({})
})

test.for([[{ label: undefined }], [{ label: {} }], [{ label: [] }], [{ balance: NaN }], [{ balance: Infinity }]])(
  'cells that hold anything else are refused: %o',
  ([cells]) => expect(cellValues.safeParse(cells).success).toBe(false),
)

test.for([[null], ['label'], [[]], [undefined]])('%o is no row of cells', ([row]) =>
  expect(cellValues.safeParse(row).success).toBe(false),
)
