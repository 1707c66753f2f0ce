import { expect, test } from 'vitest'
import { simRig, type RigOptions, type SimRig } from '../../support/core-rig.ts'
import { createUserComments } from '../../support/user-comments.ts'

// What a made-up kind edits of users: whatever treats all entities alike takes it as it takes a tracker's comment.

const commented = async (options: RigOptions = {}) => {
  const comments = createUserComments()
  const rig = await simRig({ ...options, panel: { ...options.panel, methods: comments.methods } })
  return { rig, comments }
}

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
    comment: { sign: 'staged', state: 'draft', kind: 'test.commentUser', value: '! Zuverlässig' },
  })
  expect((await look(rig, { search: 'ZUVERLÄSSIG' })).map(({ id }) => id)).toEqual([user!.id])
  const byComment = await look(rig, { sort: [{ field: 'comment', descending: false }] })
  const order = byComment.map(({ values, marks }) => String(marks['comment']?.value ?? values['comment'] ?? ''))
  expect(order.filter((text) => text !== '')[0]).toBe('! Zuverlässig')
  expect(await staged(rig)).toEqual([[user!.id, '! Zuverlässig']])

  // Another cell of the row goes into the same draft, and a field that nobody edits is passed over.
  await note(rig, user!.id, 'Graz', 'city')
  expect(await note(rig, other!.id, 'x', 'verified')).toMatchObject({ staged: 0, skipped: 1 })
  expect(await rig.operations(['draft'])).toMatchObject([
    { kind: 'test.commentUser', changes: [{ field: 'comment' }, { field: 'city', to: 'Graz' }] },
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
  expect(await rig.operations(['draft'])).toMatchObject([{ kind: 'test.commentUser' }])
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

test('such an edit is read afresh, sent once and settled, by the shortest way that there is for its entity', async () => {
  const { rig, comments } = await commented()
  const rows = await look(rig)
  await note(rig, rows[0]!.id, 'Reliable')
  await note(rig, rows[1]!.id, 'Graz', 'city')
  await rig.send()
  await rig.settled()
  expect(await rig.operations(['done'])).toHaveLength(2)
  expect(comments.written).toEqual([
    { user: String(rows[0]!.id), comment: 'Reliable' },
    { user: String(rows[1]!.id), post_city: 'Graz' },
  ])
  expect(rig.panel.stats().requests['user/read']).toBe(2)
  expect(rig.panel.stats().requests['tracker/read']).toBeUndefined()
})

test('what somebody else has written meanwhile is a conflict, and the person’s own value goes only when it is chosen', async () => {
  const { rig, comments } = await commented()
  const [user] = await look(rig)
  await note(rig, user!.id, 'Mine')
  comments.said.set(user!.id, { comment: 'Theirs' })
  await rig.send()
  await rig.settled()
  const [operation] = await rig.operations(['conflict'])
  expect(operation).toMatchObject({
    changes: [{ field: 'comment', from: user!.values['comment'], to: 'Mine', theirs: 'Theirs' }],
  })
  expect(comments.written).toEqual([])
  await rig.call('outbox.resolve', { operations: [operation!.id], take: 'mine' })
  await rig.send()
  await rig.settled()
  expect(comments.written).toEqual([{ user: String(user!.id), comment: 'Mine' }])
})

test('an answer that is lost is looked up by reading the user, and nothing is sent twice', async () => {
  const { rig, comments } = await commented()
  const [user] = await look(rig)
  await note(rig, user!.id, 'Once')
  rig.panel.faults.add({ path: 'user/comment', strike: { do: 'drop', when: 'after' } })
  await rig.send()
  await rig.settled()
  expect(await rig.operations(['done'])).toHaveLength(1)
  expect(comments.written).toHaveLength(1)
})

test('the outbox leads to its row, the plan counts its reading, and undo of what was sent makes the value before', async () => {
  const { rig, comments } = await commented()
  const [user] = await look(rig)
  await note(rig, user!.id, 'First')
  const [draft] = await rig.operations(['draft'])
  expect(draft!.subject).toMatchObject({ name: user!.values['login'], row: user!.id, panelId: user!.id })
  expect(await rig.call('outbox.plan', { changeSets: [draft!.changeSet] })).toMatchObject({ reads: 1, requests: 1 })
  await rig.send()
  await rig.settled()
  await rig.call('pull.start', {})
  await rig.until(async () => (await look(rig))[0]?.values['comment'] === 'First')
  await rig.call('outbox.undoSent', { changeSet: draft!.changeSet })
  await rig.send()
  await rig.settled()
  expect(comments.said.get(user!.id)).toEqual({ comment: user!.values['comment'] })
})
