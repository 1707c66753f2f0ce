import { expect, test } from 'vitest'
import { unusedColumns } from '../../../renderer/pages/imports/unused.ts'
import type { ImportMapping } from '../../../shared/contract/imports.ts'

const mapping: ImportMapping = {
  kind: 'clones',
  fields: {
    tracker: { from: 'column', column: 0 },
    user: { from: 'constant', value: '2' },
    label: { from: 'nothing' },
  },
  options: {},
}
const column = (name: string, ...samples: string[]) => ({ name, samples })

test('columns from which nothing is taken are named: those that are used, empty or our own are not', () => {
  const columns = [
    column('id', '1'),
    column('label', 'One'),
    column(''),
    column('', 'x'),
    column('note'),
    column('Reason', 'y'),
  ]
  expect(unusedColumns(columns, mapping, 'Reason')).toEqual([1, 3, 4])
  const all = { ...mapping, fields: { ...mapping.fields, label: { from: 'column', column: 1 } as const } }
  expect(unusedColumns(columns.slice(0, 2), all, 'Reason')).toEqual([])
})
