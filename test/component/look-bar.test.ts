import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { computed, shallowRef } from 'vue'
import { type Arrangement, plainArrangement, shownOf } from '../../renderer/sheet/model/look/arrangement.ts'
import HeadingMenu from '../../renderer/sheet/features/looking/HeadingMenu.vue'
import LookBar from '../../renderer/sheet/features/looking/LookBar.vue'
import { plainQuery } from '../../renderer/sheet/model/session.ts'
import type { Columns } from '../../renderer/sheet/model/use-columns.ts'
import type { SheetQuery } from '../../shared/contract/sheets.ts'
import { trackersSheet } from '../../shared/sheets/trackers.ts'
import { answering, askedFor } from './support/core.ts'
import { show } from './support/show.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const item = (name: string | RegExp) => page.getByRole('menuitem', { name })
/** Where a menu or box is opened in these tests: a point, as that of the pointer. */
const anchor = { left: 100, right: 100, top: 100, bottom: 100 }

/** The columns of the sheet of trackers, headed by their fields, as a person would arrange them. */
function columnsOf() {
  const arrangement = shallowRef<Arrangement>(plainArrangement(trackersSheet))
  const columns: Columns = {
    arrangement,
    shown: computed(() => shownOf(trackersSheet, arrangement.value)),
    drawn: computed(() => []),
    off: () => null,
    heading: ({ field }) => field,
    about: ({ field }) => (field === 'plan' ? 'The tariff\nAt the panel: tracker/tariff/change' : null),
    arrange: (next) => (arrangement.value = next),
    borrow: () => undefined,
    resize: () => undefined,
  }
  const of = (field: string) => arrangement.value.find((one) => one.field === field)
  return { columns, of, fields: () => columns.shown.value.map(({ field }) => field) }
}

const query = (more: Partial<SheetQuery> = {}): SheetQuery => ({ ...plainQuery('trackers'), ...more })

// ---- the menu of a heading ----

function heading(field: string, more: Partial<SheetQuery> = {}) {
  const held = columnsOf()
  const menu = show(HeadingMenu, { query: query(more), columns: held.columns })
  const open = (of = field) => menu.exposed['open']?.(of as never, anchor as never)
  open()
  return { ...held, menu, open }
}

test('The menu of a heading sorts, groups and filters by its column, by the keyboard', async () => {
  const { menu, open } = heading('plan')
  await expect.element(item('Filter…')).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(menu.emitted('ask')).toEqual([[{ sort: [{ field: 'plan', descending: false }] }]])
  expect(menu.emitted('done')).toHaveLength(1)
  open()
  await userEvent.keyboard('g{Enter}')
  expect(menu.emitted('ask').at(-1)).toEqual([{ group: 'plan', folded: [], foldOthers: false }])
  open()
  await item('Filter…').click()
  expect(menu.emitted('filter')).toEqual([['plan', anchor]])
  open()
  await item('Columns…').click()
  expect(menu.emitted('columns')).toEqual([[anchor]])
  expect(menu.emitted('done')).toHaveLength(2)
})

test('The menu of a heading says what its column means, where there is more to say than the heading does', async () => {
  const { open } = heading('plan')
  await expect.element(page.getByText(/^The tariff\s+At the panel: tracker\/tariff\/change$/)).toBeVisible()
  open('label')
  await expect.element(page.getByText(/At the panel/)).not.toBeInTheDocument()
})

test('Where rows are sorted by others, a column is added to them, turned, or taken away', async () => {
  const sort = [
    { field: 'plan', descending: true },
    { field: 'label', descending: false },
  ]
  const { menu, open } = heading('plan', { sort })
  await item(/^Then sort ascending/).click()
  expect(menu.emitted('ask').at(-1)).toEqual([{ sort: [{ field: 'plan', descending: false }, sort[1]] }])
  open()
  await item('Do not sort by it').click()
  expect(menu.emitted('ask').at(-1)).toEqual([{ sort: [sort[1]] }])
})

test('How the rows are sorted and grouped already is marked', async () => {
  heading('plan', { sort: [{ field: 'plan', descending: true }], group: 'plan' })
  await expect.element(page.getByRole('menuitemcheckbox', { name: 'Sort descending' })).toBeChecked()
  await expect.element(item('Do not group by this column')).toBeVisible()
})

test('A column is pinned, moved and hidden; what would leave none that scrolls is not offered', async () => {
  const { of, fields, open, columns } = heading('plan')
  await item('Move left').click()
  expect(fields().indexOf('plan')).toBe(fields().indexOf('owner') - 1)
  open()
  await item('Pin').click()
  expect(of('plan')?.pinned).toBe(true)
  open()
  await item('Hide').click()
  expect(of('plan')?.hidden).toBe(true)
  columns.arrange(columns.arrangement.value.map((one) => ({ ...one, hidden: !one.pinned && one.field !== 'owner' })))
  open('owner')
  await expect.element(item('Hide')).toHaveAttribute('aria-disabled', 'true')
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('menu')).not.toBeInTheDocument()
})

// ---- the bar ----

function bar(more: Partial<SheetQuery> = {}) {
  const held = columnsOf()
  const shown = show(LookBar, { sheet: trackersSheet, query: query(more), columns: held.columns })
  return { ...held, shown }
}

