import { describe, expect, test } from 'vitest'
import type { DemoPanel } from '../../../electron/demo-panel/demo-panel.ts'
import type { FaultInput } from '../../../electron/demo-panel/faults.ts'
import { simRig } from '../../support/core-rig.ts'
import { originals, stageOneClone, stranger } from '../../support/import-file.ts'
import { otherClient } from '../../support/other-client.ts'

/** What clients did, by sort of effect. */
function effects(panel: DemoPanel): string[] {
  return panel.ledger
    .entries()
    .filter(({ session }) => session !== 0)
    .map(({ effect }) => effect)
}

const lost: readonly [string, FaultInput['strike']][] = [
  ['the connection drops', { do: 'drop', when: 'after' }],
  ['the connection drops in the middle of the answer', { do: 'drop', when: 'during' }],
  ['a proxy answers with a page', { do: 'garbage', form: 'html' }],
  ['the answer is cut', { do: 'garbage', form: 'cut' }],
  ['the answer is empty', { do: 'garbage', form: 'empty' }],
  ['the answer takes longer than anybody waits', { do: 'slow', milliseconds: 200_000, when: 'after' }],
]

describe.for(lost)('after the panel has acted, %s', ([, strike]) => {
  test('an edit is looked up, and not sent again', async () => {
    const rig = await simRig()
    const [first] = await rig.sound()
    rig.panel.faults.add({ path: 'tracker/settings/update', strike })
    await rig.label(first!.id, 'Renamed')
    await rig.send()
    await rig.settled()
    expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual([['done', 1]])
    expect(effects(rig.panel)).toEqual(['tracker.settings'])
  })

  test('a clone is looked up, and not sent again', async () => {
    const rig = await simRig()
    rig.panel.faults.add({ path: 'tracker/clone', strike })
    await stageOneClone(rig)
    await rig.send()
    await rig.settled()
    expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual([['done', 1]])
    expect(effects(rig.panel)).toEqual(['tracker.clone'])
  })
})

const unheard: readonly [string, FaultInput['strike'], { answered: boolean }][] = [
  ['the connection drops', { do: 'drop', when: 'before' }, { answered: false }],
  ['a proxy answers with a page', { do: 'garbage', form: 'html', when: 'before' }, { answered: false }],
  ['the panel answers an unexpected error', { do: 'refuse', code: 6 }, { answered: true }],
  ['the database is away', { do: 'refuse', code: 14 }, { answered: true }],
]

/** The time-out of a request, and 120 s: then the panel is working on it no more. */
const proofAfter = 240_000

describe.for(unheard)('before the panel acts, %s', ([, strike, { answered }]) => {
  test('an edit goes again at once only where the panel has answered', async () => {
    const rig = await simRig()
    const [first] = await rig.sound()
    rig.panel.faults.add({ path: 'tracker/settings/update', strike })
    await rig.label(first!.id, 'Renamed')
    const began = rig.clock.now()
    await rig.send()
    await rig.until(() => effects(rig.panel).length > 0)
    if (answered) expect(rig.clock.now() - began).toBeLessThan(30_000)
    else expect(rig.clock.now() - began).toBeGreaterThanOrEqual(proofAfter)
    await rig.settled()
    expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual([['done', 2]])
    expect(effects(rig.panel)).toEqual(['tracker.settings'])
  })

  test('a clone waits until the panel can no longer be working on it, and then goes', async () => {
    const rig = await simRig()
    rig.panel.faults.add({ path: 'tracker/clone', strike })
    await stageOneClone(rig)
    const began = rig.clock.now()
    await rig.send()
    await rig.until(() => effects(rig.panel).length > 0)
    expect(rig.clock.now() - began).toBeGreaterThanOrEqual(proofAfter)
    await rig.settled()
    expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual([['done', 2]])
    expect(effects(rig.panel)).toEqual(['tracker.clone'])
  })
})

test('a clone that the panel makes long after it was given up is found, and not made twice', async () => {
  const rig = await simRig()
  rig.panel.faults.add({ path: 'tracker/clone', strike: { do: 'slow', milliseconds: 200_000, when: 'before' } })
  await stageOneClone(rig)
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual([['done', 1]])
  expect(effects(rig.panel)).toEqual(['tracker.clone'])
})

