import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { computed, shallowRef } from 'vue'
import SheetMenu from '../../renderer/sheet/features/menu/SheetMenu.vue'
import type { Notice, Offer } from '../../renderer/sheet/model/notice.ts'
import RowPanel from '../../renderer/sheet/features/details/RowPanel.vue'
import type { FieldEditor } from '../../renderer/sheet/features/details/use-field-editor.ts'
import SelectionLine from '../../renderer/sheet/features/status-line/SelectionLine.vue'
import { plainQuery } from '../../renderer/sheet/model/session.ts'
import SheetEmpty from '../../renderer/sheet/page/SheetEmpty.vue'
import SheetTools from '../../renderer/sheet/page/SheetTools.vue'
import type { Mark, SheetRow } from '../../shared/contract/sheets.ts'
import { trackersSheet } from '../../shared/sheets/trackers.ts'
import { usersSheet } from '../../shared/sheets/users.ts'
import { answering, askedFor } from './support/core.ts'
import { quiet } from './support/known.ts'
import { show } from './support/show.ts'
import { statusWith } from './support/staged.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const item = (name: string | RegExp) => page.getByRole('menuitem', { name })

// ---- the bar above the cells ----

const tools = {
  sheet: trackersSheet,
  outdated: false,
  rows: 2,
  actions: [{ key: 'tracker.block', label: 'Block or unblock…' }],
  detailsOpen: false,
}

test('The bar of a sheet undoes, opens details and does what its menu of changes offers', async () => {
  answering({ 'status.read': () => ({ ...quiet, undo: { canUndo: true, canRedo: false } }) })
  const bar = show(SheetTools, tools)
  await expect.element(button('Redo')).toBeDisabled()
  await button('Undo').click()
  await button('Details').click()
  await button(/^Actions/).click()
  await item('Block or unblock…').click()
  expect(bar.emitted('choose')).toEqual([['tracker.block']])
  expect(['undo', 'details'].map((name) => bar.emitted(name).length)).toEqual([1, 1])
  await bar.give({ outdated: true })
  await button('Show new rows').click()
  expect(bar.emitted('reopen')).toHaveLength(1)
})

test('With no row selected nothing is done with rows, and a sheet without cells to edit offers none of it', async () => {
  const bar = show(SheetTools, { ...tools, rows: 0 })
  await expect.element(button('Details')).toBeDisabled()
  const columns = usersSheet.columns.map(({ field, type, width }) => ({ field, type, width }))
  await bar.give({ sheet: { ...usersSheet, columns }, actions: [] })
  await expect.element(button(/^Actions/)).not.toBeInTheDocument()
  await expect.element(button('Undo')).not.toBeInTheDocument()
})

// ---- the line at the lower edge ----

test('The line of the selection says what has been done, and does what it offers', async () => {
  const done: string[] = []
  const offer = shallowRef<Offer | null>(null)
  const text = shallowRef('')
  const notice = { text, offer } as unknown as Notice
  const line = show(SelectionLine, {
    totals: '2 of 10 selected',
    filling: null,
    notice,
    whole: null,
    remark: 'Breaks a rule',
    off: '',
    failed: false,
  })
  await expect.element(page.getByText('· Breaks a rule')).toBeVisible()
  text.value = '3 cells staged'
  offer.value = { label: 'Clear 2 cells too', accept: () => done.push('cleared') }
  await expect.element(page.getByText('· 3 cells staged')).toBeVisible()
  await button('Clear 2 cells too').click()
  expect([done, line.emitted('accepted').length]).toEqual([['cleared'], 1])
  await line.give({ filling: 'Fills 4 cells, to row 6', failed: true })
  await expect.element(page.getByText('Fills 4 cells, to row 6')).toBeVisible()
  await expect.element(page.getByText('2 of 10 selected')).not.toBeInTheDocument()
  await button('Try again').click()
  expect(line.emitted('again')).toHaveLength(1)
})

// ---- a sheet without rows ----

const nothing = { name: 'trackers', query: plainQuery('trackers'), total: 0, problem: null, mayMake: false }

test('A sheet into which nothing has been pulled is pulled, where there is a connection', async () => {
  const pull = { ...quiet.pull, completedAt: null }
  answering({ 'status.read': () => statusWith({ pull }), 'pull.start': () => ({}) })
  const empty = show(SheetEmpty, nothing)
  await expect.element(page.getByText('Nothing has been pulled from the panel yet.')).toBeVisible()
  await button('Pull now').click()
  await expect.poll(() => askedFor('pull.start')).toHaveLength(1)
  empty.remove()
  answering({ 'status.read': () => statusWith({ pull, connection: { state: 'chosen-offline' } }) })
  show(SheetEmpty, nothing)
  await expect.element(button('Pull now')).toBeDisabled()
})

