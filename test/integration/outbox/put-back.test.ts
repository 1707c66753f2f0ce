import { expect, test } from 'vitest'
import { ProblemError } from '../../../shared/problem.ts'
import { PowerCut, simRig, type SimRig } from '../../support/core-rig.ts'

const comment = (rig: SimRig, id: number, value: string) =>
  rig.call('sheet.stage', { sheet: 'trackers', source: 'type', cells: [{ id, field: 'comment', value }] })

/** What is staged for the comments of trackers, as the outbox has it. */
async function comments(rig: SimRig): Promise<unknown[]> {
  const drafts = await rig.operations(['draft'])
  return drafts.flatMap(({ changes }) => changes.filter(({ field }) => field === 'comment').map(({ to }) => to))
}

/** The power is cut, the cache is lost, and the panel cannot be reached: the sheet is empty. */
async function loseCache(rig: SimRig): Promise<void> {
  rig.wire.cut = true
  rig.cutPowerAfter(1)
  await expect(rig.call('connection.workOffline', { on: true })).rejects.toThrow(PowerCut)
  await rig.powerOn({ cacheLost: true })
}

test('undo takes back what is staged although the cache was lost', async () => {
  const rig = await simRig()
  const [tracker] = await rig.sound()
  await comment(rig, tracker!.id, 'First')
  await comment(rig, tracker!.id, 'Second')
  await loseCache(rig)
  expect(await rig.rows()).toEqual([])

  await rig.call('sheet.undo', { redo: false })
  expect(await comments(rig)).toEqual(['First'])
  await rig.call('sheet.undo', { redo: false })
  expect(await comments(rig)).toEqual([])
})

test('what cannot be done again before the next pull is refused, and can be done again after it', async () => {
  const rig = await simRig()
  const [tracker] = await rig.sound()
  await comment(rig, tracker!.id, 'First')
  await rig.call('sheet.undo', { redo: false })
  await loseCache(rig)

  const refused = await rig.call('sheet.undo', { redo: true }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ProblemError)
  expect(refused).toMatchObject({ problem: { code: 'not-pulled' } })

  rig.wire.cut = false
  await rig.call('connection.retry', {})
  await rig.online()
  await rig.call('sheet.undo', { redo: true })
  expect(await comments(rig)).toEqual(['First'])
})

test('a value that the panel holds can be typed over a recalled edit, and both can be reverted', async () => {
  const rig = await simRig()
  await rig.call('outbox.pause', { paused: true })
  const [tracker] = await rig.sound()
  const id = tracker!.id
  await rig.call('sheet.stage', { sheet: 'trackers', source: 'type', cells: [{ id, field: 'label', value: 'First' }] })
  await rig.send()
  await rig.call('sheet.stage', { sheet: 'trackers', source: 'type', cells: [{ id, field: 'label', value: 'Second' }] })
  const sets = await rig.call('outbox.changeSets', { settled: false })
  await rig.call('outbox.recall', { changeSets: sets.changeSets.map(({ id }) => id) })
  const shown = async () => {
    const { rows } = await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [id] })
    return rows[0]?.marks['label']?.value ?? rows[0]?.values['label']
  }
  const held = String(tracker!.values['label'])

  await rig.call('sheet.stage', { sheet: 'trackers', source: 'type', cells: [{ id, field: 'label', value: held }] })
  expect(await shown()).toBe(held)
  await rig.call('sheet.undo', { redo: false })
  expect(await shown()).toBe('Second')
  await rig.call('sheet.revert', { sheet: 'trackers', cells: [{ id, field: 'label' }] })
  expect(await rig.operations(['draft'])).toEqual([])
})

test('an action reverted on a row that was named twice is brought back once', async () => {
  const rig = await simRig()
  const [tracker] = await rig.sound()
  const ids = [tracker!.id]
  await rig.call('sheet.act', { kind: 'tracker.command', ids, command: 'status', form: 'text', reliable: false })
  const cells = [...ids, ...ids].map((id) => ({ id, field: null }))
  expect(await rig.call('sheet.revert', { sheet: 'trackers', cells })).toEqual({ unstaged: 1 })
  await rig.call('sheet.undo', { redo: false })
  expect(await rig.operations(['draft'])).toHaveLength(1)
})
