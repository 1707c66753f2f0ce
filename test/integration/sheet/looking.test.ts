import { expect, test } from 'vitest'
import type { Condition } from '../../../shared/contract/looking.ts'
import { trackerTariffKind } from '../../../shared/operations/tracker-tariff.ts'
import { lookAt, lookAtNew, plainly } from '../../support/looked-at.ts'
import { tariffWith, trackerWith, userWith } from '../../support/panel-rows.ts'

const rows = [
  trackerWith({ id: 1, label: 'Ärger 10', comment: 'north', lastConnection: '2026-11-01 08:00:00', clone: true }),
  trackerWith({ id: 2, label: 'ärger 9', comment: '', lastConnection: '2026-11-02 23:59:59', userId: 7 }),
  trackerWith({ id: 3, label: 'ДОМ', comment: 'South', lastConnection: '2026-11-03', userId: 8, deviceId: '35AB' }),
  trackerWith({ id: 4, label: 'дом 2', comment: '', lastConnection: '', userId: 7, tariffId: 1 }),
  trackerWith({ id: 5, label: '50%_off', comment: 'NORTH', lastConnection: '2025-01-01', userId: 9, ownerName: 'Zed' }),
]
const users = [userWith({ id: 7, login: 'Bea' }), userWith({ id: 8, login: 'anna' })]
const tariffs = [tariffWith(1, 'Gold'), tariffWith(2, 'Silver')]
const pulled = { trackers: rows, users, tariffs }

test.for<[string, Condition, number[]]>([
  ['one of several', { is: 'oneOf', field: 'comment', values: ['north', 'South'] }, [1, 3]],
  ['one of, or empty', { is: 'oneOf', field: 'comment', values: ['South', null] }, [2, 3, 4]],
  ['a flag', { is: 'oneOf', field: 'clone', values: [true] }, [1]],
  ['a number', { is: 'oneOf', field: 'userId', values: [7] }, [2, 4]],
  ['an owner, by login, by name, and by neither', { is: 'oneOf', field: 'owner', values: ['Bea', 'Zed'] }, [2, 4, 5]],
  ['nothing at all', { is: 'oneOf', field: 'comment', values: [] }, []],
  ['a part, whatever its case', { is: 'contains', field: 'comment', text: 'Nor', not: false }, [1, 5]],
  ['a part, in any script', { is: 'contains', field: 'label', text: 'дОм', not: false }, [3, 4]],
  ['signs that SQL reads otherwise', { is: 'contains', field: 'label', text: '%_', not: false }, [5]],
  ['no such part, empty ones among them', { is: 'contains', field: 'comment', text: 'north', not: true }, [2, 3, 4]],
  ['a part of a number', { is: 'contains', field: 'panelId', text: '3', not: false }, [3]],
  ['a part of an identifier', { is: 'contains', field: 'deviceId', text: '5ab', not: false }, [3]],
  ['up to a day, all of it', { is: 'between', field: 'lastConnection', from: '2026-11-01', to: '2026-11-02' }, [1, 2]],
  ['up to a month, all of it', { is: 'between', field: 'lastConnection', from: '2026-11', to: '2026-11' }, [1, 2, 3]],
  [
    'an open beginning, without empty ones',
    { is: 'between', field: 'lastConnection', from: null, to: '2026' },
    [1, 2, 3, 5],
  ],
  ['numbers', { is: 'between', field: 'panelId', from: 2, to: '4' }, [2, 3, 4]],
  ['what is no number', { is: 'between', field: 'panelId', from: 'two', to: null }, []],
  ['texts, whatever their case', { is: 'between', field: 'comment', from: 'M', to: 'n' }, [1, 5]],
  ['empty', { is: 'empty', field: 'comment', empty: true }, [2, 4]],
  ['not empty', { is: 'empty', field: 'comment', empty: false }, [1, 3, 5]],
])('a filter finds %s', ([, condition, found]) => {
  expect(lookAtNew(pulled).ids({ filter: [condition] })).toEqual(found)
})

test('conditions and the search are all fulfilled at once', () => {
  const { ids } = lookAtNew(pulled)
  expect(
    ids({
      search: 'BEA',
      filter: [
        { is: 'contains', field: 'label', text: '2', not: true },
        { is: 'empty', field: 'comment', empty: true },
      ],
    }),
  ).toEqual([2])
})

