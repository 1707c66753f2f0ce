import { describe, expect, test } from 'vitest'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { simRig, type RigOptions } from '../../support/core-rig.ts'

/** A core with trackers that can be activated once more. */
async function rigToActivate(options: RigOptions = {}) {
  const rig = await simRig(options)
  const able = (await rig.sound()).filter(
    ({ values }) => !values['clone'] && !values['blocked'] && String(values['modelName']).startsWith('Teltonika'),
  )
  return {
    ...{ rig, able, first: able[0]!, second: able[1]! },
    activate: (some: readonly SheetRow[], commands: 'platform' | 'yes' | 'no' = 'platform') =>
      rig.call('sheet.act', { kind: 'tracker.register', ids: some.map(({ id }) => id), commands }),
    atPanel: () => rig.panel.ledger.entries().flatMap((entry) => (entry.effect === 'tracker.register' ? [entry] : [])),
    async sent() {
      await rig.send()
      await rig.settled()
      return rig.operations()
    },
  }
}

test.for([
  ['platform', null],
  ['yes', true],
  ['no', false],
] as const)('staged offline, with commands: %s, it goes once to the panel', async ([commands, told]) => {
  const { rig, first, activate, atPanel, sent } = await rigToActivate()
  await rig.call('connection.workOffline', { on: true })
  expect(await activate([first], commands)).toMatchObject({ staged: 1, skipped: 0 })
  expect(await activate([first], commands), 'it is staged already').toMatchObject({ staged: 0, skipped: 1 })
  await rig.call('connection.workOffline', { on: false })
  await rig.online()
  expect(await sent()).toMatchObject([{ state: 'done', attempts: 1 }])
  expect(atPanel()).toMatchObject([{ tracker: first.values['panelId'], commands: told }])
  const [set] = (await rig.call('outbox.changeSets', { settled: true })).changeSets
  expect(await rig.call('outbox.undoSent', { changeSet: set!.id })).toMatchObject({
    staged: 0,
    left: [{ problem: { code: 'no-inverse' } }],
  })
})

test('a second one for the same tracker waits two minutes, with its reason, and holds up no other', async () => {
  const { rig, first, second, activate, atPanel } = await rigToActivate()
  await activate([first])
  await rig.send()
  await rig.settled()
  await activate([first, second])
  await rig.send()
  await rig.until(() => atPanel().length === 2)
  expect(await rig.operations(['waiting'])).toMatchObject([{ problem: { code: 'activation-lately' }, attempts: 0 }])
  await rig.settled()
  const [one, other, again] = atPanel()
  expect(other!.tracker).toBe(second.values['panelId'])
  expect(again!.tracker).toBe(first.values['panelId'])
  expect(again!.time - one!.time).toBeGreaterThanOrEqual(120_000)
  expect(again!.time - one!.time).toBeLessThan(140_000)
  expect(rig.panel.stats().refusals, 'the panel had nothing to refuse').toEqual({})
})

test('a second one waits its two minutes over a restart, too', async () => {
  const { rig, first, activate, atPanel } = await rigToActivate()
  await activate([first])
  await rig.send()
  await rig.settled()
  await rig.restart()
  await rig.online()
  await activate([first])
  await rig.send()
  await rig.settled()
  const [one, again] = atPanel()
  expect(again!.tracker).toBe(one!.tracker)
  expect(again!.time - one!.time).toBeGreaterThanOrEqual(120_000)
  expect(rig.panel.stats().refusals, 'the panel had nothing to refuse').toEqual({})
})

test('what somebody else has activated just before is waited for, and is no refusal', async () => {
  const { rig, first, second, activate, atPanel } = await rigToActivate()
  rig.panel.faults.add({ path: 'tracker/register_retry', times: 1, strike: { do: 'refuse', code: 264 } })
  const began = rig.clock.now()
  await activate([first, second])
  await rig.send()
  await rig.until(() => atPanel().length === 1)
  expect(rig.clock.now() - began, 'the other one is not held up').toBeLessThan(10_000)
  expect(await rig.operations(['waiting'])).toMatchObject([{ problem: { code: 'activation-lately', panelCode: 264 } }])
  await rig.settled()
  expect((await rig.operations()).map(({ state }) => state)).toEqual(['done', 'done'])
  expect(atPanel()[1]!.time - began).toBeGreaterThanOrEqual(120_000)
})

