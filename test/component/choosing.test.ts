import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import SearchField from '../../renderer/components/SearchField.vue'
import FilterBar from '../../renderer/pages/outbox/FilterBar.vue'
import { filters } from '../../renderer/pages/outbox/filters.ts'
import SettingsPage from '../../renderer/pages/settings/SettingsPage.vue'
import ExportButton from '../../renderer/sheet/features/export/ExportButton.vue'
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

test('An export starts, and stops by the same button; its separator is chosen beside it', async () => {
  const exporting = show(ExportButton, { progress: null, disabled: false })
  await page.getByRole('button', { name: 'Export CSV' }).click()
  await exporting.give({ progress: { done: 1, total: 4 } })
  await expect.element(page.getByRole('button', { name: 'Stop · 25%' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  expect([exporting.emitted('start').length, exporting.emitted('stop').length]).toEqual([1, 1])
  await page.getByRole('button', { name: /Separator of the file/ }).click()
  await page.getByRole('menuitemcheckbox', { name: /^Tab/ }).click()
  await page.getByRole('button', { name: /Separator of the file/ }).click()
  await expect.element(page.getByRole('menuitemcheckbox', { name: /^Tab/ })).toBeChecked()
})

test('The list of keys is named, and Esc or its button closes it', async () => {
  const keys = show(KeyList)
  await expect.element(page.getByRole('dialog')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await page.getByRole('button', { name: 'Close' }).click()
  expect(keys.emitted('close')).toHaveLength(2)
})