test('a column that the sheet does not have is refused', () => {
  const { view } = lookAtNew(pulled)
  for (const field of ['nothing', 'toString', 'id; DROP TABLE tracker']) {
    expect(() => view.open({ ...plainly, group: field })).toThrow('bad-call')
    expect(() => view.open({ ...plainly, filter: [{ is: 'empty', field, empty: true }] })).toThrow('bad-call')
    expect(() => view.open({ ...plainly, sort: [{ field, descending: false }] })).toThrow('bad-call')
  }
})

test('texts are sorted whatever their case, in any script, and what is empty comes last either way', () => {
  const { ids } = lookAtNew(pulled)
  const by = (field: string, descending = false) => ids({ sort: [{ field, descending }] })
  expect(by('label')).toEqual([5, 1, 2, 3, 4])
  expect(by('label', true)).toEqual([4, 3, 2, 1, 5])
  expect(by('lastConnection')).toEqual([5, 1, 2, 3, 4])
  expect(by('lastConnection', true)).toEqual([3, 2, 1, 5, 4])
  expect(by('owner')).toEqual([3, 2, 4, 5, 1])
})

test('of several sorts each decides where those before leave it open', () => {
  const { ids } = lookAtNew(pulled)
  const sort = [
    { field: 'owner', descending: true },
    { field: 'label', descending: true },
  ]
  expect(ids({ sort })).toEqual([5, 4, 2, 3, 1])
  expect(ids({ sort: [{ field: 'comment', descending: false }, ...sort] })).toEqual([5, 1, 3, 4, 2])
})

test('what is staged is sorted, found, grouped, counted and copied in place of what was pulled', () => {
  const { ids, type, view } = lookAtNew(pulled)
  type(5, 'label', 'Émil')
  type(1, 'comment', '')
  type(2, 'comment', 'Western')
  type(3, 'hidden', 'yes')
  expect(ids({ sort: [{ field: 'label', descending: false }] })).toEqual([1, 2, 5, 3, 4])
  expect(ids({ search: 'éMI' })).toEqual([5])
  expect(ids({ search: '50%' })).toEqual([])
  expect(ids({ filter: [{ is: 'empty', field: 'comment', empty: true }] })).toEqual([1, 4])
  expect(ids({ filter: [{ is: 'oneOf', field: 'hidden', values: [true] }] })).toEqual([3])
  expect(ids({ filter: [{ is: 'oneOf', field: 'label', values: ['50%_off'] }] })).toEqual([])
  expect(view.facet('trackers', 'comment', '')).toEqual({
    values: [
      { value: null, count: 2 },
      { value: 'NORTH', count: 1 },
      { value: 'South', count: 1 },
      { value: 'Western', count: 1 },
    ],
    more: false,
  })
  expect(view.facet('trackers', 'label', 'ÉM').values).toEqual([{ value: 'Émil', count: 1 }])
  const { view: id, rows: first } = view.open({ ...plainly, only: 'staged' })
  expect(view.cells(id, 0, 9, ['comment', 'hidden'])).toEqual([
    [null, false],
    ['Western', false],
    ['South', true],
    ['NORTH', false],
  ])
  expect(first[1], 'the row itself holds what was pulled').toMatchObject({
    values: { comment: null },
    marks: { comment: { value: 'Western' } },
  })
})

test('an owner or a plan that is staged is found by its name, also once it is called otherwise', async () => {
  const { ids, act, pull, view } = lookAtNew(pulled)
  await act({ kind: 'tracker.move', ids: [3], owner: 7 })
  await act({ kind: 'tracker.tariff', ids: [4], plan: 2, repay: true, charge: true })
  const owned = (login: string) => ids({ filter: [{ is: 'oneOf', field: 'owner', values: [login] }] })
  const on = (plan: string) => ids({ filter: [{ is: 'oneOf', field: 'plan', values: [plan] }] })
  expect([owned('Bea'), owned('anna'), on('Silver'), on('Gold')]).toEqual([[2, 3, 4], [], [4], []])
  expect(ids({ search: 'bea' })).toEqual([2, 3, 4])
  pull({ users: [userWith({ id: 7, login: 'Zoe' })], tariffs: [tariffWith(2, 'Platinum')] })
  expect([owned('Bea'), owned('Zoe'), on('Silver'), on('Platinum')]).toEqual([[], [2, 3, 4], [], [4]])
  expect(ids({ sort: [{ field: 'owner', descending: false }] })).toEqual([5, 2, 3, 4, 1])
  expect(view.rowsById('trackers', [2])[0]?.values['owner']).toBe('Zoe')
  expect(view.rowsById('trackers', [3])[0], 'the panel still has the old one').toMatchObject({
    values: { owner: 'anna' },
    marks: { owner: { value: 'Zoe' } },
  })
})

