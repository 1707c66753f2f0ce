import { expect, test } from 'vitest'
import { pendingEdits } from '../../../renderer/sheet/model/pending-edits.ts'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { trackersSheet } from '../../../shared/sheets/trackers.ts'

const row: SheetRow = { id: 1, values: { label: 'Before', comment: '' }, marks: {} }
const edit = (field: string, value: string) => ({ id: 1, field, value })

test('an edit stays in sight when an earlier batch, which changed the same cell, has arrived', () => {
  const pending = pendingEdits(trackersSheet)
  const label = () => pending.over(row).marks['label']?.value
  const endFirst = pending.show([edit('label', 'First'), edit('comment', 'Noted')])
  const endSecond = pending.show([edit('label', 'Second')])
  expect(label()).toBe('Second')
  endFirst()
  expect(label()).toBe('Second')
  expect(pending.over(row).marks['comment']).toBeUndefined()
  endSecond()
  expect(pending.over(row)).toBe(row)
})

test('a batch that ends twice ends nothing of a later one', () => {
  const pending = pendingEdits(trackersSheet)
  const end = pending.show([edit('label', 'First')])
  end()
  pending.show([edit('label', 'Second')])
  end()
  expect(pending.over(row).marks['label']?.value).toBe('Second')
})
