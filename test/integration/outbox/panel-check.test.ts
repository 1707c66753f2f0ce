import { expect, test } from 'vitest'
import type { Checked } from '../../../shared/contract/outbox.ts'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'
import { routesRig } from '../../support/routes-rig.ts'

// What is staged is held against the panel before it is sent, and nothing there is changed by that.

const panelId = (row: SheetRow) => Number(row.values['panelId'])
/** Those with anything that can still be sent. */
const sets = async (rig: SimRig) =>
  (await rig.call('outbox.changeSets', { settled: false })).changeSets.flatMap(({ id, counts }) =>
    counts.draft ? id : [],
  )
const check = async (rig: SimRig): Promise<Checked> => rig.call('outbox.check', { changeSets: await sets(rig) })
const planned = async (rig: SimRig) => (await rig.call('outbox.plan', { changeSets: await sets(rig) })).checked
const written = (rig: SimRig) =>
  rig.panel.ledger.entries().filter(({ session }) => session !== 0 && session !== undefined)

test('what others changed, took away or did likewise is found before anything is sent, and nothing is written', async () => {
  const rig = await simRig()
  const [same, changed, gone, likewise] = await rig.sound()
  for (const row of [same, changed, gone, likewise]) await rig.label(row!.id, 'Ours')
  rig.panel.edit({ tracker_id: panelId(changed!), label: 'Theirs' })
  rig.panel.edit({ tracker_id: panelId(gone!), gone: true })
  rig.panel.edit({ tracker_id: panelId(likewise!), label: 'Ours' })
  const before = written(rig).length

  expect(await planned(rig)).toBe(null)
  const found = await check(rig)
  expect(found).toMatchObject({ operations: 4, already: 1, unread: 0, outdated: false })
  expect(found.found.map(({ problem: { code }, operations }) => [code, operations])).toEqual([
    ['conflict', 1],
    ['entity-gone', 1],
  ])
  expect(await planned(rig)).toEqual(found)
  expect(written(rig)).toHaveLength(before)
  expect(await rig.operations(['draft'])).toHaveLength(4)

  // What was read is known from now on, as after a pull.
  const plan = await rig.call('outbox.plan', { changeSets: await sets(rig) })
  expect(plan.changedSince).toBe(1)
  const [row] = (await rig.rows()).filter(({ id }) => id === changed!.id)
  expect(row!.values['label']).toBe('Theirs')
})

test('a check is out of date once something else is staged, and after ten minutes', async () => {
  const rig = await simRig()
  const [one, other] = await rig.sound()
  await rig.label(one!.id, 'Ours')
  await check(rig)
  expect(await planned(rig)).toMatchObject({ outdated: false })
  await rig.clock.advance(10 * 60_000 + 1)
  expect(await planned(rig)).toMatchObject({ outdated: true })
  await check(rig)
  expect(await planned(rig)).toMatchObject({ outdated: false, operations: 1 })
  await rig.label(other!.id, 'Ours, too')
  expect(await planned(rig)).toMatchObject({ outdated: true })
})

test('thousands of rows are read by the list, and not one by one', async () => {
  const rig = await simRig({ panel: { trackers: 3000 } })
  const rows = await rig.sound()
  const cells = rows.map(({ id }) => ({ id, field: 'label', value: 'Ours' }))
  await rig.call('sheet.stage', { sheet: 'trackers', source: 'paste', cells })
  const asked = rig.wire.sent.length
  const found = await check(rig)
  expect(found).toMatchObject({ operations: rows.length, unread: 0, found: [] })
  expect(rig.wire.sent.length - asked).toBeLessThan(rows.length / 20)
})

test('a stop of a route is held against the panel in the session of its user', async () => {
  const { made, choose } = await routesRig()
  await choose()
  const open = (await made.rows({ sheet: 'checkpoints' })).filter(({ values }) => values['status'] === 'unassigned')
  const cells = open.slice(0, 2).map(({ id }) => ({ id, field: 'label', value: 'Ours' }))
  await made.call('sheet.stage', { sheet: 'checkpoints', source: 'paste', cells })
  made.panel.edit({ stop_id: Number(open[0]!.values['id']), label: 'Theirs' })
  expect(await check(made)).toMatchObject({
    ...{ operations: 2, unread: 0 },
    found: [{ problem: { code: 'conflict' }, operations: 1 }],
  })
})