test('A sheet in which nothing matches, or that could not be read, says so with the way out', async () => {
  const query = { ...plainQuery('trackers'), search: 'zzz' }
  const empty = show(SheetEmpty, { ...nothing, query, total: 10 })
  await expect.element(page.getByText('No tracker matches.')).toBeVisible()
  await button('Clear search and filters').click()
  await empty.give({ query: { ...plainQuery('trackers'), only: 'conflicts' } })
  await expect.element(page.getByText('No tracker is in conflict with the panel.')).toBeVisible()
  await button('Show all').click()
  expect(empty.emitted('clear')).toHaveLength(2)
  await empty.give({ problem: { code: 'disk-failed' } })
  await expect.element(page.getByText(/disk/i)).toBeVisible()
  await button('Try again').click()
  expect(empty.emitted('again')).toHaveLength(1)
})

// ---- the menu of the cells ----

const state = {
  rows: 2,
  isRange: true,
  isEditable: true,
  mayRevert: false,
  mayRevertRows: true,
  canUndo: true,
  canRedo: false,
}

test('The menu of cells says the keys beside what they do, and does it', async () => {
  const ofRows = [{ key: 'tracker.block', label: 'Block or unblock…' }]
  const menu = show(SheetMenu, { state, ofRows })
  const open = () => menu.exposed['open']?.({ left: 40, right: 40, top: 60, bottom: 60 } as never)
  open()
  await expect.element(item(/^Copy/)).toHaveFocus()
  await expect.element(item(/^Cut/)).toMatchTextContent(/Ctrl\+X/)
  await expect.element(item(/^Revert selected cells/)).toHaveAttribute('aria-disabled', 'true')
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(menu.emitted('command')).toEqual([[{ do: 'cut' }]])
  open()
  await item('Block or unblock…').click()
  expect(menu.emitted('choose')).toEqual([['tracker.block']])
  await menu.give({ state: { ...state, isEditable: false }, ofRows: [] })
  open()
  await expect.element(item(/^Details/)).toBeVisible()
  await expect.element(item(/^Cut/)).not.toBeInTheDocument()
})

// ---- the details of a row ----

const words = { yes: 'Yes', no: 'No', named: (_: string, code: string) => code }
const mark = (more: Partial<Mark>): Mark => ({
  sign: 'staged',
  state: 'draft',
  operation: 5,
  kind: 'tracker.settings',
  ...more,
})
const rowOf = (marks: Record<string, Mark>): SheetRow => ({
  id: 1,
  values: { panelId: 101, label: 'משאית', plan: 'Basic', hidden: false },
  marks,
})

/** Of one row, of which nothing can be edited. */
const editor: FieldEditor = {
  rows: computed(() => 1),
  isEditable: () => false,
  isSame: () => true,
  begin: () => ({ label: '', text: '', multiline: false, check: () => null, choices: null, completes: null }),
  commit: () => undefined,
  toggle: () => undefined,
}

test('A row is told field by field, what is staged beside what was, and is taken back field by field or whole', async () => {
  const row = rowOf({ label: mark({ value: 'משאית 7', base: 'משאית' }) })
  const panel = show(RowPanel, { sheet: trackersSheet, row, open: true, words, editor })
  const details = page.getByRole('complementary', { name: 'משאית 7' })
  await expect.element(details).toMatchTextContent(/Hidden\s*No/)
  await button('Revert Label').click()
  await button('Revert row').click()
  expect(panel.emitted('revert')).toEqual([
    [1, 'label'],
    [1, null],
  ])
  await button('Open outbox').click()
  await expect.poll(panel.where).toBe('/outbox')
  await userEvent.keyboard('{Escape}')
  expect(panel.emitted('close')).toHaveLength(1)
})

test('A conflict is settled where the row is told, and what is unknown is looked up again', async () => {
  answering({
    'outbox.resolve': () => ({ resolved: 1 }),
    'outbox.settle': () => ({ settled: 1, still: 0 }),
    'outbox.changeSets': () => ({ changeSets: [] }),
  })
  const conflict = { state: 'conflict', sign: 'conflict' } as const
  const clash = mark({ ...conflict, value: 'Van 1', base: 'Van', theirs: 'Truck' })
  const panel = show(RowPanel, { sheet: trackersSheet, row: rowOf({ label: clash }), open: true, words, editor })
  await button('Take theirs').click()
  await expect.poll(() => askedFor('outbox.resolve')).toEqual([{ operations: [5], take: 'theirs' }])
  await panel.give({ row: rowOf({ label: mark({ state: 'unknown', sign: 'unknown', value: 'Van 1', base: 'Van' }) }) })
  await button('Look again').click()
  await expect.poll(() => askedFor('outbox.settle')).toEqual([{ operations: [5], by: 'looking' }])
})

test('A rule that is broken is said at its field', async () => {
  const broken = mark({ value: '', base: 'Van', problem: { code: 'label-empty' } })
  show(RowPanel, { sheet: trackersSheet, row: rowOf({ label: broken }), open: true, words, editor })
  await expect.element(page.getByText(/^A tracker needs a label/)).toBeVisible()
})

test('What has to be known of a cell is said at its field, whether anything is staged there or not', async () => {
  const row = { ...rowOf({}), warnings: { plan: { code: 'external-id-taken', values: { name: 'Depot' } } } } as const
  show(RowPanel, { sheet: trackersSheet, row, open: true, words, editor })
  await expect.element(page.getByText(/^“Depot” of the same user has this external ID already/)).toBeVisible()
})
