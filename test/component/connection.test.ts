import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import SignInForm from '../../renderer/components/SignInForm.vue'
import AddPanel from '../../renderer/pages/connection/AddPanel.vue'
import MarkForm from '../../renderer/pages/connection/MarkForm.vue'
import MendPanel from '../../renderer/pages/connection/MendPanel.vue'
import { answering, askedFor, refusing } from './support/core.ts'
import { acme } from './support/known.ts'
import { show } from './support/show.ts'

const field = (name: string) => page.getByRole('textbox', { name })
const button = (name: string) => page.getByRole('button', { name })
const known = () => ({ profiles: [acme], unreadable: [], open: null })

async function fillAccount(): Promise<void> {
  await field('Login').fill(' root@acme.example ')
  await field('Password').fill('secret')
}

test('A panel is added at the address of its region, and the password leaves the field', async () => {
  answering({ 'profiles.add': () => acme, 'profiles.list': known })
  show(AddPanel)
  await fillAccount()
  await page.getByText('Americas').click()
  await field('Name in Fleetbook').fill('Acme')
  await userEvent.keyboard('{Enter}')
  await expect
    .poll(() => askedFor('profiles.add'))
    .toEqual([
      {
        panel: { kind: 'address', baseUrl: 'https://api.us.navixy.com/v2', plainHttpConfirmed: false },
        login: 'root@acme.example',
        password: 'secret',
        name: 'Acme',
      },
    ])
  await expect.element(field('Password')).toHaveValue('')
})

test('A password that could be kept only until the program ends is said to be so, once it was kept', async () => {
  answering({
    'profiles.add': () => acme,
    'profiles.list': known,
    'profiles.secrets': () => ({ places: { acme: 'session' } }),
  })
  show(AddPanel)
  await expect.element(field('Password')).toHaveAccessibleDescription(/^The password goes to the keychain/)
  await fillAccount()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText(/has no keychain that Fleetbook can use/)).toBeVisible()
})

test('What is missing is said at its field, the first of them has the keyboard, and nothing is asked', async () => {
  show(AddPanel)
  await page.getByText('Own address').click()
  await button('Connect').click()
  await expect.element(field('Address of the API')).toHaveAccessibleDescription('Enter the address of the panel.')
  await expect.element(field('Login')).toHaveAccessibleDescription('Enter the login of the panel account.')
  await expect.element(field('Password')).toHaveAccessibleDescription('Enter the password.')
  await expect.element(field('Address of the API')).toHaveFocus()
  await field('Address of the API').fill('https://panel.example/v2')
  await expect.element(field('Address of the API')).toHaveAttribute('aria-invalid', 'false')
  expect(askedFor('profiles.add')).toEqual([])
})

test('A test of the account says whose panel it is and what may be read', async () => {
  answering({
    'profiles.test': () => ({ dealerId: 7, title: 'Acme Fleet', trackersAllowed: true, bundlesAllowed: false }),
  })
  show(AddPanel)
  await fillAccount()
  await button('Test').click()
  await expect.element(page.getByText('It answers: Acme Fleet, account 7.')).toBeVisible()
  await expect.element(page.getByText(/^Bundles are not part of this account/)).toBeVisible()
  await field('Login').fill('other@acme.example')
  await expect.element(page.getByText(/^It answers/)).not.toBeInTheDocument()
})

test('A wrong password is said at the password, which is emptied and has the keyboard', async () => {
  answering({ 'profiles.add': refusing({ code: 'wrong-password' }) })
  show(AddPanel)
  await fillAccount()
  await userEvent.keyboard('{Enter}')
  await expect.element(field('Password')).toHaveAccessibleDescription(/did not accept this login and password/)
  await expect.element(field('Password')).toHaveValue('')
  await expect.element(field('Password')).toHaveFocus()
})

test('A panel that cannot be reached is said at its address, with its host', async () => {
  answering({ 'profiles.test': refusing({ code: 'unreachable', values: { host: 'panel.example' } }) })
  show(AddPanel)
  await page.getByText('Own address').click()
  await field('Address of the API').fill('https://panel.example/v2')
  await fillAccount()
  await button('Test').click()
  await expect.element(field('Address of the API')).toHaveAccessibleDescription(/^panel.example could not be reached/)
})

