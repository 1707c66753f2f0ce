import { expect, test } from 'vitest'
import { z } from 'zod'
import { addCarrier } from '../../../electron/operations/carriers.ts'
import { laneOfRow } from '../../../shared/entities/entity.ts'
import { addKind } from '../../../shared/operations/catalogue.ts'
import { changesOf, editParams, firstBroken } from '../../../shared/operations/edit.ts'
import { kind } from '../../../shared/operations/kind.ts'
import { checkComment } from '../../../shared/rules/text.ts'
import { textEdit } from '../../../shared/sheets/column-edit.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'

// Nothing of a user can be edited at a real panel yet. So here is a kind that edits what is said of one: whatever
// treats all entities alike has to take it as it takes a tracker's comment.
const edits = { comment: textEdit(checkComment), city: textEdit(() => null) }
const noteUser = kind({
  name: 'test.noteUser',
  entity: 'user',
  version: 1,
  params: z.object(editParams({ comment: z.string(), city: z.string() })),
  edits,
  needs: [],
  risk: 'plain',
  twice: 'same-again',
  lanes: ({ row }) => [laneOfRow({ entity: 'user', id: row })],
  batchMost: 1,
  batchKey: () => null,
  describe: (params) => ({ row: params.row, changes: changesOf(params) }),
  check: ({ set }) => firstBroken(edits, set),
})
addKind(noteUser)
addCarrier(noteUser.name, {
  reads: () => null,
  request: () => ({ path: 'user/update', body: {} }),
  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: () => Promise.resolve(null),
  readBack: () => Promise.resolve(new Map()),
  inverse: () => ({ none: { code: 'no-inverse' } }),
  apply: () => undefined,
})

async function look(rig: SimRig, query: object = {}) {
  const question = { search: '', sort: [], filter: [], only: 'all' as const }
  const { view, count } = await rig.call('sheet.open', { sheet: 'users', ...question, ...query })
  return (await rig.call('sheet.rows', { view, from: 0, count })).rows
}
const note = (rig: SimRig, id: number, value: string, field = 'comment') =>
  rig.call('sheet.stage', { sheet: 'users', source: 'type', cells: [{ id, field, value }] })
const staged = async (rig: SimRig) =>
  (await look(rig, { only: 'staged' })).map(({ id, marks }) => [id, marks['comment']?.value ?? null])

test('cells of another entity are staged, marked, found and picked out as those of trackers are', async () => {
  const rig = await simRig()
  const [user, other] = await look(rig)
  expect(await note(rig, user!.id, '! Zuverlässig')).toEqual({ staged: 1, unstaged: 0, skipped: 0, broken: 0 })
  expect((await look(rig))[0]!.marks).toMatchObject({
    comment: { sign: 'staged', state: 'draft', kind: 'test.noteUser', value: '! Zuverlässig' },
  })
  expect((await look(rig, { search: 'ZUVERLÄSSIG' })).map(({ id }) => id)).toEqual([user!.id])
  const byComment = await look(rig, { sort: [{ field: 'comment', descending: false }] })
  const order = byComment.map(({ values, marks }) => String(marks['comment']?.value ?? values['comment'] ?? ''))
  expect(order.filter((text) => text !== '')[0]).toBe('! Zuverlässig')
  expect(await staged(rig)).toEqual([[user!.id, '! Zuverlässig']])

  // Another cell of the row goes into the same draft, and a field that nobody edits is passed over.
  await note(rig, user!.id, 'Graz', 'city')
  expect(await note(rig, other!.id, 'x', 'login')).toMatchObject({ staged: 0, skipped: 1 })
  expect(await rig.operations(['draft'])).toMatchObject([
    { kind: 'test.noteUser', changes: [{ field: 'comment' }, { field: 'city', to: 'Graz' }] },
  ])
  const marked = (await rig.rows()).filter(({ marks }) => Object.keys(marks).length > 0)
  expect(marked, 'a tracker with the same number is another row').toEqual([])
})

test('what breaks the rule of such a cell is kept and said, and what stood there before takes the edit back', async () => {
  const rig = await simRig()
  const [user] = await look(rig)
  expect(await note(rig, user!.id, 'a'.repeat(5000))).toMatchObject({ staged: 1, broken: 1 })
  expect((await look(rig, { only: 'attention' })).map(({ id }) => id)).toEqual([user!.id])
  const before = String(user!.values['comment'] ?? '')
  expect(await note(rig, user!.id, before)).toMatchObject({ staged: 0, unstaged: 1 })
  expect(await rig.operations(['draft'])).toEqual([])
})

test('undo, redo and taking back go by row and entity, across both', async () => {
  const rig = await simRig()
  const [user] = await look(rig)
  const tracker = (await rig.sound())[0]!
  await note(rig, user!.id, 'First')
  await rig.label(tracker.id, 'Renamed')
  await note(rig, user!.id, 'Second')
  const undo = (redo = false) => rig.call('sheet.undo', { redo })
  await undo()
  expect(await staged(rig)).toEqual([[user!.id, 'First']])
  await undo()
  expect(await rig.operations(['draft'])).toMatchObject([{ kind: 'test.noteUser' }])
  await undo()
  expect(await rig.operations(['draft'])).toEqual([])
  for (let step = 0; step < 3; step++) await undo(true)
  expect(await staged(rig)).toEqual([[user!.id, 'Second']])
  await rig.call('sheet.revert', { sheet: 'users', cells: [{ id: user!.id, field: null }] })
  expect(await rig.operations(['draft'])).toMatchObject([{ kind: 'tracker.settings' }])
})

test('such an edit outlasts the core, and shows again over what a pull brings', async () => {
  const rig = await simRig()
  const [user] = await look(rig)
  await note(rig, user!.id, 'Kept')
  await rig.restart()
  expect(await staged(rig)).toEqual([[user!.id, 'Kept']])
  expect((await look(rig, { search: 'kept' })).map(({ id }) => id)).toContain(user!.id)
})