test('an owner who comes late gives its trackers their name', () => {
  const { ids, pull, view } = lookAtNew({ trackers: rows })
  expect(view.rowsById('trackers', [2, 5]).map(({ values }) => values['owner'])).toEqual(['7', 'Zed'])
  pull({ users: [...users, userWith({ id: 9, login: 'carl' })] })
  expect(view.rowsById('trackers', [2, 5]).map(({ values }) => values['owner'])).toEqual(['Bea', 'carl'])
  expect(ids({ search: 'carl' })).toEqual([5])
})

test('what is staged outlasts a pull and a restart, and follows what becomes of it', async () => {
  const { ids, type, pull, close, folder, stagingArea } = lookAtNew(pulled)
  type(1, 'label', 'Zulu')
  type(2, 'label', 'Yankee')
  pull({ trackers: rows.map((row) => (row.id === 1 ? { ...row, label: 'Changed', comment: 'pulled' } : row)) })
  expect(ids({ search: 'zulu' })).toEqual([1])
  expect(ids({ search: 'pulled' })).toEqual([1])
  expect(ids({ search: 'changed' })).toEqual([])
  stagingArea.undo(false)
  expect(ids({ search: 'yankee' })).toEqual([])
  stagingArea.undo(true)
  await close()

  const again = lookAt(folder)
  expect(again.ids({ sort: [{ field: 'label', descending: true }] })).toEqual([4, 3, 1, 2, 5])
  expect(again.ids({ search: 'zulu' })).toEqual([1])

  const [one, two] = again.journal.inState('draft')
  again.journal.move([one!.id, two!.id], 'ready')
  expect(again.ids({ search: 'zulu' }), 'released').toEqual([1])
  again.journal.move([two!.id], 'discarded')
  expect(again.ids({ search: 'yankee' }), 'discarded').toEqual([])
  again.journal.beginAttempt({ at: 1, kind: one!.kind, path: '', request: {}, subject: '', account: '' }, [one!.id], 1)
  again.journal.finish(new Map([[one!.id, null]]))
  again.cache.apply(1, () => again.cache.change('tracker', 1, { label: 'Zulu' }, 1))
  expect(again.ids({ search: 'zulu' }), 'done').toEqual([1])
  expect(again.ids({ only: 'staged' })).toEqual([])
  expect(again.cache.database.prepare('SELECT count(*) FROM temp.staged_tracker').pluck().get()).toBe(0)
})

test('of two edits of a cell the later one is shown', () => {
  const { ids, type, journal } = lookAtNew(pulled)
  type(1, 'label', 'first')
  journal.move(
    journal.inState('draft').map(({ id }) => id),
    'ready',
  )
  type(1, 'label', 'second')
  expect([ids({ search: 'first' }), ids({ search: 'second' })]).toEqual([[], [1]])
})

test('a row that goes away and comes back while something is staged for it is shown with it', () => {
  const { ids, type, cache, pull } = lookAtNew(pulled)
  type(1, 'label', 'Zulu')
  expect(ids({ search: 'zulu' })).toEqual([1])
  cache.database.prepare('DELETE FROM tracker WHERE id = 1').run()
  expect(ids()).toEqual([2, 3, 4, 5])
  pull({ trackers: rows })
  expect(ids({ search: 'zulu' })).toEqual([1])
})

test('rows are grouped by what is shown, groups first, empty last, each with its row before it', () => {
  const { type, view } = lookAtNew(pulled)
  type(3, 'comment', 'north')
  const opened = view.open({ ...plainly, group: 'comment', sort: [{ field: 'label', descending: true }] })
  expect(opened.rows.map(({ id, group }) => (group ? `${String(group.value)} ${group.count}` : id))).toEqual([
    'NORTH 1',
    5,
    'north 2',
    3,
    1,
    'null 2',
    4,
    2,
  ])
  expect(opened).toMatchObject({ count: 8, matching: 5, total: 5 })
  expect(opened.rows.map(({ number }) => number)).toEqual([0, 1, 1, 2, 3, 3, 4, 5])
  expect(opened.rows[0]).toMatchObject({
    id: -1,
    values: {},
    marks: {},
    group: { value: 'NORTH', count: 1, folded: false },
  })
  expect(view.rows(opened.view, 3, 3).map(({ number }) => number)).toEqual([2, 3, 3])
  expect(view.ids(opened.view, 0, 99)).toEqual([-1, 5, -2, 3, 1, -3, 4, 2])
  expect(view.rows(opened.view, 2, 2).map(({ id }) => id)).toEqual([-2, 3])
  expect(view.cells(opened.view, 0, 99, ['panelId']), 'a group row gives no line').toEqual([[5], [3], [1], [4], [2]])
  expect(view.rowsById('trackers', [-1, 5]).map(({ id }) => id)).toEqual([5])
})

