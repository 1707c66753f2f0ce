import { now } from './support/clock.ts'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { answering, askedFor } from './support/core.ts'
import { checkpoints, routes, sheetsHold, trackers, users } from './support/fleet.ts'
import { acme, routesPulled, usersFound, mayActAsUsers } from './support/known.ts'
import { statusWith } from './support/staged.ts'
import { openWindow } from './support/window.ts'

const button = (name: string | RegExp) => page.getByRole('button', { name })
const bottom = page.getByRole('contentinfo')
const entry = (name: string) => page.getByRole('menuitem', { name, exact: true })
const dialog = page.getByRole('dialog', { name: 'Copy 1 route' })

async function openAt(path: string, text: string): Promise<void> {
  sheetsHold({ users, trackers, routes, checkpoints })
  answering({
    'status.read': () => statusWith({ profile: acme, permissions: mayActAsUsers }),
    'routes.state': () => routesPulled(now),
    'lookup.users': usersFound,
    'sheet.act': ({ ids }) => ({ staged: ids.length, shared: 0, unstaged: 0, skipped: 0, broken: 0 }),
  })
  openWindow(path)
  await page.getByText(text, { exact: true }).first().click()
}

test('A route is copied for several users, on several days, some minutes later, and by whom is said in one dialog', async () => {
  await openAt('/routes', 'Airport round')
  await button(/^Actions/).click()
  await entry('Copy…').click()
  await dialog.getByRole('textbox', { name: /^Days/ }).fill('+7, 2026-12-24')
  await dialog.getByRole('textbox', { name: /^Minutes later/ }).fill('soon')
  await expect.element(button('Stage for 1 route')).toBeDisabled()
  await dialog.getByRole('textbox', { name: /^Minutes later/ }).fill('-15')
  const chooser = dialog.getByRole('combobox', { name: /^For other users/ })
  for (const login of ['ann', 'bob']) {
    await chooser.fill(login)
    await expect.element(page.getByRole('option', { name: new RegExp(`^${login}`) }).last()).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await expect.element(chooser).toHaveValue('')
  }
  await expect.element(dialog.getByRole('listitem').nth(1)).toMatchTextContent('bob@acme.example')
  await button('Leave out ann@acme.example').click()
  await dialog.getByRole('radio', { name: 'Nobody' }).click()
  await button('Stage for 1 route').click()
  await expect.element(dialog).not.toBeInTheDocument()
  expect(askedFor('sheet.act')).toEqual([
    {
      ...{ kind: 'route.create', ids: [2], days: '+7, 2026-12-24', minutes: '-15' },
      ...{ users: [12], driver: 'nobody', tracker: '' },
    },
  ])
})

test.each([
  ['/routes', 'Airport round', 'route.reverse', 2],
  ['/routes/checkpoints', 'Fuel stop', 'checkpoint.reverse', 4],
])('At %s what is selected is turned round by one entry of the menu, asking nothing', async (at, text, kind, id) => {
  await openAt(at, text)
  await button(/^Actions/).click()
  await entry('Reverse').click()
  await expect.poll(() => askedFor('sheet.act')).toEqual([{ kind, ids: [id] }])
  await expect.element(bottom).toMatchTextContent(/1 checkpoint staged to stand elsewhere/)
})

test('What an action makes and a search leaves out is said', async () => {
  await openAt('/routes/checkpoints', 'Fuel stop')
  await page.getByRole('textbox', { name: /^Search checkpoints/ }).fill('fuel')
  await expect.poll(() => askedFor('sheet.open').at(-1)?.search).toBe('fuel')
  await page.getByText('Fuel stop', { exact: true }).first().click()
  await button(/^Actions/).click()
  await entry('Duplicate').click()
  await expect.element(bottom).toMatchTextContent(/What is new is not shown: a search or a filter/)
})
