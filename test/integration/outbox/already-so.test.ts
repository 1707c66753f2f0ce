import { describe, expect, test } from 'vitest'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { simRig, type RigOptions, type SimRig } from '../../support/core-rig.ts'

const done = (already: boolean, attempts: number) => ({ state: 'done', already, attempts })

const clonesOf = async (rig: SimRig): Promise<SheetRow[]> =>
  (await rig.sound()).filter(
    ({ values }) => values['clone'] === true && values['hidden'] === false && values['userId'] !== null,
  )

const deletions = (rig: SimRig) => rig.panel.ledger.entries().filter(({ effect }) => effect === 'tracker.deleteClone')

/** A sound original that is in sight, and a plan that it is not on. */
async function aChangeOfPlan(rig: SimRig): Promise<{ tracker: SheetRow; plan: { id: number; name: string } }> {
  const tracker = (await rig.sound()).find(({ values }) => !values['clone'] && !values['hidden'])!
  const { tariffs } = await rig.call('lookup.tariffs', {})
  const plan = tariffs.find(({ name }) => ['Standard', 'Basic'].includes(name) && name !== tracker.values['plan'])!
  const choice = { plan: plan.id, repay: true, charge: true }
  await rig.call('sheet.act', { kind: 'tracker.tariff', ids: [tracker.id], ...choice })
  return { tracker, plan }
}

test('a plan that somebody else has given meanwhile is done, and said to have been so already', async () => {
  const rig = await simRig()
  const { tracker, plan } = await aChangeOfPlan(rig)
  rig.panel.edit({ tracker_id: Number(tracker.values['panelId']), tariff_id: plan.id })
  await rig.send()
  await rig.settled()
  expect(await rig.operations()).toMatchObject([done(true, 1)])
  expect((await rig.status()).sending).toMatchObject({ done: 1, already: 1, refused: 0 })
  const { changeSets } = await rig.call('outbox.changeSets', { settled: true })
  expect(changeSets).toMatchObject([{ counts: { done: 1 }, already: 1 }])
  const [shown] = (await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [tracker.id] })).rows
  expect(shown?.values['plan']).toBe(plan.name)
  const { rows } = await rig.call('history.attempts', { search: '', outcomes: [], from: 0, count: 10 })
  expect(rows).toMatchObject([{ outcome: 'refused' }])
  expect(rows[0]?.took).toBeTypeOf('number')
  const { operations } = await rig.call('history.attempt', { id: rows[0]!.id })
  expect(operations).toMatchObject([done(true, 1)])
})

test('an edit that the panel holds already when it is read before sending is done, and nothing is sent', async () => {
  const rig = await simRig()
  const [one, other] = (await rig.sound()).filter(({ values }) => !values['clone'])
  const cells = [one!, other!].map(({ id }) => ({ id, field: 'label', value: 'Depot' }))
  await rig.call('sheet.stage', { sheet: 'trackers', source: 'paste', cells })
  rig.panel.edit({ tracker_id: Number(one!.values['panelId']), label: 'Depot' })
  await rig.send()
  await rig.settled()
  expect(await rig.operations()).toMatchObject([done(true, 0), done(false, 1)])
  expect((await rig.status()).sending).toMatchObject({ done: 2, already: 1, refused: 0 })
  expect(rig.panel.stats().requests['tracker/settings/update']).toBe(1)
  const [shown] = (await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [one!.id] })).rows
  expect(shown).toMatchObject({ values: { label: 'Depot' }, marks: {} })
})

test('238 for another reason than the same plan is a refusal', async () => {
  const rig = await simRig()
  await aChangeOfPlan(rig)
  rig.panel.faults.add({ path: 'tracker/tariff/change', strike: { do: 'refuse', code: 238 } })
  await rig.send()
  await rig.settled()
  expect(await rig.operations()).toMatchObject([{ state: 'rejected', already: false, problem: { panelCode: 238 } }])
})

test('where what was refused cannot be read just now, it is refused, or found to be so, later', async () => {
  const rig = await simRig()
  const { tracker, plan } = await aChangeOfPlan(rig)
  rig.panel.edit({ tracker_id: Number(tracker.values['panelId']), tariff_id: plan.id })
  rig.panel.faults.add({ path: 'tracker/read', skip: 1, strike: { do: 'drop', when: 'after' } })
  await rig.send()
  await rig.settled()
  expect(await rig.operations()).toMatchObject([{ state: 'done', already: true }])
})

