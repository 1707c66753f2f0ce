import { expect, test } from 'vitest'
import type { ChangesAsked, PanelChange } from '../../../shared/contract/changes.ts'
import { otherClient } from '../../support/other-client.ts'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'

async function pull(rig: SimRig): Promise<void> {
  await rig.call('pull.start', {})
  await rig.until(async () => !(await rig.status()).pull.running)
}

const all: ChangesAsked = { since: 0, entity: null, sorts: [], field: null, whose: 'all', search: '' }

async function changes(rig: SimRig, asked: Partial<ChangesAsked> = {}): Promise<PanelChange[]> {
  return (await rig.call('changes.list', { ...all, ...asked, from: 0, count: 1000 })).rows
}

const told = ({ entity, row, sort, field, from, to, ours }: PanelChange) => ({
  ...{ entity, row, sort, field, from, to, ours },
})

test('the first pull finds nothing changed, and one of the same picture neither', async () => {
  const rig = await simRig({ panel: { trackers: 300 } })
  expect(await changes(rig)).toEqual([])
  await pull(rig)
  expect(await changes(rig)).toEqual([])
  const { latest } = await rig.call('changes.pulls', { before: [] })
  expect(latest).toHaveLength(2)
})

test('a pull keeps what is new, changed field by field, and gone', async () => {
  const rig = await simRig({ panel: { trackers: 300 } })
  const [first, second] = await rig.sound()
  const [{ at: before } = { at: 0 }] = (await rig.call('changes.pulls', { before: [] })).latest
  await rig.clock.advance(60_000)
  rig.panel.edit({ tracker_id: first!.id, label: 'Changed', comment: 'by others' })
  rig.panel.edit({ tracker_id: second!.id, gone: true })
  await pull(rig)
  const found = await changes(rig)
  const of = { entity: 'tracker', row: first!.id, ours: false } as const
  expect(found.map(told)).toEqual(
    expect.arrayContaining([
      { ...of, sort: 'changed', field: 'label', from: first!.values['label'], to: 'Changed' },
      { ...of, sort: 'changed', field: 'comment', from: first!.values['comment'] || null, to: 'by others' },
      { ...of, row: second!.id, sort: 'gone', field: null, from: null, to: null },
    ]),
  )
  expect(found).toHaveLength(3)
  const { at, name, isThere } = found.find(({ field }) => field === 'label')!
  expect(at).toBeGreaterThan(before)
  expect(name).toBe('Changed')
  expect(isThere).toBe(true)
  expect(found.find(({ sort }) => sort === 'gone')).toMatchObject({ isThere: false, name: second!.values['label'] })
})

test('changes are known since the pull that was chosen, by entity, sort, field, and what is searched for', async () => {
  const rig = await simRig({ panel: { trackers: 300 } })
  const [first, second] = await rig.sound()
  rig.panel.edit({ tracker_id: first!.id, label: 'Early' })
  await pull(rig)
  const [{ id: since } = { id: 0 }] = (await rig.call('changes.pulls', { before: [] })).latest
  rig.panel.edit({ tracker_id: second!.id, label: 'Late', comment: 'too' })
  await pull(rig)
  expect((await changes(rig, { since })).map(({ to }) => to).sort()).toEqual(['Late', 'too'])
  expect((await changes(rig)).length).toBe(3)
  expect((await changes(rig, { field: 'comment' })).map(({ to }) => to)).toEqual(['too'])
  expect((await changes(rig, { search: 'EARLY' })).map(({ to }) => to)).toEqual(['Early'])
  expect(await changes(rig, { entity: 'bundle' })).toEqual([])
  expect(await changes(rig, { sorts: ['new', 'gone'] })).toEqual([])
  const { groups } = await rig.call('changes.summary', { since })
  expect(groups).toEqual([
    { entity: 'tracker', sort: 'changed', field: 'comment', ours: false, changes: 1 },
    { entity: 'tracker', sort: 'changed', field: 'label', ours: false, changes: 1 },
  ])
})

test('a change of owner is told by the names of both', async () => {
  const rig = await simRig({ panel: { trackers: 300 } })
  const users = await rig.rows({ sheet: 'users' })
  const tracker = (await rig.sound()).find(({ values }) => !values['clone'])!
  const other = users.find(({ id }) => id !== tracker.values['userId'])!
  const cell = { id: tracker.id, field: 'owner', value: String(other.values['login']) }
  await rig.call('sheet.stage', { sheet: 'trackers', source: 'type', cells: [cell] })
  await rig.sendAll()
  expect((await changes(rig, { field: 'owner' })).map(told)).toEqual([
    {
      ...{ entity: 'tracker', row: tracker.id, sort: 'changed', field: 'owner', ours: true },
      ...{ from: tracker.values['owner'], to: other.values['login'] },
    },
  ])
})

