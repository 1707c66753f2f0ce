import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import SearchField from '../../renderer/components/SearchField.vue'
import FilterBar from '../../renderer/pages/outbox/FilterBar.vue'
import { filters } from '../../renderer/pages/outbox/filters.ts'
import SettingsPage from '../../renderer/pages/settings/SettingsPage.vue'
import ExportStop from '../../renderer/sheet/features/export/ExportStop.vue'
import MoreMenu from '../../renderer/sheet/page/MoreMenu.vue'
import KeyList from '../../renderer/sheet/features/keyboard/KeyList.vue'
import { show } from './support/show.ts'

test('The search field tells what is typed, is cleared, and is selected whole when it gets the keyboard', async () => {
  const search = show(SearchField, { label: 'Search trackers', modelValue: 'van' })
  const field = page.getByRole('textbox', { name: 'Search trackers' })
  search.exposed['focus']?.()
  await userEvent.keyboard('bus')
  expect(search.emitted('update:modelValue').at(-1)).toEqual(['bus'])
  await field.clear()
  expect(search.emitted('update:modelValue').at(-1)).toEqual([''])
})

test('The theme is chosen by the arrows and seen at once', async () => {
  show(SettingsPage)
  await page.getByText('Light', { exact: true }).click()
  expect(document.documentElement.dataset['theme']).toBe('light')
  await userEvent.keyboard('{ArrowRight}')
  await expect.poll(() => document.documentElement.dataset['theme']).toBe('dark')
  await page.getByText('Comfortable', { exact: true }).click()
  expect(document.documentElement.style.getPropertyValue('--row-height')).toBe('34px')
})

test('Filters that would show nothing are not offered, and one is pressed', async () => {
  const none = Object.fromEntries(filters.map((one) => [one, 0]))
  const bar = show(FilterBar, { counts: { ...none, all: 5, conflict: 2 }, modelValue: 'all' })
  await expect.element(page.getByRole('button', { name: /^All/ })).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('button', { name: /onflict/ }).click()
  expect(bar.emitted('update:modelValue')).toEqual([['conflict']])
  await expect.element(page.getByRole('button', { name: /onflict/ })).toHaveAttribute('aria-pressed', 'true')
  expect(page.getByRole('group').getByRole('button').all()).toHaveLength(2)
})

test('The menu at the end of the bar exports, with a separator that is chosen there, and opens what is rarely needed', async () => {
  const more = show(MoreMenu, { columnsHint: '21 of 22', exportOff: false })
  const open = page.getByRole('button', { name: /^More/ })
  await open.click()
  await page.getByRole('menuitemcheckbox', { name: /^Tab/ }).click()
  await open.click()
  await expect.element(page.getByRole('menuitemcheckbox', { name: /^Tab/ })).toBeChecked()
  await page.getByRole('menuitem', { name: 'Export CSV' }).click()
  expect(more.emitted('export')).toHaveLength(1)
  for (const [entry, name] of [
    ['Sort…', 'sort'],
    ['Group…', 'group'],
    ['Columns… 21 of 22', 'columns'],
  ] as const) {
    await open.click()
    await page.getByRole('menuitem', { name: entry }).click()
    const { left, bottom } = open.element().getBoundingClientRect()
    expect(more.emitted(name)).toMatchObject([[{ left, bottom }]])
  }
  await more.give({ exportOff: true })
  await open.click()
  await expect.element(page.getByRole('menuitem', { name: 'Export CSV' })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('menuitem', { name: /^Keys/ }).click()
  expect(more.emitted('keys')).toHaveLength(1)
})

test('A file that is being made says how far it is, and is stopped', async () => {
  const stop = show(ExportStop, { progress: { done: 1, total: 4 } })
  await page.getByRole('button', { name: 'Stop · 25%' }).click()
  expect(stop.emitted('stop')).toHaveLength(1)
})

test('The list of keys is named, and Esc or its button closes it', async () => {
  const keys = show(KeyList)
  await expect.element(page.getByRole('dialog')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await page.getByRole('button', { name: 'Close' }).click()
  expect(keys.emitted('close')).toHaveLength(2)
})