test('folded groups keep their row alone, and can be named by those that are open', () => {
  const { ids, view } = lookAtNew(pulled)
  expect(ids({ group: 'comment', folded: [null, 'South'] })).toEqual([-1, 5, -2, 1, -3, -4])
  expect(ids({ group: 'comment', folded: ['South'], foldOthers: true })).toEqual([-1, -2, -3, 3, -4])
  expect(view.open({ ...plainly, group: 'comment', folded: [], foldOthers: true })).toMatchObject({
    count: 4,
    matching: 5,
  })
})

test('the group’s own column decides which way the groups come', () => {
  const { ids } = lookAtNew(pulled)
  const sort = [
    { field: 'label', descending: false },
    { field: 'comment', descending: true },
  ]
  expect(ids({ group: 'comment', sort })).toEqual([-1, 3, -2, 1, -3, 5, -4, 2, 4])
})

test('only conflicts, only what needs a person, and the next of them, round the end', async () => {
  const { ids, type, journal, view, act } = lookAtNew(pulled)
  type(2, 'comment', 'mine')
  type(4, 'label', 'a < b')
  type(5, 'label', 'Fine')
  await act({ kind: 'tracker.tariff', ids: [3], plan: 2, repay: true, charge: true })
  const [conflicting] = journal.inState('draft')
  journal.move([conflicting!.id], 'ready')
  journal.move([conflicting!.id], 'conflict', { theirs: { comment: 'theirs' } })
  expect(ids({ only: 'conflicts' })).toEqual([2])
  expect(ids({ only: 'attention' })).toEqual([2, 4])
  expect(ids({ only: 'staged' })).toEqual([2, 3, 4, 5])

  const { view: id } = view.open(plainly)
  const walk = (what: 'attention' | 'staged' | 'conflicts', from: number, backwards = false) =>
    view.next(id, from, backwards, what)
  expect(walk('attention', 0)).toEqual({ row: 1, field: 'comment' })
  expect(walk('attention', 1)).toEqual({ row: 3, field: 'label' })
  expect(walk('attention', 3)).toEqual({ row: 1, field: 'comment' })
  expect(walk('attention', 1, true)).toEqual({ row: 3, field: 'label' })
  expect(walk('staged', 1)).toEqual({ row: 2, field: 'plan' })
  expect(walk('conflicts', 1), 'the only one').toEqual({ row: 1, field: 'comment' })
  const none = view.open({ ...plainly, filter: [{ is: 'oneOf', field: 'panelId', values: [1] }] })
  expect(view.next(none.view, 0, false, 'attention')).toEqual({ row: null, field: null })
})

test('a deletion is about the row as a whole', async () => {
  const { act, view } = lookAtNew(pulled)
  await act({ kind: 'tracker.deleteClone', ids: [1] })
  const { view: id } = view.open(plainly)
  expect(view.next(id, 3, false, 'staged')).toEqual({ row: 0, field: null })
})

test('a range is counted as it is shown, and added up where it holds amounts', async () => {
  const { type, view } = lookAtNew({
    ...pulled,
    users: [
      userWith({ id: 7, login: 'Bea', balance: 0.1, bonus: 2 }),
      userWith({ id: 8, login: 'anna', balance: 0.2, bonus: 2 }),
    ],
  })
  type(2, 'comment', 'north')
  const { view: trackers } = view.open({ ...plainly, group: 'clone' })
  expect(await view.summary(trackers, 0, 99, ['comment'])).toEqual({ rows: 5, filled: 4, distinct: 3, sum: null })
  expect(await view.summary(trackers, 0, 99, ['panelId'])).toMatchObject({ sum: null })
  const { view: users } = view.open({ ...plainly, sheet: 'users' })
  expect(await view.summary(users, 0, 99, ['balance', 'bonus'])).toEqual({ rows: 2, filled: 4, distinct: 3, sum: 4.3 })
  expect(await view.summary(users, 1, 99, ['balance'])).toEqual({ rows: 1, filled: 1, distinct: 1, sum: 0.2 })
})