describe.for([1, 2])('%i clones that somebody else has deleted meanwhile', (count) => {
  test('are done, and said to have been so already', async () => {
    const rig = await simRig()
    const clones = (await clonesOf(rig)).slice(0, count)
    await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: clones.map(({ id }) => id) })
    for (const { values } of clones) rig.panel.edit({ tracker_id: Number(values['panelId']), gone: true })
    await rig.send()
    await rig.settled()
    expect(await rig.operations()).toMatchObject(clones.map(() => done(true, count)))
    expect((await rig.call('sheet.rowsById', { sheet: 'trackers', ids: clones.map(({ id }) => id) })).rows).toEqual([])
  })
})

test('a clone that cannot be deleted in a batch is refused, the others are deleted', async () => {
  const rig = await simRig()
  const clones = (await clonesOf(rig)).slice(0, 2)
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: clones.map(({ id }) => id) })
  const held = rig.cached<{ id: number }>('SELECT id FROM tracker WHERE clone = 0 LIMIT 1')[0]!
  // The panel finds that one of them is none.
  rig.tamper(`UPDATE operation SET params = json_set(params, '$.tracker', ${held.id}) WHERE id = 1`)
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ state, already }) => [state, already])).toEqual([
    ['rejected', false],
    ['done', false],
  ])
})

test('a clone that somebody hides while its deletion is in doubt does not pass for deleted', async () => {
  const rig = await simRig()
  const [clone] = await clonesOf(rig)
  rig.panel.faults.add({ path: 'tracker/delete_clone', strike: { do: 'drop', when: 'before' } })
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: [clone!.id] })
  await rig.send()
  await rig.until(async () => (await rig.operations(['unknown'])).length > 0)
  rig.panel.edit({ tracker_id: clone!.id, deleted: true })
  await rig.settled()
  expect(await rig.operations()).toMatchObject([done(false, 2)])
  expect(deletions(rig)).toHaveLength(1)
})

describe('on a panel that keeps deleted clones listed', () => {
  const keeping: RigOptions = { panel: { keepsDeletedClones: true } }
  const drop = { path: 'tracker/delete_clone', strike: { do: 'drop', when: 'after' } } as const

  test('a deletion whose answer was lost is sent again, and then known to have been so: it may only be hidden', async () => {
    const rig = await simRig(keeping)
    const [clone] = await clonesOf(rig)
    rig.panel.faults.add(drop)
    await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: [clone!.id] })
    await rig.send()
    await rig.settled()
    expect(await rig.operations()).toMatchObject([done(true, 2)])
    expect(deletions(rig)).toHaveLength(1)
  })

  test('the deletion of a clone that was hidden before is sent again, and then known to have been so', async () => {
    const rig = await simRig(keeping)
    const [clone] = await clonesOf(rig)
    await rig.call('sheet.stage', {
      ...{ sheet: 'trackers', source: 'type', cells: [{ id: clone!.id, field: 'hidden', value: 'yes' }] },
    })
    await rig.send()
    await rig.settled()
    rig.panel.faults.add(drop)
    await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: [clone!.id] })
    await rig.send()
    await rig.settled()
    expect((await rig.operations()).at(-1)).toMatchObject(done(true, 2))
    expect(deletions(rig)).toHaveLength(1)
  })

  test('a deleted clone does not pass for the one that is made anew', async () => {
    const rig = await simRig(keeping)
    const [clone] = await clonesOf(rig)
    await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: [clone!.id] })
    await rig.send()
    await rig.settled()
    const { changeSets } = await rig.call('outbox.changeSets', { settled: true })
    await rig.call('outbox.undoSent', { changeSet: changeSets[0]!.id })
    rig.panel.faults.add({ path: 'tracker/clone', strike: { do: 'drop', when: 'before' } })
    await rig.send()
    await rig.settled()
    expect((await rig.operations()).at(-1)).toMatchObject({ kind: 'tracker.clone', ...done(false, 2) })
    expect(rig.panel.ledger.entries().filter(({ effect }) => effect === 'tracker.clone')).toHaveLength(1)
  })
})
