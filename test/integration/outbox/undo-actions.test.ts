import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'

/** What is staged, as kind and what it sets, in the order in which it was staged. */
async function staged(rig: SimRig): Promise<string[]> {
  const rows = await rig.operations(['draft'])
  return rows.map(({ kind, changes }) => [kind, ...changes.map(({ to }) => String(to))].join(' '))
}

async function plans(rig: SimRig): Promise<number[]> {
  const rows = rig.journal<{ params: string }>(`SELECT params FROM operation WHERE kind = 'tracker.tariff'`)
  return Promise.resolve(rows.map(({ params }) => (JSON.parse(params) as { set: { plan: number } }).set.plan))
}

test('undo takes actions on rows and edits of cells back in the order in which they were made, and redo does them again', async () => {
  const rig = await simRig()
  const rows = await rig.sound()
  const clones = (await rig.rows()).filter(({ values }) => values['clone'] === true).slice(0, 2)
  await rig.label(rows[0]!.id, 'First')
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: clones.map(({ id }) => id) })
  await rig.label(rows[1]!.id, 'Second')
  const all = await staged(rig)
  expect(all).toHaveLength(4)

  expect((await rig.call('sheet.undo', { redo: false })).step).toMatchObject({ source: 'type', cells: 1 })
  expect((await rig.call('sheet.undo', { redo: false })).step).toMatchObject({ source: 'act', cells: 2 })
  expect(await staged(rig)).toEqual(['tracker.settings First'])
  await rig.restart()
  expect((await rig.call('sheet.undo', { redo: true })).step).toMatchObject({ source: 'act', cells: 2 })
  await rig.call('sheet.undo', { redo: true })
  expect((await staged(rig)).sort()).toEqual(all.sort())
})

test('undo of a second choice of plan brings the first one back', async () => {
  const rig = await simRig()
  const tracker = (await rig.sound()).find(({ values }) => values['clone'] === false)!
  const choose = (plan: number) =>
    rig.call('sheet.act', { kind: 'tracker.tariff', ids: [tracker.id], plan, repay: true, charge: true })
  await choose(901)
  await choose(902)
  expect(await plans(rig)).toEqual([902])
  await rig.call('sheet.undo', { redo: false })
  expect(await plans(rig)).toEqual([901])
  await rig.call('sheet.undo', { redo: false })
  expect(await staged(rig)).toEqual([])
})

test('a command staged twice is taken back one at a time', async () => {
  const rig = await simRig()
  const [tracker] = await rig.sound()
  for (let times = 0; times < 2; times++) {
    await rig.call('sheet.act', {
      kind: 'tracker.command',
      ids: [tracker!.id],
      command: 'setparam 101:4',
      form: 'text',
      reliable: true,
    })
  }
  expect(await staged(rig)).toHaveLength(2)
  await rig.call('sheet.undo', { redo: false })
  expect(await staged(rig)).toHaveLength(1)
  await rig.call('sheet.undo', { redo: false })
  expect(await staged(rig)).toHaveLength(0)
})

test('a revert over cells and actions is one step', async () => {
  const rig = await simRig()
  const clone = (await rig.sound()).find(({ values }) => values['clone'] === true)!
  await rig.label(clone.id, 'Mine')
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: [clone.id] })
  const before = await staged(rig)
  const cells = [{ id: clone.id, field: null }]
  expect(await rig.call('sheet.revert', { sheet: 'trackers', cells })).toEqual({ unstaged: 2 })
  expect(await staged(rig)).toEqual([])

  expect((await rig.call('sheet.undo', { redo: false })).step).toMatchObject({ source: 'revert', cells: 2 })
  expect((await staged(rig)).sort()).toEqual(before.sort())
  expect((await rig.call('sheet.undo', { redo: true })).step).toMatchObject({ source: 'revert', cells: 2 })
  expect(await staged(rig)).toEqual([])
})

test('a revert over several rows takes every action on them back, and one undo brings all of them again', async () => {
  const rig = await simRig()
  const clones = (await rig.sound()).filter(({ values }) => values['clone'] === true).slice(0, 3)
  const ids = clones.map(({ id }) => id)
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids })
  const command = { kind: 'tracker.command', command: 'reboot', form: 'text', reliable: true } as const
  const [original] = (await rig.sound()).filter(({ values }) => values['clone'] === false)
  await rig.call('sheet.act', { ...command, ids: [original!.id] })
  const before = await staged(rig)
  expect(before).toHaveLength(4)
  const cells = [...ids, original!.id].map((id) => ({ id, field: null }))
  expect(await rig.call('sheet.revert', { sheet: 'trackers', cells })).toEqual({ unstaged: 4 })
  expect(await staged(rig)).toEqual([])
  expect((await rig.call('sheet.undo', { redo: false })).step).toMatchObject({ source: 'revert', cells: 4 })
  expect((await staged(rig)).sort()).toEqual(before.sort())
})

test('what was sent of a tracker is turned round last thing first', async () => {
  const rig = await simRig()
  const tracker = (await rig.sound()).find(({ values }) => values['clone'] === false)!
  await rig.label(tracker.id, 'First')
  await rig.call('sheet.act', { kind: 'tracker.block', ids: [tracker.id], blocked: true })
  const [set] = (await rig.call('outbox.changeSets', { settled: false })).changeSets
  await rig.send()
  await rig.settled()
  const sent = rig.journal<{ kind: string }>(`SELECT kind FROM operation WHERE state = 'done' ORDER BY id`)
  expect(sent).toHaveLength(2)
  expect(await rig.call('outbox.undoSent', { changeSet: set!.id })).toMatchObject({ staged: 2, left: [] })
  const back = rig.journal<{ kind: string }>(`SELECT kind FROM operation WHERE state = 'draft' ORDER BY id`)
  expect(back).toEqual(sent.toReversed())
})