test('what is added up makes way for another stretch of the same view, and for no other view', async () => {
  // More than are added up at a time.
  const many = Array.from({ length: 600 }, (_, index) => trackerWith({ id: index + 1, label: `Truck ${index}` }))
  const { view } = lookAtNew({ trackers: many })
  const { view: one } = view.open(plainly)
  const { view: other } = view.open(plainly)
  const first = view.summary(one, 0, 600, ['label'])
  const beside = view.summary(other, 0, 600, ['label'])
  const second = view.summary(one, 0, 550, ['label'])
  await expect(first).rejects.toThrow('stopped')
  expect(await second).toMatchObject({ rows: 550 })
  expect(await beside).toMatchObject({ rows: 600 })
})

test('a view stays as it was opened, whatever is staged or pulled meanwhile', () => {
  const { view, type, pull } = lookAtNew(pulled)
  const { view: id } = view.open({ ...plainly, sort: [{ field: 'label', descending: false }] })
  const before = view.ids(id, 0, 9)
  type(5, 'label', 'zzz')
  pull({ trackers: [trackerWith({ id: 6, label: 'aaa' })] })
  expect(view.ids(id, 0, 9)).toEqual(before)
  expect(view.rows(id, 0, 1)[0]).toMatchObject({ id: 5, marks: { label: { value: 'zzz' } } })
})

test('with the indexes made every answer is the same', async () => {
  const { ids, type, view, cache } = lookAtNew(pulled)
  type(1, 'label', 'Zulu')
  const questions = trackerColumns.flatMap((field) => [
    { sort: [{ field, descending: false }] },
    { sort: [{ field, descending: true }] },
    { filter: [{ is: 'empty', field, empty: true } as const] },
    { filter: [{ is: 'contains', field, text: 'o', not: true } as const] },
    { group: field },
  ])
  const before = questions.map((query) => ids(query))
  const indexes = () =>
    cache.database.prepare(`SELECT count(*) FROM sqlite_schema WHERE name LIKE '%_sheet_%'`).pluck().get()
  expect(indexes()).toBe(0)
  await view.prepare()
  expect(indexes()).toBeGreaterThan(30)
  expect(questions.map((query) => ids(query))).toEqual(before)
})

const trackerColumns = ['panelId', 'label', 'owner', 'plan', 'comment', 'lastConnection', 'clone', 'hidden', 'userId']

test('operations of kinds or shapes that this program does not know leave the rows as they are', () => {
  const { ids, journal } = lookAtNew(pulled)
  const set = journal.addChangeSet('sheet', '', 1)
  const operation = { version: 9, subject: '', broken: null, lanes: ['tracker:1'], fileRow: null }
  journal.add(set, { ...operation, kind: 'tracker.paint', params: { tracker: 1, set: { label: 'Red' }, base: {} } }, 1)
  journal.add(set, { ...operation, kind: trackerTariffKind.name, params: { anything: true } }, 1)
  expect(ids({ search: 'red' })).toEqual([])
  expect(ids({ search: 'ärger 10' })).toEqual([1])
  expect(ids({ only: 'staged' })).toEqual([1])
})

test('so many views are kept as there is room for, and always the last', () => {
  const { view } = lookAtNew(pulled, 100)
  const open = (search: string) => view.open({ ...plainly, search }).view
  // Eight bytes a row.
  const [first, second, third] = [open(''), open('дом'), open('')]
  expect(view.weigh()).toEqual({ views: 3, 'bytes of views': 96 })
  const fourth = open('')
  expect(view.weigh(), 'the oldest has made room').toEqual({ views: 3, 'bytes of views': 96 })
  expect(() => view.ids(first, 0, 9)).toThrow('view-gone')
  expect([second, third, fourth].map((kept) => view.ids(kept, 0, 9).length)).toEqual([2, 5, 5])
  const small = lookAtNew(pulled, 1).view
  const only = small.open(plainly).view
  expect(small.ids(only, 0, 9).length).toBe(5)
  expect(small.weigh()).toEqual({ views: 1, 'bytes of views': 40 })
})
