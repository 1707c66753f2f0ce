import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { announcement } from '../../renderer/announce.ts'
import ProfileMenu from '../../renderer/components/ProfileMenu.vue'
import KnownPanel from '../../renderer/pages/connection/KnownPanel.vue'
import PanelChoice from '../../renderer/pages/connection/PanelChoice.vue'
import UnreadablePanel from '../../renderer/pages/connection/UnreadablePanel.vue'
import { en } from '../../shared/locales/en/index.ts'
import type { ProfileSummary, UnreadableProfile } from '../../shared/contract/profiles.ts'
import { answering, askedFor, refusing } from './support/core.ts'
import { acme, knownPanels } from './support/known.ts'
import { show } from './support/show.ts'
import { statusWith } from './support/staged.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const other: ProfileSummary = { ...acme, id: 'other', name: 'צי רכב', login: 'root@other.example' }
const lost: UnreadableProfile = { id: 'lost', problem: { code: 'profile-unreadable' }, kept: null, unsettled: 3 }

test('The first panel of this computer is opened from its card; why it was not opened before stands there', async () => {
  answering({ 'profiles.open': () => other })
  show(KnownPanel, { profile: other, first: true, notOpened: { code: 'profile-busy' } })
  await expect.element(page.getByRole('alert')).toBeVisible()
  await expect.element(page.getByText('צי רכב')).toHaveAttribute('dir', 'auto')
  await button('Try again to open צי רכב').click()
  await expect.poll(() => askedFor('profiles.open')).toEqual([{ id: 'other' }])
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
})

test('A panel without a password is signed in to in place', async () => {
  answering({
    'profiles.signIn': () => other,
    'profiles.list': () => ({ ...knownPanels, profiles: [other] }),
    'profiles.secrets': () => ({ places: { other: 'missing' } }),
  })
  show(PanelChoice)
  await expect.element(page.getByText('No password: works offline until you sign in')).toBeVisible()
  await button('Sign in again to צי רכב').click()
  await page.getByRole('textbox', { name: 'Password of root@other.example' }).fill('secret')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => askedFor('profiles.signIn')).toEqual([{ id: 'other', password: 'secret' }])
  await expect.element(page.getByRole('textbox', { name: /^Password of/ })).not.toBeInTheDocument()
})

test('A panel is removed after a question, and where something unsent would be lost only once its name is typed', async () => {
  answering({
    'profiles.remove': ({ discardStaged }) => {
      if (discardStaged) return {}
      return refusing({ code: 'profile-has-changes', values: { count: 3 } })()
    },
  })
  show(KnownPanel, { profile: { ...other, name: 'Other' }, first: false })
  await button('Remove Other').click()
  await userEvent.keyboard('{Escape}')
  expect(askedFor('profiles.remove')).toEqual([])
  await button('Remove Other').click()
  await page.getByRole('dialog', { name: 'Remove Other?' }).getByRole('button', { name: 'Remove the panel' }).click()
  const loss = page.getByRole('dialog', { name: 'Remove Other with its unsent changes?' })
  await expect.element(loss.getByRole('button', { name: 'Remove it and lose the changes' })).toBeDisabled()
  await userEvent.keyboard('Other{Enter}')
  await expect.poll(() => askedFor('profiles.remove').map(({ discardStaged }) => discardStaged)).toEqual([false, true])
})

test('A panel that cannot be removed says why', async () => {
  answering({ 'profiles.remove': refusing({ code: 'profile-busy' }) })
  show(KnownPanel, { profile: other, first: false })
  await button('Remove צי רכב').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the panel' }).click()
  await expect.element(page.getByRole('alert')).toBeVisible()
})

test('Of a panel that cannot be read, what is kept is restored by opening it', async () => {
  answering({ 'profiles.open': () => acme })
  show(UnreadablePanel, { profile: { ...lost, kept: acme }, first: true })
  await expect.element(page.getByText('3 unsent changes, kept')).toBeVisible()
  await button('Restore and open Acme').click()
  await expect.poll(() => askedFor('profiles.open')).toEqual([{ id: 'lost' }])
})