test('what is still to be made is not held against anything, and without a connection nothing is', async () => {
  const rig = await simRig()
  const { equipment } = await rig.call('lookup.equipment', {})
  const bundle = { imei: '356938039901005', equipment: `#${equipment[0]!.id}` }
  expect(await rig.call('sheet.make', { sheet: 'bundles', rows: [bundle] })).toMatchObject({ broken: 0, skipped: [] })
  const [one] = await rig.sound()
  await rig.label(one!.id, 'Ours')
  expect(await check(rig)).toMatchObject({ operations: 1, unread: 1, found: [] })
  await rig.call('connection.workOffline', { on: true })
  await expect(check(rig)).rejects.toMatchObject({ problem: { code: 'offline' } })
})

test('a check that takes long is stopped, and what is staged is sent as if there had been none', async () => {
  const rig = await simRig()
  const rows = (await rig.sound()).slice(0, 3)
  for (const { id } of rows) await rig.label(id, 'Ours')
  for (const path of ['tracker/read', 'tracker/list']) {
    rig.panel.faults.add({ path, times: 1, strike: { do: 'slow', milliseconds: 60_000, when: 'before' } })
  }
  const running = check(rig)
  const stopped = expect(running).rejects.toMatchObject({ problem: { code: 'stopped' } })
  const underWay = () =>
    rig.events.flatMap((told) => (told.event === 'steps' ? told.steps : [])).find(({ name }) => name === 'check')
  await rig.until(() => underWay() !== undefined)
  await rig.call('steps.stop', { id: underWay()!.id })
  await stopped
  expect(await planned(rig)).toBe(null)
  await rig.sendAll()
  expect(await rig.operations(['done'])).toHaveLength(3)
})

test('what is staged while a check is under way makes it out of date, and a sending that begins ends it', async () => {
  const rig = await simRig()
  const [one, other] = await rig.sound()
  await rig.label(one!.id, 'Ours')
  const slow = () => {
    for (const path of ['tracker/read', 'tracker/list']) {
      rig.panel.faults.add({ path, times: 1, strike: { do: 'slow', milliseconds: 5_000, when: 'before' } })
    }
  }
  const underWay = () =>
    rig.events.findLast((told) => told.event === 'steps')?.steps.some(({ name }) => name === 'check')
  slow()
  const first = check(rig)
  await rig.until(() => underWay() === true)
  await rig.label(other!.id, 'Meanwhile')
  expect(await first).toMatchObject({ operations: 1, outdated: true })

  rig.panel.faults.clear()
  slow()
  const second = expect(check(rig)).rejects.toMatchObject({ problem: { code: 'stopped' } })
  await rig.until(() => underWay() === true)
  await rig.send()
  await second
  await rig.settled()
  expect(await rig.operations(['done'])).toHaveLength(2)
})

test('what turns out of a request after a check makes it out of date', async () => {
  const rig = await simRig()
  const [sent, staged] = await rig.sound()
  const strike = { do: 'slow', milliseconds: 30_000, when: 'after' } as const
  rig.panel.faults.add({ path: 'tracker/settings/update', times: 1, strike })
  await rig.label(sent!.id, 'Ours')
  await rig.send()
  await rig.until(async () => (await rig.operations(['sending'])).length === 1)
  await rig.label(staged!.id, 'Ours, too')
  await check(rig)
  expect(await rig.operations(['sending'])).toHaveLength(1)
  expect(await planned(rig)).toMatchObject({ operations: 1, outdated: false })
  await rig.settled()
  expect(await rig.operations(['done'])).toHaveLength(1)
  expect(await planned(rig)).toMatchObject({ operations: 1, outdated: true })
})

test('what a person gives up after a check makes it out of date', async () => {
  const rig = await simRig()
  const [sent, staged] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/raw_command/send', times: 1, strike: { do: 'drop', when: 'after' } })
  const command = { kind: 'tracker.command', command: 'reboot', form: 'text', reliable: true } as const
  await rig.call('sheet.act', { ...command, ids: [sent!.id] })
  await rig.send()
  await rig.until(async () => (await rig.operations(['unknown'])).length === 1)
  await rig.online()
  await rig.label(staged!.id, 'Ours')
  await check(rig)
  expect(await planned(rig)).toMatchObject({ operations: 1, outdated: false })
  const [unknown] = await rig.operations(['unknown'])
  await rig.call('outbox.settle', { operations: [unknown!.id], by: 'giving-up' })
  expect(await planned(rig)).toMatchObject({ outdated: true })
})
