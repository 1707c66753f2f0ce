import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'

const refuse = { path: 'tracker/settings/update', strike: { do: 'refuse', code: 236 } } as const

/** A tracker with a refused edit, and two more edits released behind it. */
async function threeInARow(rig: SimRig): Promise<{ row: number; ids: number[] }> {
  const [tracker] = await rig.sound()
  rig.panel.faults.add(refuse)
  for (const label of ['One', 'Two', 'Three']) {
    await rig.label(tracker!.id, label)
    await rig.send()
  }
  await rig.until(async () => (await rig.operations(['rejected'])).length === 1)
  await rig.until(async () => !(await rig.status()).sending.running)
  return { row: tracker!.id, ids: (await rig.operations()).map(({ id }) => id) }
}

test('what waits behind a refused one says so, in the outbox and in the sheet, and is counted', async () => {
  const rig = await simRig()
  const { row, ids } = await threeInARow(rig)
  const holder = { operation: ids[0], kind: 'tracker.settings', state: 'rejected' }
  expect(await rig.operations()).toMatchObject([
    { state: 'rejected', waitsFor: null },
    { state: 'ready', waitsFor: holder },
    { state: 'ready', waitsFor: holder },
  ])
  const { rows } = await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [row] })
  expect(rows[0]?.marks['label']).toMatchObject({ state: 'ready', waitsFor: holder })
  expect((await rig.status()).sending.behind).toBe(2)

  await rig.call('outbox.discard', { operations: [ids[0]!] })
  await rig.settled()
  expect((await rig.operations(['done'])).map(({ waitsFor }) => waitsFor)).toEqual([null, null])
  expect((await rig.status()).sending.behind).toBe(0)
})

test('what waits for the connection, or behind what goes by itself, is not counted as stuck', async () => {
  const rig = await simRig()
  const { ids } = await threeInARow(rig)
  await rig.call('connection.workOffline', { on: true })
  const other = (await rig.sound()).at(-1)!
  await rig.label(other.id, 'Elsewhere')
  await rig.send()
  await rig.label(other.id, 'Elsewhere again')
  await rig.send()
  const waiting = (await rig.operations(['ready'])).filter(({ id }) => !ids.includes(id))
  expect(waiting.map(({ waitsFor }) => waitsFor?.operation ?? null)).toEqual([null, waiting[0]!.id])
  expect((await rig.status()).sending.behind).toBe(2)
})

test('what waits over another is said to wait for the one at the root', async () => {
  const rig = await simRig()
  const rows = await rig.sound()
  const clone = rows.find(({ values }) => values['clone'] === true && values['hidden'] === false)!
  const original = rows.find(({ values }) => !values['clone'] && values['sourceId'] === clone.values['sourceId'])!
  rig.panel.faults.add(refuse)
  await rig.label(original.id, 'Refused')
  await rig.send()
  await rig.until(async () => (await rig.operations(['rejected'])).length === 1)
  const command = { kind: 'tracker.command', command: 'reboot', form: 'text', reliable: true } as const
  // Behind the edit of the original, and the second behind the first by their device alone.
  await rig.call('sheet.act', { ...command, ids: [original.id] })
  await rig.send()
  await rig.call('sheet.act', { ...command, ids: [clone.id] })
  await rig.send()
  const [refused, ...waiting] = await rig.operations()
  expect(waiting.map(({ waitsFor }) => waitsFor?.operation)).toEqual([refused!.id, refused!.id])
  await rig.until(async () => !(await rig.status()).sending.running)
  expect((await rig.status()).sending.behind).toBe(2)
})

test('what is held back holds back, and is no matter of the sending', async () => {
  const rig = await simRig()
  const [tracker] = await rig.sound()
  await rig.call('connection.workOffline', { on: true })
  await rig.label(tracker!.id, 'One')
  await rig.send()
  const [first] = await rig.operations()
  await rig.call('outbox.hold', { operations: [first!.id], held: true })
  await rig.label(tracker!.id, 'Two')
  await rig.send()
  expect((await rig.operations(['ready']))[0]?.waitsFor).toMatchObject({ operation: first!.id, state: 'held' })
  expect((await rig.status()).sending.behind).toBe(0)
})

/** A tracker and its clone, an edit of either released while offline, and a command for both behind them. */
async function behindTwo(rig: SimRig): Promise<{ original: number; clone: number; command: number }> {
  const rows = await rig.sound()
  const clone = rows.find(({ values }) => values['clone'] === true && values['hidden'] === false)!
  const original = rows.find(({ values }) => !values['clone'] && values['sourceId'] === clone.values['sourceId'])!
  await rig.call('connection.workOffline', { on: true })
  await rig.label(original.id, 'Original')
  await rig.label(clone.id, 'Clone')
  await rig.send()
  const ids = [original.id, clone.id]
  await rig.call('sheet.act', { kind: 'tracker.command', ids, command: 'reboot', form: 'text', reliable: true })
  await rig.send()
  const [first, second, third] = (await rig.operations()).map(({ id }) => id)
  return { original: first!, clone: second!, command: third! }
}

test.for(['original', 'clone'] as const)(
  'of two that it waits behind, the one that a person has to settle is told: the edit of the %s',
  async (which) => {
    const rig = await simRig()
    const ids = await behindTwo(rig)
    await rig.call('outbox.hold', { operations: [ids[which]], held: true })
    const waiting = (await rig.operations()).find(({ id }) => id === ids.command)
    expect(waiting?.waitsFor).toMatchObject({ operation: ids[which], state: 'held' })
  },
)

test('what goes before a refused one does not wait behind it', async () => {
  const rig = await simRig()
  const [tracker] = await rig.sound()
  await rig.call('connection.workOffline', { on: true })
  for (const label of ['One', 'Two']) {
    await rig.label(tracker!.id, label)
    await rig.send()
  }
  const [first] = await rig.operations()
  await rig.call('outbox.recall', { changeSets: [first!.changeSet] })
  rig.panel.faults.add(refuse)
  await rig.call('connection.workOffline', { on: false })
  await rig.until(async () => (await rig.operations(['rejected'])).length === 1)
  await rig.call('connection.workOffline', { on: true })
  await rig.send()
  expect(await rig.operations()).toMatchObject([{ state: 'ready', waitsFor: null }, { state: 'rejected' }])
  expect((await rig.status()).sending.behind).toBe(0)
})
