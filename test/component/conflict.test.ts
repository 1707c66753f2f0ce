import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import ConflictForm from '../../renderer/operations/ConflictForm.vue'
import { answering } from './support/core.ts'
import { plans, usersFound } from './support/known.ts'
import { show } from './support/show.ts'

const button = (name: string) => page.getByRole('button', { name })
const label = { field: 'label', from: 'Van', to: 'Van 1', theirs: 'Truck' }
const comment = { field: 'comment', from: '', to: 'mine', theirs: 'theirs' }

function conflict(fields: readonly unknown[], kind = 'tracker.settings') {
  return show(ConflictForm, { operation: 5, kind, fields })
}

test('One press takes a side for all fields', async () => {
  const form = conflict([label])
  await button('Take theirs').click()
  await button('Take mine').click()
  expect(form.emitted('resolve')).toEqual([[{ take: 'theirs' }], [{ take: 'mine' }]])
  await expect.element(button('Settle as chosen')).not.toBeInTheDocument()
})

test('Each field is a group of its own, and settled only when all have been decided', async () => {
  const form = conflict([label, comment])
  const ofLabel = page.getByRole('group', { name: 'Label: which value stays' })
  const ofComment = page.getByRole('group', { name: 'Comment: which value stays' })
  await ofLabel.getByRole('radio', { name: 'Mine' }).click()
  await expect.element(button('Settle as chosen')).toBeDisabled()
  await ofComment.getByRole('radio', { name: 'On the panel now' }).click()
  await button('Settle as chosen').click()
  expect(form.emitted('resolve')).toEqual([[{ take: 'theirs', values: { label: 'Van 1' } }]])
})

test('Whoever types another value means it; a rule that it breaks is said at it, and Enter settles', async () => {
  const form = conflict([label])
  const another = page.getByRole('textbox', { name: 'Another value for Label' })
  await another.fill('<b>')
  await expect.element(page.getByRole('radio', { name: 'Another value' })).toBeChecked()
  await expect.element(another).toHaveAccessibleDescription(/no angle brackets/)
  await expect.element(button('Settle as chosen')).toBeDisabled()
  await another.fill('Lorry')
  await expect.element(another).toHaveAttribute('aria-invalid', 'false')
  await userEvent.keyboard('{Enter}')
  expect(form.emitted('resolve')).toEqual([[{ take: 'theirs', values: { label: 'Lorry' } }]])
})

test('Another plan is chosen among those that there are', async () => {
  answering({ 'lookup.tariffs': () => plans })
  const form = conflict([{ field: 'plan', from: 'Basic', to: 'Fleet', theirs: 'Gold' }], 'tracker.tariff')
  await page.getByRole('combobox', { name: 'Another value for Plan' }).selectOptions('Basic (2.00)')
  await button('Settle as chosen').click()
  expect(form.emitted('resolve')).toEqual([[{ take: 'theirs', values: { plan: 1 } }]])
})

test('Another owner is searched for', async () => {
  answering({ 'lookup.users': usersFound })
  const form = conflict([{ field: 'owner', from: 'a', to: 'b', theirs: 'c' }], 'tracker.move')
  await page.getByRole('combobox', { name: 'Another value for Owner' }).click()
  await userEvent.keyboard('ann')
  await expect.element(page.getByRole('option', { name: /ann@/ })).toBeVisible()
  await expect.element(page.getByRole('option', { name: /bob@/ })).not.toBeInTheDocument()
  await userEvent.keyboard('{Enter}')
  await button('Settle as chosen').click()
  expect(form.emitted('resolve')).toEqual([[{ take: 'theirs', values: { owner: 11 } }]])
})

test('Another conflict begins with nothing decided', async () => {
  const form = conflict([label])
  await page.getByRole('radio', { name: 'Mine' }).click()
  await form.give({ operation: 6 })
  await expect.element(page.getByRole('radio', { name: 'Mine' })).not.toBeChecked()
})
