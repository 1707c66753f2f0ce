import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import AboutText from '../../renderer/pages/help/AboutText.vue'
import DiagnosticsText from '../../renderer/pages/help/DiagnosticsText.vue'
import HelpPage from '../../renderer/pages/help/HelpPage.vue'
import SettingsPage from '../../renderer/pages/settings/SettingsPage.vue'
import { firstSettings } from '../../shared/settings.ts'
import { answering, askedFor, chooseInMenu, logsAsked, zoomsAsked } from './support/core.ts'
import { acme } from './support/known.ts'
import { show } from './support/show.ts'
import { statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })

test('A setting is found by a word that stands nowhere in its title, and is kept as it is chosen', async () => {
  show(SettingsPage)
  await page.getByRole('textbox', { name: 'Search settings' }).fill('night')
  await expect.element(page.getByRole('heading', { name: 'Dates and times' })).not.toBeInTheDocument()
  await page.getByText('Dark', { exact: true }).click()
  await expect.poll(() => askedFor('settings.change')).toEqual([{ theme: 'dark' }])
  await expect.poll(() => document.documentElement.dataset['theme']).toBe('dark')
  await page.getByRole('textbox', { name: 'Search settings' }).fill('no such thing')
  await expect.element(page.getByRole('status')).toMatchTextContent('No setting matches.')
  await button('Show all').click()
  await expect.element(page.getByRole('combobox', { name: 'Time zone' })).toBeVisible()
})

test('The zoom and the time zone are chosen from lists, and the folder of the log is opened', async () => {
  show(SettingsPage)
  await page.getByRole('combobox', { name: 'Zoom' }).selectOptions('125 %')
  await page.getByRole('combobox', { name: 'Time zone' }).selectOptions('Asia/Tbilisi')
  await expect.poll(() => askedFor('settings.change')).toEqual([{ zoom: 125 }, { zone: 'Asia/Tbilisi' }])
  expect(zoomsAsked()).toContain(1.25)
  await button('Open its folder').click()
  expect(logsAsked()).toBe(1)
})

test('From when on a plan warns, and the technical columns of the history, are chosen among the settings', async () => {
  show(SettingsPage)
  await page.getByRole('textbox', { name: 'Search settings' }).fill('tariff')
  await expect.element(page.getByRole('combobox', { name: 'Many owners' })).not.toBeInTheDocument()
  await page.getByRole('combobox', { name: 'Dearer plans' }).selectOptions('More than 3 times as dear')
  await page.getByRole('textbox', { name: 'Search settings' }).fill('owners')
  await page.getByRole('combobox', { name: 'Many owners' }).selectOptions('More than 50 owners')
  await page.getByRole('textbox', { name: 'Search settings' }).fill('technical')
  await page.getByText('Show', { exact: true }).click()
  const asked = [{ dearerBy: 3 }, { mostOwners: 50 }, { technical: 'shown' }]
  await expect.poll(() => askedFor('settings.change')).toEqual(asked)
})

test('Settings that could not be read are told on their page', async () => {
  answering({
    'settings.read': () => ({
      settings: firstSettings,
      problem: { code: 'settings-unreadable', values: { file: '/data/settings.json' } },
    }),
  })
  show(SettingsPage)
  await expect.element(page.getByRole('alert')).toMatchTextContent(/settings\.json, could not be read/)
})

test('Help is found at the foot of the navigation, F1 lists the keys on any page, and the native menu leads there, too', async () => {
  answering({ 'status.read': () => statusWith({ profile: acme }) })
  const where = openWindow('/settings')
  await expect.element(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
  await userEvent.keyboard('{F1}')
  await expect.element(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog', { name: 'Keys' })).not.toBeInTheDocument()
  await button(/^Help/).click()
  await page.getByRole('menuitem', { name: 'What is new' }).click()
  await expect.poll(where).toBe('/help/news')
  await expect.element(page.getByRole('heading', { name: 'Added' }).first()).toBeVisible()
  chooseInMenu('guide')
  await expect.element(page.getByRole('heading', { name: 'Review and send' })).toBeVisible()
  chooseInMenu('zoom-in')
  await expect.poll(() => askedFor('settings.change')).toEqual([{ zoom: 110 }])
  chooseInMenu('keys')
  await expect.element(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
})

test('Diagnostics are read and copied as they stand there', async () => {
  show(DiagnosticsText)
  await expect
    .element(page.getByRole('region', { name: 'Diagnostics' }))
    .toMatchTextContent(/Fleetbook 1\.2\.3 \(desktop\).*Secret Service, works.*12\.4 MB.*timed-out/s)
  await button('Copy diagnostics').click()
  await expect.element(page.getByText(/^(Copied|It could not be copied)/)).toBeVisible()
})

test('About names what the program is made with, and Help begins with its guide', async () => {
  const about = show(AboutText)
  await page.getByText('The MIT licence in its own words').click()
  await expect.element(page.getByRole('rowheader', { name: 'Electron' })).toBeVisible()
  about.remove()
  show(HelpPage)
  await expect.element(page.getByRole('heading', { name: 'Edit' })).toBeVisible()
})

test('The tour leads through three pages of the demo panel by keyboard, ends, and begins again from Help', async () => {
  let tour: 'on' | 'off' = 'on'
  answering({
    'status.read': () => statusWith({ profile: { ...acme, panel: { kind: 'demo' } } }),
    'settings.read': () => ({ settings: { ...firstSettings, tour }, problem: null }),
    'settings.change': (change) => {
      tour = change.tour ?? tour
      return { settings: { ...firstSettings, tour }, problem: null }
    },
    'history.attempts': () => ({ rows: [], count: 0 }),
    'outbox.changeSets': () => ({ changeSets: [] }),
    'outbox.operations': () => ({ rows: [], count: 0 }),
  })
  const where = openWindow('/settings')
  const card = page.getByRole('region', { name: 'Tour of the demo panel' })
  await expect.element(card).toMatchTextContent(/1 of 3.*Edit cells/)
  const press = async (name: string) => {
    await expect.element(card.getByRole('button', { name })).toBeVisible()
    const element = card.getByRole('button', { name }).element()
    if (element instanceof HTMLElement) element.focus()
    await userEvent.keyboard('{Enter}')
  }
  await press('Next')
  await expect.poll(where).toMatch(/^\/outbox/)
  await press('Next')
  await expect.poll(where).toMatch(/^\/history/)
  await press('Done')
  await expect.element(card).not.toBeInTheDocument()
  expect(tour).toBe('off')
  await button(/^Help/).click()
  await page.getByRole('menuitem', { name: 'Tour of the demo panel' }).click()
  await expect.element(card).toMatchTextContent(/1 of 3/)
})