test('a label that was lost on its way is not taken for set because only blanks at its end are missing', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'drop', when: 'before' } })
  await rig.label(first!.id, `${String(first!.values['label'])} `)
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual([['done', 2]])
  expect(effects(rig.panel)).toEqual(['tracker.settings'])
})

test('an edit that the panel carries out long after it was given up undoes nothing that came after it', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  const slow = { do: 'slow', milliseconds: 170_000, when: 'before' } as const
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: slow })
  for (const label of ['One', 'Two', 'Three']) {
    await rig.label(first!.id, label)
    await rig.send()
  }
  await rig.settled()
  await rig.clock.advance(300_000)
  const labels = rig.panel.ledger.entries().flatMap((entry) => (entry.effect === 'tracker.settings' ? entry.label : []))
  expect(labels).toEqual(['One', 'Two', 'Three'])
})

test.for([8, 15, 264])('code %i had no effect: the edit waits, and goes again by itself', async (code) => {
  const rig = await simRig()
  const [first] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'refuse', code } })
  await rig.label(first!.id, 'Renamed')
  const began = rig.clock.now()
  await rig.send()
  await rig.until(async () => (await rig.status()).queue.waiting === 1)
  await rig.settled()
  if (code === 264) expect(rig.clock.now() - began).toBeGreaterThanOrEqual(120_000)
  expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual([['done', 2]])
  expect(effects(rig.panel)).toEqual(['tracker.settings'])
})

test('an operation that cannot be looked up is left to a person, and holds nobody else back', async () => {
  const rig = await simRig()
  const [lostOne, other] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'drop', when: 'after' } })
  rig.panel.faults.add({
    path: 'tracker/read',
    parameters: { tracker_id: lostOne!.values['panelId'] },
    skip: 1,
    times: 1000,
    strike: { do: 'refuse', code: 208 },
  })
  await rig.label(lostOne!.id, 'Lost')
  await rig.send()
  await rig.until(async () => (await rig.status()).queue.unknown === 1)
  await rig.label(other!.id, 'Other')
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length === 1)
  await rig.clock.advance(600_000)
  const reads = rig.panel.stats().requests['tracker/read']
  await rig.clock.advance(600_000)
  expect(rig.panel.stats().requests['tracker/read'], 'it is not asked for ever').toBe(reads)
  const [unknown] = await rig.operations(['unknown'])
  rig.panel.faults.clear()
  expect(await rig.call('outbox.settle', { operations: [unknown!.id], by: 'looking' })).toEqual({
    settled: 1,
    still: 0,
  })
  expect(effects(rig.panel)).toEqual(['tracker.settings', 'tracker.settings'])
})

test('a person can give up what nobody can tell, and the next edit of the tracker goes', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'drop', when: 'before' } })
  rig.panel.faults.add({ path: 'tracker/read', skip: 1, times: 1000, strike: { do: 'refuse', code: 208 } })
  await rig.label(first!.id, 'Lost')
  await rig.send()
  await rig.until(async () => (await rig.status()).queue.unknown === 1)
  await rig.label(first!.id, 'Found')
  await rig.send()
  await rig.clock.advance(60_000)
  expect((await rig.operations()).map(({ state }) => state)).toEqual(['unknown', 'ready'])
  const [unknown] = await rig.operations(['unknown'])
  rig.panel.faults.clear()
  await rig.call('outbox.settle', { operations: [unknown!.id], by: 'giving-up' })
  await rig.settled()
  expect((await rig.operations()).map(({ state }) => state)).toEqual(['discarded', 'done'])
})

test('requests that are all lost at once are each looked up, whatever else they are about', async () => {
  const rig = await simRig()
  const rows = (await rig.sound()).slice(0, 20)
  for (const { id } of rows) await rig.label(id, `Renamed ${id}`)
  await stageOneClone(rig)
  rig.panel.faults.add({ path: 'tracker/settings/update', times: 5, strike: { do: 'drop', when: 'after' } })
  rig.panel.faults.add({ path: 'tracker/clone', times: 1, strike: { do: 'drop', when: 'after' } })
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).every(({ state, attempts }) => state === 'done' && attempts === 1)).toBe(true)
  expect(rig.panel.stats().repeats).toEqual({ refused: 0, sameAgain: 0 })
  expect(rig.failures).toEqual([])
})