test('a clone is new at the panel, and ours where we made it', async () => {
  const rig = await simRig({ panel: { trackers: 300 } })
  const rows = await rig.rows()
  const users = await rig.rows({ sheet: 'users' })
  const originals = rows.filter(({ values }) => !values['clone'] && !values['corrupted'])
  /** Somebody who has no tracker with this device behind it. */
  const stranger = (of: SheetRow) =>
    users.find(
      ({ id }) => !rows.some(({ values }) => values['sourceId'] === of.values['sourceId'] && values['userId'] === id),
    )!.id
  const [ours, theirs] = [originals[0]!, originals[1]!]
  otherClient(rig.panel)('tracker/clone', { label: 'Theirs', tracker_id: theirs.id, user_id: stranger(theirs) })
  await pull(rig)
  await rig.call('sheet.act', { kind: 'tracker.clone', ids: [ours.id], user: stranger(ours), skipExisting: true })
  await rig.sendAll()
  await pull(rig)
  const found = await changes(rig, { sorts: ['new'] })
  expect(found.map((change) => [change.name, change.ours])).toEqual([
    [ours.values['label'], true],
    ['Theirs', false],
  ])
})

test('what we sent ourselves is told apart from what others changed', async () => {
  const rig = await simRig({ panel: { trackers: 300 } })
  const [first, second] = await rig.sound()
  await rig.label(first!.id, 'Sent by us')
  rig.panel.edit({ tracker_id: second!.id, label: 'By others' })
  await rig.sendAll()
  await pull(rig)
  const found = await changes(rig, { field: 'label' })
  expect(Object.fromEntries(found.map(({ to, ours }) => [to, ours]))).toEqual({
    'Sent by us': true,
    'By others': false,
  })
  expect((await changes(rig, { whose: 'ours' })).map(({ to }) => to)).toEqual(['Sent by us'])
  expect((await changes(rig, { whose: 'others' })).map(({ to }) => to)).toEqual(['By others'])
})

test('when a device last reported is no change', async () => {
  const rig = await simRig({ panel: { trackers: 300 } })
  const before = await rig.rows()
  await rig.clock.advance(3 * 3_600_000)
  await pull(rig)
  const after = await rig.rows()
  const fields = (found: PanelChange[]) => found.map(({ field }) => field)
  expect(fields(await changes(rig))).not.toContain('lastConnection')
  expect(fields(await changes(rig))).not.toContain('connection')
  expect(after).toHaveLength(before.length)
})

test('what changed is put back as a staged edit, as long as the panel holds it, and else says why not', async () => {
  const rig = await simRig({ panel: { trackers: 300 } })
  const [first, second, third] = await rig.sound()
  const labels = [first, second].map((row) => row!.values['label'])
  rig.panel.edit({ tracker_id: first!.id, label: 'One' })
  rig.panel.edit({ tracker_id: second!.id, label: 'Two' })
  await pull(rig)
  rig.panel.edit({ tracker_id: first!.id, label: 'One again' })
  rig.panel.edit({ tracker_id: second!.id, label: 'Two again' })
  rig.panel.edit({ tracker_id: third!.id, gone: true })
  await pull(rig)
  const found = await changes(rig)
  const idOf = (to: string) => found.find((change) => change.to === to)!.id
  const gone = found.find(({ sort }) => sort === 'gone')!.id
  // Of the first tracker both changes, of the second only the earlier one, which the panel holds no more.
  const answer = await rig.call('changes.putBack', { ids: [idOf('One'), idOf('One again'), idOf('Two'), gone] })
  expect(answer).toEqual({
    ...{ staged: 1, unstaged: 0, broken: 0, steps: 1 },
    left: expect.arrayContaining([
      { problem: { code: 'put-back-changed' }, changes: 1 },
      { problem: { code: 'put-back-row' }, changes: 1 },
    ]) as unknown,
  })
  const staged = (await rig.rows({ only: 'staged' })).map(({ id, marks }) => [id, marks['label']?.value])
  expect(staged).toEqual([[first!.id, labels[0]]])
  await rig.call('sheet.undo', { redo: false })
  expect(await rig.rows({ only: 'staged' })).toEqual([])
})

test('changes that are older than the bound are swept away', async () => {
  const rig = await simRig({ panel: { trackers: 300 } })
  const [first, second] = await rig.sound()
  rig.panel.edit({ tracker_id: first!.id, label: 'Old' })
  await pull(rig)
  await rig.clock.advance(91 * 24 * 3_600_000)
  rig.panel.edit({ tracker_id: second!.id, label: 'New' })
  await rig.call('connection.retry', {})
  await rig.online()
  await pull(rig)
  expect((await changes(rig, { field: 'label' })).map(({ to }) => to)).toEqual(['New'])
})
