import { expect, test } from 'vitest'
import type { OperationRow } from '../../../shared/contract/outbox.ts'
import type { OperationState } from '../../../shared/operations/states.ts'
import { httpRig, type Rig } from '../../support/core-rig.ts'
import { originals, stranger } from '../../support/import-file.ts'

/** Sends everything, and waits for the one conflict that comes of it. */
async function conflict(rig: Rig): Promise<OperationRow> {
  await rig.send()
  let found: OperationRow[] = []
  await rig.until(async () => (found = await rig.operations(['conflict'])).length > 0)
  return found[0]!
}

const written = (rig: Rig, effect: string) =>
  rig.panel.ledger.entries().filter((entry) => entry.effect === effect && entry.session !== 0)

test('a conflict over a plan is settled by a third plan, which is billed once', async () => {
  const rig = await httpRig()
  const [tracker] = await originals(rig)
  const { tariffs } = await rig.call('lookup.tariffs', {})
  const [mine, theirs, third] = tariffs.filter(({ active, name }) => active && name !== tracker!.values['plan'])
  await rig.call('sheet.act', {
    kind: 'tracker.tariff',
    ids: [tracker!.id],
    plan: mine!.id,
    repay: true,
    charge: true,
  })
  rig.panel.edit({ tracker_id: Number(tracker!.values['panelId']), tariff_id: theirs!.id })
  const { id, changes } = await conflict(rig)
  expect(changes).toEqual([expect.objectContaining({ field: 'plan', to: mine!.name, theirs: theirs!.name })])

  const resolve = { operations: [id], take: 'theirs' as const, values: { plan: third!.id } }
  expect(await rig.call('outbox.resolve', resolve)).toEqual({ resolved: 1 })
  await rig.settled()
  expect(written(rig, 'tracker.tariff')).toHaveLength(1)
  expect((await rig.rows()).find((row) => row.id === tracker!.id)!.values['plan']).toBe(third!.name)
})

test('a conflict over an owner is settled by a third owner', async () => {
  const rig = await httpRig()
  const [tracker] = await originals(rig)
  const users = (await rig.call('lookup.users', { search: '' })).users
  const third = await stranger(rig, [tracker!])
  const sameDevice = (await rig.rows()).filter(({ values }) => values['sourceId'] === tracker!.values['sourceId'])
  const holders = new Set([third, ...sameDevice.map(({ values }) => values['userId'])])
  const mine = users.find(({ id }) => !holders.has(id))
  await rig.call('sheet.act', { kind: 'tracker.move', ids: [tracker!.id], owner: mine!.id })
  // A move by somebody else leaves nothing under the tracker's id; so the edit is made against another owner here.
  rig.tamper(`UPDATE operation SET params = json_set(params, '$.base.owner', ${third})`)
  const { id, changes } = await conflict(rig)
  expect(changes).toEqual([expect.objectContaining({ to: mine!.login, theirs: tracker!.values['owner'] })])

  const inWords = { operations: [id], take: 'theirs' as const, values: { owner: 'somebody' } }
  expect(await rig.call('outbox.resolve', inWords)).toEqual({ resolved: 0 })
  const resolve = { operations: [id], take: 'theirs' as const, values: { owner: third } }
  expect(await rig.call('outbox.resolve', resolve)).toEqual({ resolved: 1 })
  await rig.settled()
  expect(written(rig, 'tracker.move')).toEqual([expect.objectContaining({ user: third })])
})

test('a value of the wrong kind is no answer to a conflict', async () => {
  const rig = await httpRig()
  const answer = await rig.answer('outbox.resolve', { operations: [1], take: 'mine', values: { plan: { id: 5 } } })
  expect(answer).toMatchObject({ ok: false, problem: { code: 'bad-call' } })
})

test('the next one in a state is found among all that are looked at, and round again from the first', async () => {
  const rig = await httpRig()
  const rows = (await rig.sound()).slice(0, 300)
  await rig.call('sheet.stage', {
    sheet: 'trackers',
    source: 'paste',
    cells: rows.map(({ id }, index) => ({ id, field: 'label', value: `Mine ${index}` })),
  })
  for (const index of [3, 280]) {
    rig.panel.edit({ tracker_id: Number(rows[index]!.values['panelId']), label: 'Theirs' })
  }
  await rig.send()
  await rig.settled()
  const all = await rig.operations()
  const [first, last] = await rig.operations(['conflict'])
  const at = (operation: OperationRow) => all.findIndex(({ id }) => id === operation.id)
  const next = async (after: number, states: OperationState[] = []) =>
    (await rig.call('outbox.next', { changeSet: null, states, search: '', state: 'conflict', after })).next

  expect(await next(first!.id)).toEqual({ operation: last!.id, index: at(last!) })
  expect(at(last!)).toBeGreaterThan(200)
  expect(await next(last!.id)).toEqual({ operation: first!.id, index: at(first!) })
  expect(await next(first!.id, ['conflict'])).toEqual({ operation: last!.id, index: 1 })
  await rig.call('outbox.resolve', { operations: [first!.id], take: 'theirs' })
  expect(await next(last!.id)).toBeNull()
})

test('what is typed into a draft once more is held against what it was first made against, though a pull has seen theirs', async () => {
  const rig = await httpRig()
  const [first] = await rig.sound()
  await rig.label(first!.id, 'Mine')
  rig.panel.edit({ tracker_id: first!.id, label: 'Theirs' })
  await rig.call('pull.start', {})
  await rig.online()
  await rig.label(first!.id, 'Mine, once more')
  await rig.send()
  await rig.settled()
  const conflicts = await rig.operations(['conflict'])
  expect(conflicts.flatMap(({ changes }) => changes)).toEqual([
    expect.objectContaining({ field: 'label', to: 'Mine, once more', theirs: 'Theirs' }),
  ])
})