test('a look-up that was asked for while the panel could still be working proves nothing, however late it is answered', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  const late = { do: 'slow', milliseconds: proofAfter - 1_000, when: 'before' } as const
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: late })
  await rig.label(first!.id, 'Renamed')
  await rig.send()
  await rig.until(() => rig.wire.sent.some(({ path }) => path === 'tracker/settings/update'))
  const { at } = rig.wire.sent.find(({ path }) => path === 'tracker/settings/update')!
  await rig.clock.advance(at + proofAfter - 4_000 - rig.clock.now())
  const [unknown] = await rig.operations(['unknown'])
  // So slow is what the program asks by itself meanwhile, too.
  rig.panel.faults.add({ path: 'tracker/read', times: 2, strike: { do: 'slow', milliseconds: 6_000, when: 'after' } })
  await rig.call('outbox.settle', { operations: [unknown!.id], by: 'looking' })
  expect(rig.clock.now()).toBeGreaterThan(at + proofAfter)
  await rig.settled()
  expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual([['done', 1]])
  expect(effects(rig.panel)).toEqual(['tracker.settings'])
})

test('a clone that the new owner has of a tracker does not pass for the tracker, where its move is looked up', async () => {
  const rig = await simRig()
  const [moved] = await originals(rig)
  const owner = await stranger(rig, [moved!])
  // Somebody else gives the clone to the new owner: the last pull does not know it, and would have foretold the refusal.
  otherClient(rig.panel)('tracker/batch_clone', { user_id: owner, tracker_ids: [moved!.values['panelId']] })
  rig.panel.faults.add({ path: 'tracker/move', strike: { do: 'drop', when: 'before' } })
  await rig.call('sheet.act', { kind: 'tracker.move', ids: [moved!.id], owner })
  await rig.send()
  await rig.until(async () => (await rig.operations(['unknown'])).length === 0)
  await rig.settled()
  expect((await rig.operations()).map(({ attempts }) => attempts)).toEqual([2])
})

test('a deletion that cannot be looked up is left to a person, and is not asked for ever', async () => {
  const rig = await simRig()
  const clones = (await rig.rows()).filter(({ values }) => values['clone']).slice(0, 2)
  rig.panel.faults.add({ path: 'tracker/batch_delete_clones', strike: { do: 'drop', when: 'after' } })
  const parameters = { tracker_id: clones[0]!.values['panelId'] }
  rig.panel.faults.add({ path: 'tracker/read', parameters, times: 1000, strike: { do: 'refuse', code: 208 } })
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: clones.map(({ id }) => id) })
  await rig.send()
  await rig.until(async () => (await rig.operations(['done'])).length === 1)
  await rig.clock.advance(600_000)
  const reads = rig.panel.stats().requests['tracker/read']
  await rig.clock.advance(600_000)
  expect(rig.panel.stats().requests['tracker/read']).toBe(reads)
  expect(await rig.operations(['unknown'])).toMatchObject([{ subject: { row: clones[0]!.id } }])
})

test('an original does not pass for a clone of itself, where that is looked up', async () => {
  const rig = await simRig()
  await stageOneClone(rig)
  const [staged] = rig.journal<{ params: string }>('SELECT params FROM operation')
  const { tracker } = JSON.parse(staged!.params) as { tracker: number }
  const owner = (await rig.rows()).find(({ id }) => id === tracker)!.values['userId']
  rig.tamper(`UPDATE operation SET params = json_set(params, '$.user', ${Number(owner)})`)
  rig.panel.faults.add({ path: 'tracker/clone', strike: { do: 'drop', when: 'before' } })
  await rig.send()
  await rig.until(async () => (await rig.operations(['done', 'rejected'])).length === 1)
  expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual([['rejected', 2]])
})

test('what only a person can tell of stays so over a restart: it is neither looked up nor sent', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  await rig.call('connection.workOffline', { on: true })
  await rig.label(first!.id, 'In doubt')
  await rig.send()
  rig.tamper(`UPDATE operation SET state = 'unknown', problem = '{"code":"state-in-doubt"}', retry_at = NULL`)
  await rig.restart()
  await rig.call('connection.workOffline', { on: false })
  await rig.online()
  await rig.clock.advance(600_000)
  expect(await rig.operations()).toMatchObject([{ state: 'unknown', attempts: 0, problem: { code: 'state-in-doubt' } }])
  expect(rig.wire.sent.filter(({ path }) => path === 'tracker/read')).toEqual([])
})