test('A column with a filter has a chip that says it, opens it and takes it away', async () => {
  answering({ 'sheet.facet': () => ({ values: [{ value: 'Fleet', count: 2 }], more: false }) })
  const { shown } = bar({ filter: [{ is: 'oneOf', field: 'plan', values: ['Fleet', 'Basic'] }] })
  const chip = button(/^Filter by plan Fleet, Basic/)
  await expect.element(chip).toMatchTextContent(/\+1/)
  chip.element().focus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(page.getByRole('dialog', { name: 'Filter by plan' })).toBeVisible()
  await page.getByRole('checkbox', { name: /^Fleet/ }).click()
  expect(shown.emitted('ask').at(-1)).toEqual([{ filter: [{ is: 'oneOf', field: 'plan', values: ['Basic'] }] }])
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await button('Remove the filter by plan').click()
  expect(shown.emitted('ask').at(-1)).toEqual([{ filter: [] }])
  expect(askedFor('sheet.facet')[0]).toMatchObject({ sheet: 'trackers', field: 'plan' })
})

test('A filter by another column is found in a menu, and asked at once', async () => {
  const { shown } = bar()
  await button('Filter by another column').click()
  await item('comment').click()
  await expect.element(page.getByRole('textbox', { name: 'comment: text' })).toHaveFocus()
  await userEvent.keyboard('urgent{Enter}')
  expect(shown.emitted('ask').at(-1)).toEqual([
    { filter: [{ is: 'contains', field: 'comment', text: 'urgent', not: false }] },
  ])
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
})

test('Sorting, groups and columns say how they are, are opened, and are taken away', async () => {
  const sort = [{ field: 'label', descending: true }]
  const { shown } = bar({ sort, group: 'plan' })
  await button('Sort: label ↓').click()
  await expect.element(page.getByRole('dialog', { name: 'Sort' })).toBeVisible()
  await page.getByRole('combobox', { name: 'Direction of label' }).selectOptions('Ascending')
  expect(shown.emitted('ask').at(-1)).toEqual([{ sort: [{ field: 'label', descending: false }] }])
  await userEvent.keyboard('{Escape}')
  await button('Remove the sorting').click()
  expect(shown.emitted('ask').at(-1)).toEqual([{ sort: [] }])
  await button('Group: plan').click()
  await item('Fold all').click()
  expect(shown.emitted('fold')).toEqual([[true]])
  await button('Do not group by plan').click()
  expect(shown.emitted('ask').at(-1)).toEqual([{ group: null, folded: [], foldOthers: false }])
})

test('By what rows are sorted and grouped, and their columns, are asked for where that is wanted; unasked, none of it shows', async () => {
  const { shown } = bar()
  await expect.element(button('Filter by plan')).toBeVisible()
  for (const name of [/^Sort/, /^Group/, /^Columns/]) await expect.element(button(name)).not.toBeInTheDocument()
  const open = (of: string) => shown.exposed['openOrder']?.(of as never, anchor as never)
  open('sort')
  await expect.element(page.getByRole('dialog', { name: 'Sort' })).toBeVisible()
  open('columns')
  await expect.element(page.getByRole('dialog', { name: 'Columns' })).toBeVisible()
  open('group')
  await page.getByRole('menuitemcheckbox', { name: 'plan' }).click()
  expect(shown.emitted('ask')).toEqual([[{ group: 'plan', folded: [], foldOthers: false }]])
})

test('Rows that are staged, need a person or are in conflict are shown alone, by their sign', async () => {
  const { shown } = bar({ only: 'staged' })
  await expect.element(button('Staged')).toHaveAttribute('aria-pressed', 'true')
  await button('Needs attention').click()
  expect(shown.emitted('ask')).toEqual([[{ only: 'attention' }]])
})

test('A sheet without cells to edit offers none of that', async () => {
  const columns = trackersSheet.columns.map(({ field, type, width }) => ({ field, type, width }))
  show(LookBar, { sheet: { ...trackersSheet, columns }, query: query(), columns: columnsOf().columns })
  await expect.element(button('Filter by another column')).toBeVisible()
  await expect.element(page.getByRole('group', { name: 'Rows to show' })).not.toBeInTheDocument()
})

test('A long value in another writing is cut in its chip, in its own direction, and whole in its hint', async () => {
  const long = 'תוכנית '.repeat(40).trim()
  bar({ filter: [{ is: 'oneOf', field: 'plan', values: [long] }] })
  const chip = button(/^Filter by plan/)
  await expect.element(chip).toHaveAttribute('title', expect.stringContaining(long) as unknown)
  await expect.element(chip.getByText(/תוכנית/)).toHaveAttribute('dir', 'auto')
  expect(chip.element().getBoundingClientRect().width).toBeLessThan(400)
})

test('However much is asked, the bar stays one line, so that no cell moves', async () => {
  await page.viewport(640, 400)
  const asked = ['plan', 'owner', 'modelName', 'label', 'deviceId'].map((field) => ({
    ...{ is: 'oneOf' as const, field, values: ['A value that is rather long'] },
  }))
  const { shown } = bar({ filter: asked, sort: [{ field: 'label', descending: false }], group: 'plan' })
  const height = () =>
    page.getByRole('group', { name: 'Filters, sorting and columns' }).element().getBoundingClientRect().height
  const whole = height()
  await shown.give({ query: query() })
  expect(whole).toBe(height())
  await page.viewport(1280, 800)
})
