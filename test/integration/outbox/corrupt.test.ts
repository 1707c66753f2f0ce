import { describe, expect, test } from 'vitest'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { simRig, type RigOptions } from '../../support/core-rig.ts'

/** A core with an original that others have clones of, and one that nobody has. */
async function rigWithClones(options: RigOptions = {}) {
  const rig = await simRig(options)
  const rows = await rig.sound()
  const sources = new Map(
    rig
      .cached<{ id: number; source: number }>('SELECT id, source_id AS source FROM tracker')
      .map((row) => [row.id, row.source]),
  )
  const clonesOf = ({ id }: SheetRow) =>
    rows.filter((row) => row.values['clone'] === true && sources.get(row.id) === sources.get(id))
  const originals = rows.filter(({ values }) => values['clone'] === false)
  const cloned = originals.find((row) => clonesOf(row).length > 0)!
  const lone = originals.find((row) => clonesOf(row).length === 0)!
  return {
    ...{ rig, cloned, lone, clones: clonesOf(cloned), originals },
    idOf: ({ values }: SheetRow) => Number(values['panelId']),
    remove: (some: readonly SheetRow[], clones = true, confirmed?: string) =>
      rig.call('sheet.act', {
        ...{ kind: 'tracker.corrupt', ids: some.map(({ id }) => id), clones },
        confirmed: confirmed ?? (some.length === 1 ? String(some[0]!.values['label']) : String(some.length)),
      }),
    atPanel: () => rig.panel.ledger.entries().filter(({ effect }) => effect === 'tracker.corrupt'),
    async plan() {
      const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
      return rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
    },
    async row(id: number): Promise<SheetRow | undefined> {
      return (await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [id] })).rows[0]
    },
    async sent() {
      await rig.send()
      await rig.settled()
      return rig.operations()
    },
  }
}

test('it is staged only once the label of the one tracker is typed, or of several how many they are', async () => {
  const { rig, cloned, lone, remove } = await rigWithClones()
  for (const wrong of ['', '1', 'Another']) await expect(remove([lone], true, wrong)).rejects.toThrow('not-confirmed')
  for (const wrong of ['', '1', String(lone.values['label'])])
    await expect(remove([lone, cloned], true, wrong)).rejects.toThrow('not-confirmed')
  expect(await rig.operations()).toEqual([])
  const label = ` ${String(lone.values['label']).toUpperCase()} `
  expect(await remove([lone], true, label)).toMatchObject({ staged: 1, skipped: 0 })
  expect(await remove([lone, cloned], true, '2'), 'one is staged already').toMatchObject({ staged: 1, skipped: 1 })
})

test('staged offline it goes once, and the tracker is deleted in the sheet, its clones gone', async () => {
  const { rig, cloned, clones, idOf, remove, atPanel, row, sent } = await rigWithClones()
  await rig.call('connection.workOffline', { on: true })
  await remove([cloned])
  expect((await row(cloned.id))!.marks['']).toMatchObject({ kind: 'tracker.corrupt', sign: 'staged' })
  expect((await row(clones[0]!.id))!.marks['']).toMatchObject({ kind: 'tracker.corrupt' })
  await rig.call('connection.workOffline', { on: false })
  await rig.online()
  expect(await sent()).toMatchObject([{ state: 'done', attempts: 1 }])
  expect(atPanel()).toMatchObject([{ tracker: idOf(cloned), clones: clones.map(idOf) }])
  expect((await row(cloned.id))!.values).toMatchObject({ corrupted: true, hidden: true })
  for (const { id } of clones) expect(await row(id)).toBeUndefined()
  await rig.call('pull.start', {})
  await rig.online()
  expect(String((await row(cloned.id))!.values['deviceId'])).toMatch(/^corrupted_/)
  const [set] = (await rig.call('outbox.changeSets', { settled: true })).changeSets
  expect(await rig.call('outbox.undoSent', { changeSet: set!.id })).toMatchObject({
    staged: 0,
    left: [{ problem: { code: 'no-inverse' } }],
  })
})

test('clones and what is deleted already are passed over', async () => {
  const { rig, cloned, clones, remove } = await rigWithClones()
  const deleted = (await rig.rows()).find(({ values }) => values['corrupted'] && !values['clone'])!
  expect(await remove([clones[0]!, deleted, cloned])).toMatchObject({ staged: 1, skipped: 2 })
})

test('while others have clones that are not to go it is kept back, names them, and is staged anew with these', async () => {
  const { rig, cloned, clones, lone, idOf, remove, plan, atPanel, sent } = await rigWithClones()
  await remove([cloned, lone], false)
  const owners = new Map(
    rig
      .cached<{ id: number; owner: string }>('SELECT id, owner_name AS owner FROM tracker')
      .map((one) => [one.id, one.owner]),
  )
  const names = clones.map(({ id, values }) => `“${String(values['label'])}” (${owners.get(id)})`).join(', ')
  expect(await plan()).toMatchObject({
    operations: 1,
    refused: [{ problem: { code: 'tracker-has-clones', values: { count: clones.length, names } }, operations: 1 }],
  })
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  const which = { changeSets: changeSets.map(({ id }) => id) }
  expect(await rig.call('outbox.remedies', which)).toEqual({
    offers: [{ remedy: 'corrupt-clones-too', operations: 1 }],
  })
  expect(await rig.call('outbox.remedy', { ...which, remedy: 'corrupt-clones-too' })).toMatchObject({
    ...{ helped: 1, staged: 1 },
  })
  expect((await sent()).filter(({ state }) => state !== 'discarded').map(({ state }) => state)).toEqual([
    'done',
    'done',
  ])
  expect(atPanel()).toMatchObject([{ tracker: idOf(lone) }, { tracker: idOf(cloned), clones: clones.map(idOf) }])
})

