import { expect, test } from 'vitest'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { simRig, type Rig } from '../../support/core-rig.ts'

/** An original and its first clone, both sound. */
async function pair(rig: Rig): Promise<{ original: SheetRow; clone: SheetRow }> {
  const rows = await rig.sound()
  for (const clone of rows.filter(({ values }) => values['clone'] === true)) {
    const original = rows.find(
      ({ values }) => values['clone'] === false && values['sourceId'] === clone.values['sourceId'],
    )
    if (original && original.values['hidden'] === false) return { original, clone }
  }
  throw new Error('No sound tracker has a clone')
}

const command = { kind: 'tracker.command' as const, command: 'reboot', form: 'text' as const, reliable: true }
const changePlan = { kind: 'tracker.tariff' as const, repay: true, charge: true }

const commands = (rig: Rig) => rig.panel.ledger.entries().filter(({ effect }) => effect === 'tracker.command')

async function plan(rig: Rig) {
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  return rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
}

/** A plan for trackers that this row is not on. */
async function otherPlan(rig: Rig, { values }: SheetRow, not = ''): Promise<{ id: number; name: string }> {
  const { tariffs } = await rig.call('lookup.tariffs', {})
  return tariffs.find(
    ({ name }) => ['Standard', 'Basic', 'Premium'].includes(name) && ![values['plan'], not].includes(name),
  )!
}

test('a command for a tracker and its clone goes to their device once, and both rows show it', async () => {
  const rig = await simRig()
  const { original, clone } = await pair(rig)
  const ids = [clone.id, original.id]
  expect(await rig.call('sheet.act', { ...command, ids })).toEqual({
    ...{ staged: 1, shared: 1, unstaged: 0, skipped: 0, broken: 0 },
  })
  expect(await rig.operations()).toMatchObject([{ subject: { row: original.id }, rows: 2 }])
  expect((await plan(rig)).kinds).toMatchObject([{ operations: 1, rows: 2, requests: 1 }])
  const { rows } = await rig.call('sheet.rowsById', { sheet: 'trackers', ids })
  expect(rows.map(({ marks }) => marks['']?.kind)).toEqual(['tracker.command', 'tracker.command'])
  await rig.send()
  await rig.settled()
  expect(commands(rig)).toHaveLength(1)
})

test('the same command, chosen a second time, is wanted a second time', async () => {
  const rig = await simRig()
  const { original, clone } = await pair(rig)
  for (let times = 0; times < 2; times++) await rig.call('sheet.act', { ...command, ids: [original.id, clone.id] })
  await rig.send()
  await rig.settled()
  expect(commands(rig)).toHaveLength(2)
})

test('a command for the clones of a device alone goes once, by the first of them', async () => {
  const rig = await simRig()
  const { clone } = await pair(rig)
  expect(await rig.call('sheet.act', { ...command, ids: [clone.id] })).toMatchObject({ staged: 1, shared: 0 })
  expect(await rig.operations()).toMatchObject([{ subject: { row: clone.id }, rows: 1 }])
})

test('a clone that is to be deleted does not keep the command for its device back', async () => {
  const rig = await simRig()
  const { original, clone } = await pair(rig)
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: [clone.id] })
  expect(await rig.call('sheet.act', { ...command, ids: [original.id, clone.id] })).toMatchObject({
    ...{ staged: 1, shared: 1, broken: 0 },
  })
  await rig.send()
  await rig.settled()
  expect(commands(rig)).toHaveLength(1)
  expect(await rig.operations(['draft', 'rejected'])).toEqual([])
})

test('a change of plan for a tracker and its clone is one, shows on both, and a later choice edits it', async () => {
  const rig = await simRig()
  const { original, clone } = await pair(rig)
  const first = await otherPlan(rig, original)
  const second = await otherPlan(rig, original, first.name)
  await rig.call('sheet.act', { ...changePlan, ids: [original.id], plan: first.id })
  const answer = await rig.call('sheet.act', { ...changePlan, ids: [original.id, clone.id], plan: second.id })
  expect(answer).toEqual({ staged: 1, shared: 1, unstaged: 0, skipped: 0, broken: 0 })
  expect(await rig.operations(['draft'])).toMatchObject([{ rows: 2, changes: [{ to: second.name }] }])
  const shown = async () => {
    const { rows } = await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [original.id, clone.id] })
    return rows.map(({ marks }) => marks['plan']?.value ?? null)
  }
  expect(await shown()).toEqual([second.name, second.name])
  const { step } = await rig.call('sheet.undo', { redo: false })
  expect(new Set(step?.ids)).toEqual(new Set([original.id, clone.id]))
  expect(await shown()).toEqual([first.name, null])
  await rig.call('sheet.undo', { redo: true })
  expect(await shown()).toEqual([second.name, second.name])
  await rig.send()
  await rig.settled()
  expect(rig.panel.ledger.entries().filter(({ effect }) => effect === 'tracker.tariff')).toHaveLength(1)
})

test('a change of plan is not staged on a clone alone', async () => {
  const rig = await simRig()
  const { original, clone } = await pair(rig)
  const { id } = await otherPlan(rig, original)
  expect(await rig.call('sheet.act', { ...changePlan, ids: [clone.id], plan: id })).toMatchObject({
    ...{ staged: 0, shared: 0, skipped: 1 },
  })
})

test('what was staged for a tracker and its clone is taken back on either row, as one', async () => {
  const rig = await simRig()
  const { original, clone } = await pair(rig)
  await rig.call('sheet.act', { ...command, ids: [original.id, clone.id] })
  const cells = [{ id: clone.id, field: null }]
  expect(await rig.call('sheet.revert', { sheet: 'trackers', cells })).toEqual({ unstaged: 1 })
  expect(await rig.operations(['draft'])).toEqual([])
  await rig.call('sheet.undo', { redo: false })
  expect(await rig.operations(['draft'])).toMatchObject([{ subject: { row: original.id }, rows: 2 }])
})

test('an action blocks a device once for the rows that show it, as their cells would, and lets it go again', async () => {
  const rig = await simRig()
  const { original, clone } = await pair(rig)
  const block = { kind: 'tracker.block' as const, ids: [clone.id, original.id] }
  const isBlocked = original.values['blocked'] === true
  expect(await rig.call('sheet.act', { ...block, blocked: !isBlocked })).toMatchObject({
    staged: 1,
    shared: 1,
    broken: 0,
  })
  const { rows } = await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [original.id, clone.id] })
  expect(rows.map(({ marks }) => marks['blocked']?.value)).toEqual([!isBlocked, !isBlocked])
  await rig.send()
  await rig.settled()
  await rig.call('sheet.act', { ...block, blocked: isBlocked })
  await rig.send()
  await rig.settled()
  const blocks = rig.panel.ledger.entries().flatMap((entry) => (entry.effect === 'tracker.block' ? entry.blocked : []))
  expect(blocks).toEqual([!isBlocked, isBlocked])
})