describe('what the panel refuses is said in words of its own', () => {
  test.for([
    [201, 'entity-gone'],
    [208, 'activation-of-blocked'],
    [214, 'activation-without-gsm'],
    [219, 'activation-of-clone'],
    [252, 'tracker-corrupted'],
  ] as const)('%d', async ([code, problem]) => {
    const { rig, first, activate, sent } = await rigToActivate()
    await activate([first])
    rig.panel.faults.add({ path: 'tracker/register_retry', times: 1, strike: { do: 'refuse', code } })
    expect(await sent()).toMatchObject([{ state: 'rejected', problem: { code: problem, panelCode: code } }])
  })

  test('and a device without GSM by the panel itself', async () => {
    const { rig, activate, sent } = await rigToActivate()
    const without = (await rig.sound()).find(
      ({ values }) => values['modelName'] === 'Queclink GL300' && !values['clone'] && !values['blocked'],
    )!
    await activate([without])
    expect(await sent()).toMatchObject([{ state: 'rejected', problem: { code: 'activation-without-gsm' } }])
  })
})

test('clones are passed over; what is blocked, and applications on phones, are kept back with the reason', async () => {
  const { rig, activate } = await rigToActivate()
  const rows = await rig.sound()
  const clone = rows.find(({ values }) => values['clone'])!
  const originals = rows.filter(({ values }) => !values['clone'])
  const blocked = originals.find(({ values }) => values['blocked'] && !String(values['modelName']).startsWith('X-GPS'))!
  const app = originals.find(({ values }) => String(values['modelName']).startsWith('X-GPS') && !values['blocked'])!
  expect(await activate([clone, blocked, app])).toMatchObject({ staged: 2, skipped: 1 })
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  const plan = await rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
  expect(plan.refused.map(({ problem }) => problem.code).sort()).toEqual(['activation-of-app', 'activation-of-blocked'])
  await rig.call('sheet.act', { kind: 'tracker.block', ids: [blocked.id], blocked: false })
  const behind = await rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
  expect(behind.operations, 'an unblocking that is staged behind it does not help').toBe(1)
})

describe('a panel that knows it by its older name', () => {
  const older = { panel: { habits: { registersBy: 'register_entry' } } } as const

  test('is asked by that from then on', async () => {
    const { rig, able, activate, atPanel, sent } = await rigToActivate(older)
    await activate(able.slice(0, 3))
    expect((await sent()).map(({ state }) => state)).toEqual(['done', 'done', 'done'])
    expect(atPanel()).toHaveLength(3)
    const before = rig.panel.stats().requests['tracker/register_retry'] ?? 0
    await activate(able.slice(3, 6))
    await sent()
    expect(atPanel()).toHaveLength(6)
    expect(rig.panel.stats().requests['tracker/register_retry'] ?? 0).toBe(before)
  })

  test('and is brought up to date meanwhile, is asked by the present one again', async () => {
    const { rig, first, activate, atPanel, sent } = await rigToActivate(older)
    await activate([first])
    expect(await sent()).toMatchObject([{ state: 'done' }])
    expect(atPanel()).toHaveLength(1)
    rig.panel.habits = {}
    await rig.clock.advance(200_000)
    await activate([first])
    await sent()
    expect(atPanel()).toHaveLength(2)
  })

  test('one that knows neither has the kind wait, and nothing is refused row by row', async () => {
    const { rig, able, activate, atPanel } = await rigToActivate({
      panel: { lacks: ['tracker/register_retry', 'tracker/register_entry'] },
    })
    await activate(able.slice(0, 3))
    await rig.send()
    await rig.until(async () => (await rig.operations(['waiting'])).length === 3)
    expect(await rig.operations(['rejected'])).toEqual([])
    expect(atPanel()).toEqual([])
  })
})

describe('where the answer is lost', () => {
  test.for(['before', 'after'] as const)('%s the panel has acted, it is never sent again by itself', async (when) => {
    const { rig, first, activate, atPanel } = await rigToActivate()
    await activate([first])
    rig.panel.faults.add({ path: 'tracker/register_retry', times: 1, strike: { do: 'drop', when } })
    await rig.send()
    await rig.until(async () => (await rig.operations(['unknown'])).length === 1)
    await rig.clock.advance(1_800_000)
    const [unknown] = await rig.operations(['unknown'])
    expect(unknown).toMatchObject({ attempts: 1 })
    expect(atPanel()).toHaveLength(when === 'after' ? 1 : 0)
    await rig.call('outbox.settle', { operations: [unknown!.id], by: 'giving-up' })
    await rig.settled()
    expect(rig.panel.stats().commandsAgain).toBe(0)
  })
})
