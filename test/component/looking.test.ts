import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { computed, ref, shallowRef } from 'vue'
import ColumnsForm from '../../renderer/sheet/features/looking/ColumnsForm.vue'
import { type Arrangement, plainArrangement, shownOf } from '../../renderer/sheet/model/look/arrangement.ts'
import ConditionForm from '../../renderer/sheet/features/looking/ConditionForm.vue'
import SortForm from '../../renderer/sheet/features/looking/SortForm.vue'
import ViewNameDialog from '../../renderer/sheet/features/looking/ViewNameDialog.vue'
import ViewsMenu from '../../renderer/sheet/features/looking/ViewsMenu.vue'
import type { Columns } from '../../renderer/sheet/model/use-columns.ts'
import type { SavedView, Views } from '../../renderer/sheet/features/looking/use-views.ts'
import type { SheetColumn } from '../../shared/sheets/sheet.ts'
import { trackersSheet } from '../../shared/sheets/trackers.ts'
import { usersSheet } from '../../shared/sheets/users.ts'
import { answering, askedFor, refusing } from './support/core.ts'
import { show } from './support/show.ts'

const button = (name: string) => page.getByRole('button', { name })

function column(field: string): SheetColumn {
  const found = [...trackersSheet.columns, ...usersSheet.columns].find((one) => one.field === field)
  if (!found) throw new Error(`There is no column ${field}`)
  return found
}

function condition(field: string, heading: string, asked?: unknown) {
  return show(ConditionForm, { sheet: 'trackers', column: column(field), heading, condition: asked })
}

const plansHeld = ({ search }: { search: string }) => ({
  values: [
    { value: 'Basic', count: 40 },
    { value: 'Fleet', count: 2 },
    { value: null, count: 1 },
  ].filter(({ value }) => (value ?? '').toLowerCase().includes(search.toLowerCase())),
  more: false,
})

test('A text is asked for as it is typed, Enter closes, and what was typed last counts', async () => {
  const form = condition('label', 'Label')
  const text = page.getByRole('textbox', { name: 'Label: text' })
  await expect.element(text).toHaveFocus()
  await userEvent.keyboard(' van {Enter}')
  expect(form.emitted('choose').at(-1)).toEqual([{ is: 'contains', field: 'label', text: 'van', not: false }])
  expect(form.emitted('close')).toHaveLength(1)
  await text.fill('truck')
  form.remove()
  expect(form.emitted('choose').at(-1)).toEqual([{ is: 'contains', field: 'label', text: 'truck', not: false }])
})

test('Another question is chosen by its name and asked at once', async () => {
  const form = condition('label', 'Label')
  await page.getByRole('combobox', { name: 'What to ask of Label' }).selectOptions('is empty')
  await expect.element(page.getByRole('textbox')).not.toBeInTheDocument()
  expect(form.emitted('choose').at(-1)).toEqual([{ is: 'empty', field: 'label', empty: true }])
})

test('A range of numbers takes either end alone, and Clear takes it away', async () => {
  const form = condition('balance', 'Balance', { is: 'between', field: 'balance', from: 5, to: 9 })
  const from = page.getByRole('spinbutton', { name: 'From' })
  await expect.element(from).toHaveFocus()
  await expect.element(from).toHaveValue(5)
  await page.getByRole('spinbutton', { name: 'To' }).fill('')
  await from.fill('-1.5')
  await userEvent.keyboard('{Enter}')
  expect(form.emitted('choose').at(-1)).toEqual([{ is: 'between', field: 'balance', from: -1.5, to: null }])
  await button('Clear').click()
  expect(form.emitted('choose').at(-1)).toEqual([null])
  await expect.element(from).toHaveFocus()
})

test('Values are ticked in a list that is searched, all that is found at once', async () => {
  answering({ 'sheet.facet': plansHeld })
  const form = condition('plan', 'Plan')
  await expect.element(page.getByRole('textbox', { name: 'Find Plan' })).toHaveFocus()
  await page.getByRole('checkbox', { name: /^Empty/ }).click()
  expect(form.emitted('choose').at(-1)).toEqual([{ is: 'oneOf', field: 'plan', values: [null] }])
  await userEvent.fill(page.getByRole('textbox', { name: 'Find Plan' }), 'fleet')
  await button('Select the 1 found').click()
  expect(form.emitted('choose').at(-1)).toEqual([{ is: 'oneOf', field: 'plan', values: [null, 'Fleet'] }])
  expect(askedFor('sheet.facet').at(-1)).toEqual({ sheet: 'trackers', field: 'plan', search: 'fleet' })
  await button('Select none of them').click()
  expect(form.emitted('choose').at(-1)).toEqual([{ is: 'oneOf', field: 'plan', values: [null] }])
})

test('Values that cannot be had are said in their place', async () => {
  answering({ 'sheet.facet': refusing({ code: 'profile-closed' }) })
  condition('plan', 'Plan')
  await expect.element(page.getByText(/panel/i)).toBeVisible()
})

