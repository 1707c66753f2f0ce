import type { Page } from '@playwright/test'
import { inBothHosts } from './both-hosts.ts'
import {
  bottom,
  cellBeside,
  chooseConnection,
  chooseFile,
  connection,
  expect,
  filesWith,
  goTo,
  ledgerOf,
  openDemo,
  send,
  test,
} from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '160', FLEETBOOK_DEMO_CONTROL: '1' }

const count = 25
const secret = (n: number) => `Kept-apart-${100 + n}`
const lines = Array.from(
  { length: count },
  (_, n) => `user${n}@file.example;${secret(n)};1;1;Last ${n};First ${n};44207946${1000 + n}`,
)
const heading = 'Email address*;Password*;Status*;Legal status*;Surname*;Name*;Phone number'

const rows = (page: Page) => page.getByRole('region', { name: 'Rows', exact: true })

test(
  'a file of 25 users is imported offline, sent, and its passwords are shown and kept nowhere',
  inBothHosts,
  async ({ app }) => {
    await app.start(environment)
    const { page } = app
    await openDemo(page)
    await goTo(page, 'Imports')
    await chooseConnection(page, 'Work offline')
    await expect(connection(page)).toHaveAccessibleName(/^Working offline/)
    await chooseFile(page, 'users.csv', `${heading}\r\n${lines.join('\r\n')}\r\nbroken@file.example;weak;1;1;A;B;\r\n`)
    await expect(rows(page).getByRole('row', { name: /user0@file\.example/ })).toContainText('••••••••')
    await expect(page.getByRole('main')).not.toContainText('Kept-apart-')
    await page.getByRole('region', { name: 'Rows', exact: true }).getByText('File', { exact: true }).click()
    await expect(page.getByRole('main')).toContainText('••••••••')
    await expect(page.getByRole('main')).not.toContainText('Kept-apart-')
    await page.getByRole('button', { name: `Stage ${count} users` }).click()
    await expect(bottom(page)).toContainText(`${count} staged`)
    expect(filesWith(app.data, 'Kept-apart-')).toEqual([])

    await goTo(page, 'Users')
    await expect(cellBeside(page, 'user7@file.example', 'lastName')).toHaveText('Last 7')
    await chooseConnection(page, 'Go back online')
    await send(page)
    await expect(bottom(page)).toContainText('Nothing staged')
    const made = (await ledgerOf(app.data)).filter(({ effect }) => effect === 'user.made')
    expect(made).toHaveLength(count)
    expect(filesWith(app.data, 'Kept-apart-')).toEqual([])
  },
)