test('Where nothing is kept of it, a person says which panel it is, and may leave that', async () => {
  show(UnreadablePanel, { profile: lost, first: true })
  await button(/^Say which panel it is/).click()
  await expect.element(page.getByRole('radio', { name: /Europe/ })).toHaveFocus()
  await button('Cancel').click()
  await expect.element(page.getByRole('radio')).not.toBeInTheDocument()
})

test('Panels are listed with the last one first, and the demo panel is offered where it is not among them', async () => {
  answering({
    'status.read': () => statusWith({ profile: null, connection: { state: 'closed' } }),
    'profiles.list': () => ({ ...knownPanels, profiles: [acme, { ...other, openedAt: 5 }], unreadable: [lost] }),
    'profiles.demo': refusing({ code: 'disk-full' }),
  })
  show(PanelChoice)
  await expect.element(page.getByRole('listitem').nth(0)).toMatchTextContent(/^צי רכב/)
  expect(page.getByRole('listitem').all()).toHaveLength(3)
  await button('Open the demo panel').click()
  await expect.element(page.getByRole('alert')).toMatchTextContent(/disk/)
})

test('Files to try on the demo panel are kept from where it is offered', async () => {
  answering({ 'status.read': () => statusWith({ profile: null, connection: { state: 'closed' } }) })
  show(PanelChoice)
  await page
    .getByRole('group', { name: /^Files to try/ })
    .getByRole('button', { name: '5 users' })
    .click()
  await expect.poll(() => announcement.value).toBe('demo-users.csv has been saved.')
})

test('Panels are there to be opened before it is known where their passwords are', async () => {
  let answer: (known: { places: Record<string, 'missing'> }) => void = () => undefined
  answering({
    'status.read': () => statusWith({ profile: null, connection: { state: 'closed' } }),
    'profiles.list': () => ({ ...knownPanels, profiles: [acme] }),
    'profiles.secrets': () => new Promise((resolve) => (answer = resolve)),
  })
  show(PanelChoice)
  await expect.element(button('Open Acme')).toBeEnabled()
  await expect.element(page.getByText(en.connection.known.neverOpened)).toBeVisible()
  await expect.element(page.getByText(en.connection.known.secrets.keychain)).not.toBeInTheDocument()
  await expect.element(button('Sign in again to Acme')).not.toBeInTheDocument()
  answer({ places: { acme: 'missing' } })
  await expect.element(button('Sign in again to Acme')).toBeVisible()
})

test('A list of panels that cannot be read says why', async () => {
  answering({ 'profiles.list': refusing({ code: 'disk-failed' }) })
  show(PanelChoice)
  await expect.element(page.getByRole('alert')).toMatchTextContent(/disk/)
  await expect.element(page.getByRole('heading', { name: 'Add a panel' })).toBeVisible()
})

test('The menu of panels leads to the others by their names, and closes the present one', async () => {
  answering({
    'profiles.list': () => ({ ...knownPanels, profiles: [acme, other], open: acme.id }),
    'profiles.open': refusing({ code: 'profile-busy' }),
    'profiles.close': () => ({}),
  })
  const menu = show(ProfileMenu)
  const opener = button(/^Acme/)
  await expect.element(opener).toBeVisible()
  opener.element().focus()
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(page.getByRole('menuitem', { name: 'צי רכב' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => askedFor('profiles.open')).toEqual([{ id: 'other' }])
  await opener.click()
  await page.getByRole('menuitem', { name: 'Close this panel' }).click()
  await expect.poll(() => askedFor('profiles.close')).toHaveLength(1)
  await opener.click()
  await page.getByRole('menuitem', { name: 'Add or choose a panel…' }).click()
  await expect.poll(menu.where).toBe('/connect')
})