test('Plain http is tried once more only after its host has been typed', async () => {
  answering({
    'profiles.add': ({ panel }) => {
      if (panel.kind === 'address' && panel.plainHttpConfirmed) return acme
      return refusing({ code: 'plain-http', values: { host: 'panel.example' } })()
    },
    'profiles.list': known,
  })
  show(AddPanel)
  await page.getByText('Own address').click()
  await field('Address of the API').fill('http://panel.example/v2')
  await fillAccount()
  await button('Connect').click()
  const dialog = page.getByRole('dialog', { name: 'Connect without encryption?' })
  await expect.element(dialog.getByRole('button', { name: 'Connect without encryption' })).toBeDisabled()
  await userEvent.keyboard('panel.example{Enter}')
  await expect.poll(() => askedFor('profiles.add').length).toBe(2)
  await expect.element(dialog).not.toBeInTheDocument()
})

test('A panel that cannot be read is said anew: without a login nothing is asked, and Cancel leaves', async () => {
  answering({ 'profiles.mend': () => acme, 'profiles.list': known })
  const mend = show(MendPanel, {
    profile: { id: 'lost', problem: { code: 'profile-unreadable' }, kept: null, unsettled: 3 },
  })
  await expect.element(page.getByRole('radio', { name: /Europe/ })).toHaveFocus()
  await button('Open with this account').click()
  await expect.element(field('Login')).toHaveAccessibleDescription('Enter the login of the panel account.')
  await field('Login').fill('root@acme.example')
  await userEvent.keyboard('{Enter}')
  await expect
    .poll(() => askedFor('profiles.mend'))
    .toEqual([
      {
        id: 'lost',
        panel: { kind: 'address', baseUrl: 'https://api.eu.navixy.com/v2', plainHttpConfirmed: false },
        login: 'root@acme.example',
        name: '',
      },
    ])
  await button('Cancel').click()
  expect(mend.emitted('cancel')).toHaveLength(1)
})

test('Signing in says why it is needed, asks for a password, and is done by Enter', async () => {
  answering({ 'profiles.signIn': () => acme, 'profiles.list': known })
  const form = show(SignInForm, { profile: acme, because: { code: 'password-needed' } })
  const password = field('Password of root@acme.example')
  await expect.element(password).toHaveAccessibleDescription(/^Fleetbook has no password for this panel/)
  await button('Sign in').click()
  expect(askedFor('profiles.signIn')).toEqual([])
  await password.fill('secret')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => form.emitted('done')).toHaveLength(1)
  expect(askedFor('profiles.signIn')).toEqual([{ id: 'acme', password: 'secret' }])
})

test('A refused sign-in is said at the password, which is empty again', async () => {
  answering({ 'profiles.signIn': refusing({ code: 'wrong-password' }) })
  const form = show(SignInForm, { profile: acme })
  const password = field('Password of root@acme.example')
  await password.fill('wrong')
  await userEvent.keyboard('{Enter}')
  await expect.element(password).toHaveAccessibleDescription(/did not accept/)
  await expect.element(password).toHaveValue('')
  expect(form.emitted('done')).toEqual([])
})

test('A panel is marked by name, colour and use, and Esc leaves it as it was', async () => {
  answering({ 'profiles.mark': () => acme, 'profiles.list': known })
  const form = show(MarkForm, { profile: acme })
  await expect.element(field('Name in Fleetbook')).toHaveFocus()
  await field('Name in Fleetbook').fill('Acme live')
  await page.getByRole('combobox', { name: 'Colour' }).selectOptions('Red')
  await page.getByText('Production').click()
  await button('Save').click()
  await expect
    .poll(() => askedFor('profiles.mark'))
    .toEqual([{ id: 'acme', name: 'Acme live', colour: 'red', environment: 'production' }])
  await expect.poll(() => form.emitted('done')).toHaveLength(1)
  await field('Name in Fleetbook').fill('Other')
  await userEvent.keyboard('{Escape}')
  expect(form.emitted('done')).toHaveLength(2)
  expect(askedFor('profiles.mark')).toHaveLength(1)
})