test('a clone that came meanwhile is named by the refusal, and the removal goes with it when a person says so', async () => {
  const { rig, lone, idOf, remove, sent, atPanel } = await rigWithClones()
  await remove([lone], false)
  rig.panel.faults.add({
    path: 'tracker/corrupt',
    times: 1,
    strike: { do: 'refuse', code: 253, extra: { list: [4711, 4712] } },
  })
  expect(await sent()).toMatchObject([
    {
      state: 'rejected',
      problem: { code: 'tracker-has-clones', panelCode: 253, values: { count: 2, names: '#4711, #4712' } },
    },
  ])
  const [refused] = await rig.operations(['rejected'])
  const which = { operations: [refused!.id] }
  expect((await rig.call('outbox.remedies', which)).offers).toEqual([{ remedy: 'corrupt-clones-too', operations: 1 }])
  await rig.call('outbox.remedy', { ...which, remedy: 'corrupt-clones-too' })
  await sent()
  expect(atPanel()).toMatchObject([{ tracker: idOf(lone) }])
})

describe('what the panel refuses is said in words of its own', () => {
  test.for([
    [201, 'entity-gone'],
    [219, 'removal-of-clone'],
    [236, 'panel-refused'],
  ] as const)('%d', async ([code, problem]) => {
    const { rig, lone, remove, sent } = await rigWithClones()
    await remove([lone])
    rig.panel.faults.add({ path: 'tracker/corrupt', times: 1, strike: { do: 'refuse', code } })
    expect(await sent()).toMatchObject([{ state: 'rejected', problem: { code: problem, panelCode: code } }])
  })
})

test('what somebody else has removed by then is done', async () => {
  const { rig, lone, idOf, remove, sent, row } = await rigWithClones()
  await remove([lone])
  rig.panel.edit({ tracker_id: idOf(lone), corrupted: true })
  expect(await sent()).toMatchObject([{ state: 'done', attempts: 1 }])
  expect((await row(lone.id))!.values).toMatchObject({ corrupted: true })
})

describe('where the answer is lost', () => {
  test.for(['after', 'during'] as const)('%s the panel has acted, it is looked up and not sent again', async (when) => {
    const { rig, cloned, remove, atPanel, sent } = await rigWithClones()
    await remove([cloned])
    rig.panel.faults.add({ path: 'tracker/corrupt', times: 1, strike: { do: 'drop', when } })
    expect(await sent()).toMatchObject([{ state: 'done', attempts: 1 }])
    expect(atPanel()).toHaveLength(1)
    expect(rig.panel.stats().repeats).toEqual({ refused: 0, sameAgain: 0 })
  })

  test('and the panel shows the tracker no more, it is done', async () => {
    const { rig, lone, idOf, remove, sent } = await rigWithClones()
    await remove([lone])
    rig.panel.faults.add({ path: 'tracker/corrupt', times: 1, strike: { do: 'drop', when: 'after' } })
    rig.panel.faults.add({ path: 'tracker/read', times: 1, strike: { do: 'refuse', code: 201 } })
    expect(await sent()).toMatchObject([{ state: 'done', attempts: 1 }])
    expect(idOf(lone)).toBeGreaterThan(0)
  })

  test('and somebody has moved the tracker before, it is not taken for removed', async () => {
    const { rig, lone, idOf, remove, atPanel } = await rigWithClones()
    await remove([lone])
    rig.panel.faults.add({ path: 'tracker/corrupt', times: 1, strike: { do: 'drop', when: 'before' } })
    const { users } = await rig.call('lookup.users', { search: '' })
    const other = users.find(({ id }) => id !== lone.values['userId'])!
    await rig.send()
    await rig.until(async () => (await rig.operations(['unknown'])).length === 1)
    rig.panel.edit({ tracker_id: idOf(lone), user_id: other.id })
    await rig.settled()
    expect(await rig.operations()).toMatchObject([{ state: 'rejected', problem: { code: 'entity-gone' } }])
    expect(atPanel()).toEqual([])
  })

  test('before the panel acts, it goes again once that is proved', async () => {
    const { rig, lone, remove, sent, atPanel } = await rigWithClones()
    await remove([lone])
    rig.panel.faults.add({ path: 'tracker/corrupt', times: 1, strike: { do: 'drop', when: 'before' } })
    expect(await sent()).toMatchObject([{ state: 'done', attempts: 2 }])
    expect(atPanel()).toHaveLength(1)
  })
})

test('what is staged behind it for the tracker, or a clone that goes along, is kept back; what stands before it goes first', async () => {
  const { rig, cloned, clones, remove, plan, sent } = await rigWithClones()
  await rig.label(cloned.id, 'Before')
  await remove([cloned])
  await rig.call('sheet.act', { kind: 'tracker.block', ids: [cloned.id], blocked: !cloned.values['blocked'] })
  await rig.label(clones[0]!.id, 'Behind')
  expect(await plan()).toMatchObject({
    operations: 2,
    refused: [{ problem: { code: 'removal-staged' }, operations: 2 }],
  })
  await sent()
  const labels = rig.panel.ledger.entries().flatMap((entry) => (entry.effect === 'tracker.settings' ? entry.label : []))
  expect(labels).toEqual(['Before'])
})