test('Columns to sort by are added, turned, moved and taken away, each by a name that says which', async () => {
  const columns = ['label', 'plan', 'owner'].map((field) => ({ field, heading: field.toUpperCase() }))
  const sort = [
    { field: 'label', descending: false },
    { field: 'plan', descending: false },
  ]
  const form = show(SortForm, { sort, columns })
  await expect.element(page.getByRole('combobox', { name: 'Direction of LABEL' })).toHaveFocus()
  await page.getByRole('combobox', { name: 'Direction of PLAN' }).selectOptions('Descending')
  expect(form.emitted('sort').at(-1)).toEqual([[sort[0], { field: 'plan', descending: true }]])
  await page.getByRole('combobox', { name: 'Then by…' }).selectOptions('OWNER')
  expect(form.emitted('sort').at(-1)).toEqual([[...sort, { field: 'owner', descending: false }]])
  await expect.element(button('Sort by LABEL earlier')).toBeDisabled()
  await button('Sort by PLAN earlier').click()
  expect(form.emitted('sort').at(-1)).toEqual([[sort[1], sort[0]]])
  await button('Do not sort by LABEL').click()
  expect(form.emitted('sort').at(-1)).toEqual([[sort[1]]])
  await form.give({ sort: [] })
  await expect.element(page.getByText('The rows are in the order of the panel.')).toBeVisible()
})

test('Columns are found by name, hidden and shown; the last that scrolls cannot be hidden', async () => {
  const arrangement = shallowRef<Arrangement>(plainArrangement(trackersSheet))
  const columns: Columns = {
    arrangement,
    shown: computed(() => shownOf(trackersSheet, arrangement.value)),
    drawn: computed(() => []),
    off: () => null,
    heading: ({ field }) => field,
    about: () => null,
    arrange: (next) => (arrangement.value = next),
    borrow: () => undefined,
    resize: () => undefined,
  }
  const hidden = () => arrangement.value.filter((one) => one.hidden).map(({ field }) => field)
  show(ColumnsForm, { sheet: trackersSheet, columns })
  await expect.element(page.getByRole('textbox', { name: 'Find a column' })).toHaveFocus()
  await userEvent.keyboard('modeln')
  await page.getByRole('checkbox', { name: 'modelName' }).click()
  expect(hidden()).toEqual(['modelName'])
  await expect.element(page.getByRole('checkbox')).not.toBeChecked()
  await page.getByRole('textbox').fill('nothing such')
  await expect.element(page.getByText('No such column')).toBeVisible()
  await page.getByRole('textbox').fill('')
  await button('Show all').click()
  expect(hidden()).toEqual([])
  arrangement.value = arrangement.value.map((one) => ({ ...one, hidden: !one.pinned && one.field !== 'plan' }))
  await expect.element(page.getByRole('checkbox', { name: 'plan' })).toBeDisabled()
  await button('Reset').click()
  expect(arrangement.value).toEqual(plainArrangement(trackersSheet))
})

test('A view is saved by its trimmed name, replaces one of the same, and may not be nameless', async () => {
  const dialog = show(ViewNameDialog, { what: 'save', start: '', taken: ['Vans'] })
  const name = page.getByRole('textbox', { name: 'Name' })
  await expect.element(name).toHaveFocus()
  await expect.element(button('Save view')).toBeDisabled()
  await userEvent.keyboard(' Vans{Enter}')
  await expect.element(name).toHaveAccessibleDescription('There is a view of this name: it is replaced.')
  expect(dialog.emitted('name')).toEqual([['Vans']])
})

test('A view cannot be renamed to another one’s name; Esc leaves', async () => {
  const dialog = show(ViewNameDialog, { what: 'rename', start: 'Vans', taken: ['Vans', 'Trucks'] })
  const name = page.getByRole('textbox', { name: 'Name' })
  await expect.element(name).toHaveValue('Vans')
  await name.fill('Trucks')
  await expect.element(name).toHaveAccessibleDescription('There is another view of this name.')
  await userEvent.keyboard('{Enter}')
  expect(dialog.emitted('name')).toEqual([])
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => dialog.emitted('close')).toHaveLength(1)
})

test('The menu of views chooses one, saves under a name, and asks before one is removed', async () => {
  const look = { search: '', sort: [], filter: [], only: 'all' as const, group: null, columns: [] }
  const vans: SavedView = { id: 4, name: 'Vans', look }
  const done: unknown[] = []
  const current = ref<SavedView | null>(null)
  const views: Views = {
    list: shallowRef([vans]),
    unreadable: shallowRef([]),
    current: computed(() => current.value),
    changed: computed(() => false),
    choose: (id) => (current.value = id === 4 ? vans : null),
    restore: () => done.push('restore'),
    save: (name) => Promise.resolve(void done.push(['save', name])),
    rename: (view, name) => Promise.resolve(void done.push(['rename', view.id, name])),
    remove: (view) => Promise.resolve(void done.push(['remove', view.id])),
  }
  show(ViewsMenu, { views })
  const opener = page.getByRole('button', { name: /^View:/ })
  await opener.click()
  await page.getByRole('menuitemcheckbox', { name: 'Vans' }).click()
  await expect.element(opener).toMatchTextContent(/Vans/)
  await opener.click()
  await page.getByRole('menuitem', { name: 'Save as…' }).click()
  await userEvent.keyboard('Trucks{Enter}')
  await expect.poll(() => done).toEqual([['save', 'Trucks']])
  await opener.click()
  await page.getByRole('menuitem', { name: 'Remove “Vans”…' }).click()
  await button('Remove view').click()
  await expect.poll(() => done.at(-1)).toEqual(['remove', 4])
})
