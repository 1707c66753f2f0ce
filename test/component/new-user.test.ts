import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import MakingDialog from '../../renderer/sheet/features/making/MakingDialog.vue'
import { checkPassword } from '../../shared/rules/password.ts'
import { usersSheet } from '../../shared/sheets/users.ts'
import { show } from './support/show.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const field = (name: string) => page.getByRole('textbox', { name, exact: true })
const passwordField = () => page.getByLabelText('Password', { exact: true })
const isHidden = () => passwordField().element().getAttribute('type')

const showForm = () => show(MakingDialog, { sheet: usersSheet, there: null, failure: null })

test('A new user is asked for by the keyboard, with the password out of sight, and what is wrong stands at its field', async () => {
  const form = showForm()
  await expect.element(field('Login')).toHaveFocus()
  await userEvent.keyboard('nora{Tab}')
  await expect.element(passwordField()).toHaveFocus()
  expect(isHidden()).toBe('password')
  await userEvent.keyboard('short')
  await field('Phone').fill('call me')
  await button('Stage user').click()
  await expect.element(field('Login')).toHaveAccessibleDescription(/not an email address/)
  await expect.element(passwordField()).toHaveAccessibleDescription(/12 to 20 characters/)
  await expect.element(field('First name')).toHaveAccessibleDescription(/at least one character/)
  await expect.element(field('Phone')).toHaveAccessibleDescription(/up to 15 digits/)
  expect(form.emitted('make')).toEqual([])
  await field('Login').fill('nora@example.com')
  await passwordField().fill('Typed-by-hand-1')
  await field('First name').fill('Nora')
  await field('Last name').fill('New')
  await field('Phone').fill('+44 20 7946 0018')
  await button('Stage user').click()
  expect(form.emitted('make')).toMatchObject([
    [{ login: 'nora@example.com', password: 'Typed-by-hand-1', firstName: 'Nora', legalType: 'individual', city: '' }],
  ])
})

test('A password is made by the rule, shown to be copied, and hidden again', async () => {
  showForm()
  await button('Make one').click()
  const made = (passwordField().element() as HTMLInputElement).value
  expect(checkPassword(made)).toBeNull()
  expect(isHidden()).toBe('text')
  await expect.element(button('Copy')).toBeVisible()
  await button('Hide').click()
  expect(isHidden()).toBe('password')
  await button('Make one').click()
  expect((passwordField().element() as HTMLInputElement).value).not.toBe(made)
})

test('The legal type is one of three', async () => {
  const form = showForm()
  await page.getByText('Legal entity', { exact: true }).click()
  await field('Login').fill('firm@example.com')
  await button('Make one').click()
  await field('First name').fill('Nora')
  await field('Last name').fill('New')
  await button('Stage user').click()
  expect(form.emitted('make')).toMatchObject([[{ legalType: 'legal_entity' }]])
})

test('A registered address is asked for of those who can have one, and a language and a time zone are chosen or left to the panel', async () => {
  const form = showForm()
  await expect.element(field('Tax number')).not.toBeInTheDocument()
  await page.getByText('Sole trader', { exact: true }).click()
  await expect.element(field('Legal name')).not.toBeInTheDocument()
  await field('Login').fill('trader@example.com')
  await button('Make one').click()
  await field('First name').fill('Nora')
  await field('Last name').fill('New')
  await field('Registered city').fill('Graz')
  await page.getByLabelText('Language').selectOptions('German')
  await page.getByLabelText('Time zone').selectOptions('America/New York')
  await button('Stage user').click()
  expect(form.emitted('make')).toMatchObject([
    [{ registeredCity: 'Graz', legalName: '', locale: 'de_DE', timeZone: 'America/New_York', defaultPlan: '' }],
  ])
})
