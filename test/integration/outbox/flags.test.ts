import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'

function hide(rig: SimRig, cells: readonly (readonly [id: number, value: string])[]) {
  return rig.call('sheet.stage', {
    sheet: 'trackers',
    source: 'paste',
    cells: cells.map(([id, value]) => ({ id, field: 'hidden', value })),
  })
}

const seen = async (rig: SimRig) =>
  (await rig.rows()).filter(({ values }) => !values['corrupted'] && values['hidden'] === false)

test('yes and no in any of their words hide and show trackers, once sent', async () => {
  const rig = await simRig()
  const [one, two, three] = await seen(rig)
  expect(
    await hide(rig, [
      [one!.id, 'Yes'],
      [two!.id, '1'],
      [three!.id, 'no'],
    ]),
  ).toEqual({
    staged: 2,
    unstaged: 0,
    skipped: 0,
    broken: 0,
  })
  const [row] = (await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [one!.id] })).rows
  expect(row!.marks['hidden']).toMatchObject({ sign: 'staged', value: true, base: false })
  expect(
    (await rig.rows({ filter: [{ is: 'oneOf', field: 'hidden', values: [true] }] })).map(({ id }) => id),
  ).toContain(one!.id)
  await rig.send()
  await rig.settled()
  const { rows } = await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [one!.id, two!.id, three!.id] })
  expect(rows.map(({ values }) => values['hidden'])).toEqual([true, true, false])
  expect((await rig.operations(['done'])).map(({ changes }) => changes[0]?.to)).toEqual([true, true])
})

test('the value that the panel holds takes the edit back, and undo keeps yes and no over a restart', async () => {
  const rig = await simRig()
  const [one] = await seen(rig)
  await hide(rig, [[one!.id, 'yes']])
  expect(await hide(rig, [[one!.id, 'false']])).toMatchObject({ staged: 0, unstaged: 1 })
  await rig.restart()
  await rig.call('sheet.undo', { redo: false })
  expect((await rig.operations(['draft'])).map(({ changes }) => changes)).toMatchObject([[{ from: false, to: true }]])
  await rig.call('sheet.undo', { redo: false })
  expect(await rig.operations(['draft'])).toEqual([])
})

test('what says neither is staged, marked with the reason, and never sent', async () => {
  const rig = await simRig()
  const [one, two] = await seen(rig)
  expect(
    await hide(rig, [
      [one!.id, 'maybe'],
      [two!.id, 'yes'],
    ]),
  ).toMatchObject({ staged: 2, broken: 1 })
  const [row] = await rig.rows({ only: 'attention' })
  expect(row).toMatchObject({ id: one!.id, values: { hidden: false } })
  expect(row!.marks['hidden']).toMatchObject({ sign: 'refused', value: 'maybe', problem: { code: 'yes-or-no' } })
  expect((await rig.rows({ sort: [{ field: 'hidden', descending: true }] }))[0]!.id).toBeDefined()
  await rig.send()
  await rig.settled()
  expect((await rig.operations(['draft'])).map(({ subject }) => subject.row)).toEqual([one!.id])
  expect(await hide(rig, [[one!.id, 'yes']])).toMatchObject({ staged: 1, broken: 0 })
  await rig.send()
  await rig.settled()
  expect((await rig.operations(['done'])).length).toBe(2)
})
