import { expect, test } from 'vitest'
import { simRig } from '../../support/core-rig.ts'

const numbering = { do: 'pattern' as const, pattern: '{n:0000}', start: 1, step: 1 }

test('a change is looked at stretch by stretch, and staged as it was looked at, in the order of the view', async () => {
  const rig = await simRig({ panel: { trackers: 6000 } })
  const { view, count } = await rig.call('sheet.open', {
    sheet: 'trackers',
    search: '',
    sort: [{ field: 'panelId', descending: true }],
    filter: [],
    only: 'all',
  })
  const change = { sheet: 'trackers', field: 'label', where: { rows: 'view', view }, change: numbering } as const
  const first = await rig.call('sheet.previewChange', change)
  const second = await rig.call('sheet.previewChange', { ...change, from: first.next ?? 0 })
  expect(first).toMatchObject({ total: count, changed: first.rows, same: 0, broken: 0 })
  expect(second).toMatchObject({ total: count, next: null })
  expect(first.rows + second.rows).toBe(count)
  expect(second.examples[0]?.after).toBe(String(first.rows + 1))

  expect(await rig.call('sheet.change', change)).toEqual({ staged: count, unstaged: 0, skipped: 0, broken: 0 })
  const { rows } = await rig.call('sheet.rows', { view, from: first.rows, count: 1 })
  expect(rows[0]?.id).toBe(second.examples[0]?.id)
  expect(rows[0]?.marks['label']?.value).toBe(second.examples[0]?.after)
  expect((await rig.call('sheet.undo', { redo: false })).step?.cells).toBe(count)
})

test('looking at a change of all rows takes no view away', async () => {
  const rig = await simRig()
  const { view } = await rig.call('sheet.open', { sheet: 'trackers', search: '', sort: [], filter: [], only: 'all' })
  const all = { sheet: 'trackers', field: 'label', where: { rows: 'all' }, change: numbering } as const
  for (let time = 0; time < 20; time += 1) await rig.call('sheet.previewChange', all)
  expect((await rig.call('sheet.rows', { view, from: 0, count: 1 })).rows).toHaveLength(1)
})
