import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { answering, askedFor } from './support/core.ts'
import { bundles, sheetsHold, trackers, users } from './support/fleet.ts'
import { acme } from './support/known.ts'
import { statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const nav = page.getByRole('navigation', { name: 'Pages' })
const bottom = page.getByRole('contentinfo')
const link = (name: string) => nav.getByRole('link', { name })
const headingOf = (name: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>('[role=columnheader]')].find(({ title }) => title.startsWith(name))
const cell = (row: number, field: string): HTMLElement =>
  document.querySelector<HTMLElement>(`[data-row="${row}"][data-field="${field}"]`)!

/** An account that may look at trackers, and change nothing. */
const looking = { trackers: ['read'], users: ['read'], tariffs: ['read'] }

async function openAs(permissions: Record<string, string[]>, at = '/trackers') {
  answering({ 'status.read': () => statusWith({ profile: acme, permissions }) })
  sheetsHold({ trackers, users, bundles })
  const where = openWindow(at)
  if (at === '/trackers') await expect.element(page.getByText('Van 01').first()).toBeVisible()
  return where
}

test('Pages that an account may not see keep their place, are reached by the keyboard, and say what they need', async () => {
  const where = await openAs(looking)
  for (const [name, permission] of [
    ['Bundles', 'tracker_bundles: read'],
    ['Routes', 'user_sessions: create'],
    ['Reports', 'trackers: report'],
  ] as const) {
    await expect.element(link(name)).toHaveAttribute('aria-disabled', 'true')
    await expect
      .element(link(name))
      .toHaveAccessibleDescription(`Needs “${permission}”, which this account does not have.`)
    expect(link(name).element().tabIndex).toBe(0)
  }
  await expect.element(link('Users')).not.toHaveAttribute('aria-disabled')
  link('Reports').element().focus()
  await userEvent.keyboard('{Enter}')
  await link('Bundles').click({ force: true })
  expect(where()).toBe('/trackers')
})

test('A page that is opened by its address says the same in place of what it shows', async () => {
  await openAs(looking, '/bundles')
  await expect
    .element(page.getByRole('main').getByText('Needs “tracker_bundles: read”, which this account does not have.'))
    .toBeVisible()
  expect(askedFor('sheet.open')).toEqual([])
})

test('Columns whose kind needs more are read-only, and say why at the heading and at the cell', async () => {
  await openAs(looking)
  await expect.poll(() => headingOf('Label')?.title).toMatch(/Needs “trackers: update”/)
  await userEvent.click(cell(0, 'label'))
  await expect.element(bottom).toMatchTextContent(/Needs “trackers: update”, which this account does not have\./)
  await userEvent.keyboard('x')
  await expect.element(bottom).toMatchTextContent(/Label · Needs “trackers: update”/)
  await userEvent.keyboard('{Delete}')
  await expect.element(bottom).toMatchTextContent(/read-only|Needs/)
  expect(askedFor('sheet.stage')).toEqual([])
})

test('Actions are off, reached by the keys of their menu, and name what they need', async () => {
  await openAs(looking)
  await userEvent.click(cell(0, 'label'))
  await page.getByRole('button', { name: /^Actions/ }).click()
  const clone = page.getByRole('menuitem', { name: /^Clone/ })
  await expect.element(clone).toHaveAttribute('aria-disabled', 'true')
  await expect.element(clone).toMatchTextContent(/needs “trackers: create”/)
  await expect.element(clone).toHaveAttribute('title', 'Needs “trackers: create”, which this account does not have.')
  await userEvent.keyboard('{Home}')
  await expect.poll(() => document.activeElement?.getAttribute('role')).toBe('menuitem')
  await clone.click({ force: true })
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
})

test('Before anything is known of an account nothing is off', async () => {
  await openAs({})
  for (const name of ['Bundles', 'Routes', 'Reports', 'Users']) {
    await expect.element(link(name)).not.toHaveAttribute('aria-disabled')
  }
  expect(headingOf('Label')?.title).not.toMatch(/Needs/)
})
