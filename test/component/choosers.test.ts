import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import CheckRow from '../../renderer/components/CheckRow.vue'
import ChoiceBox from '../../renderer/components/ChoiceBox.vue'
import EquipmentChooser from '../../renderer/components/EquipmentChooser.vue'
import PlanChooser from '../../renderer/components/PlanChooser.vue'
import SegmentedChoice from '../../renderer/components/SegmentedChoice.vue'
import UserChooser from '../../renderer/components/UserChooser.vue'
import { answering, askedFor, refusing } from './support/core.ts'
import { plans, usersFound } from './support/known.ts'
import { show } from './support/show.ts'

const long = 'שם ארוך מאוד של משתמש '.repeat(20).trim()
const user = page.getByRole('combobox', { name: 'Owner' })

test('A user is found by what is typed of the login, walked to by arrows, and taken by Enter', async () => {
  answering({ 'lookup.users': usersFound })
  const chooser = show(UserChooser, { label: 'Owner', modelValue: '' })
  await user.click()
  await expect.poll(() => page.getByRole('option').all().length).toBe(3)
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}')
  await expect.element(page.getByRole('option', { selected: true })).toMatchTextContent(/bob@/)
  await expect.element(user).toHaveAttribute('aria-activedescendant', page.getByRole('option').nth(1).element().id)
  await userEvent.keyboard('{Enter}')
  expect(chooser.emitted('update:modelValue')).toEqual([['12']])
  await expect.element(user).toHaveValue('bob@acme.example')
  await expect.element(user).toHaveAttribute('aria-expanded', 'false')
})

test('A choice is taken away by emptying the field, and what names nobody goes when the field is left', async () => {
  answering({ 'lookup.users': usersFound })
  const chooser = show(UserChooser, { label: 'Owner', modelValue: '12' })
  await expect.element(user).toHaveValue('User 12')
  await user.fill('nobody')
  await expect.element(page.getByText('No user matches')).toBeVisible()
  await page.getByRole('button', { name: 'Before' }).click()
  await expect.element(user).toHaveValue('User 12')
  expect(chooser.emitted('update:modelValue')).toEqual([])
  await user.fill('')
  await page.getByRole('button', { name: 'Before' }).click()
  expect(chooser.emitted('update:modelValue')).toEqual([['']])
})

test('Users that cannot be looked up are not offered, and are asked for again by the next key', async () => {
  answering({ 'lookup.users': refusing({ code: 'profile-closed' }) })
  show(UserChooser, { label: 'Owner', modelValue: '', invalid: true })
  await user.click()
  await expect.element(page.getByText('No user matches')).toBeVisible()
  await expect.element(user).toHaveAttribute('aria-invalid', 'true')
  answering({ 'lookup.users': usersFound })
  await userEvent.keyboard('c')
  await expect.element(page.getByRole('option', { name: /cem@/ })).toBeVisible()
})

test('A long name in another writing is cut within the list, in its own direction', async () => {
  answering({ 'lookup.users': () => ({ users: [{ id: 1, login: 'ann@acme.example', name: long, trackers: 3 }] }) })
  show(UserChooser, { label: 'Owner', modelValue: '' })
  await user.click()
  const list = page.getByRole('listbox')
  await expect.element(list).toMatchTextContent(/3 trackers/)
  expect(list.element().scrollWidth).toBeLessThanOrEqual(list.element().clientWidth)
  await expect.poll(() => getComputedStyle(page.getByText(long).element()).unicodeBidi).toBe('isolate')
})

test('More is typed than can be asked: what is asked is cut', async () => {
  answering({ 'lookup.users': usersFound })
  show(UserChooser, { label: 'Owner', modelValue: '' })
  await user.fill('x'.repeat(300))
  await expect.poll(() => askedFor('lookup.users').at(-1)?.search.length).toBe(100)
})

test('Equipment is chosen by name and model code; where there is none that is said', async () => {
  const equipment = [
    { id: 7, name: 'box_7', modelCode: 'box_7' },
    { id: 9, name: 'Box', modelCode: 'box_9' },
  ]
  answering({ 'lookup.equipment': () => ({ equipment }) })
  const chooser = show(EquipmentChooser, { modelValue: null, 'aria-label': 'Equipment' })
  await page.getByRole('combobox', { name: 'Equipment' }).selectOptions('Box (box_9)')
  expect(chooser.emitted('update:modelValue')).toEqual([['9']])
  await expect.element(page.getByRole('option', { name: 'box_7', exact: true })).toBeInTheDocument()
  chooser.remove()
  answering({ 'lookup.equipment': refusing({ code: 'profile-closed' }) })
  show(EquipmentChooser, { modelValue: null, 'aria-label': 'Equipment' })
  await expect.element(page.getByText('No equipment has been pulled. Pull first.')).toBeVisible()
})

test('A plan is chosen among those that are given out; one that cannot be looked up is told to whoever asks', async () => {
  answering({ 'lookup.tariffs': () => plans })
  const chooser = show(PlanChooser, { modelValue: null, 'aria-label': 'Plan' })
  await page.getByRole('combobox', { name: 'Plan' }).selectOptions('Basic (2.00)')
  expect(chooser.emitted('update:modelValue')).toEqual([['1']])
  await expect.element(page.getByRole('option', { name: /^Old/ })).not.toBeInTheDocument()
  chooser.remove()
  answering({ 'lookup.tariffs': refusing({ code: 'profile-closed' }) })
  const failed = show(PlanChooser, { modelValue: null, 'aria-label': 'Plan' })
  await expect.poll(() => failed.emitted('failed')).toEqual([[{ code: 'profile-closed' }]])
})

test('A box of choices shows what to choose while nothing is, and is told to be wrong', async () => {
  const choices = [
    { value: 'a', label: 'First' },
    { value: 'b', label: 'Second' },
  ]
  const box = show(ChoiceBox, {
    modelValue: null,
    choices,
    placeholder: 'Choose…',
    invalid: true,
    'aria-label': 'Which',
  })
  const field = page.getByRole('combobox', { name: 'Which' })
  await expect.element(field).toHaveDisplayValue('Choose…')
  await field.selectOptions('Second')
  expect(box.emitted('update:modelValue')).toEqual([['b']])
})

test('One of a few is chosen by the arrows, round again from the last', async () => {
  const choices = [
    { value: 'block', label: 'Block' },
    { value: 'unblock', label: 'Unblock' },
  ]
  const bar = show(SegmentedChoice, { modelValue: 'block', legend: 'What shall happen', choices })
  await expect.element(page.getByRole('group', { name: 'What shall happen' })).toBeVisible()
  page.getByRole('radio', { checked: true }).element().focus()
  await userEvent.keyboard('{ArrowRight}{ArrowRight}')
  expect(bar.emitted('update:modelValue')).toEqual([['unblock'], ['block']])
})

test('A row with a box is ticked by Space, unless it is shut', async () => {
  const row = show(CheckRow, { text: 'Label', checked: false })
  page.getByRole('checkbox', { name: 'Label' }).element().focus()
  await userEvent.keyboard(' ')
  expect(row.emitted('toggle')).toHaveLength(1)
  await row.give({ disabled: true })
  await expect.element(page.getByRole('checkbox', { name: 'Label' })).toBeDisabled()
})
