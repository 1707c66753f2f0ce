import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { obstacles } from './obstacles.ts'
import { bottom, expect, openDemo, test, type } from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '160' }

test('panels whose files cannot be read are shown, and opened again with what was staged', async ({ app }) => {
  await app.start(environment)
  await openDemo(app.page)
  await type(app.page, 0, 'label', 'Staged')
  await expect(bottom(app.page)).toContainText('1 staged')
  await app.quit()

  // One of which the journal says what it is, and one of which nothing does.
  const profiles = join(app.data, 'profiles')
  writeFileSync(join(profiles, 'demo', 'profile.json'), '')
  rmSync(join(profiles, 'last-open'))
  mkdirSync(join(profiles, 'unknown'))
  copyFileSync(join(profiles, 'demo', 'journal.db'), join(profiles, 'unknown', 'journal.db'))
  await app.start(environment)
  const { page } = app

  const demo = page.getByRole('listitem').filter({ hasText: 'Demo panel' })
  await expect(demo).toContainText('1 unsent change, kept')
  const unknown = page.getByRole('listitem').filter({ hasText: 'Folder unknown' })
  await expect(unknown).toContainText('say which panel it is')
  expect(await obstacles(page)).toEqual([])

  await unknown.getByRole('button', { name: /^Say which panel/ }).focus()
  await page.keyboard.press('Enter')
  await expect(unknown.getByRole('radio', { name: 'Europe' })).toBeFocused()
  await unknown.getByRole('button', { name: 'Open with this account' }).click()
  await expect(unknown.getByRole('alert')).toContainText('Enter the login')
  expect(await obstacles(page)).toEqual([])
  await unknown.getByRole('button', { name: 'Cancel' }).click()

  await demo.getByRole('button', { name: 'Restore and open Demo panel' }).focus()
  await page.keyboard.press('Enter')
  await expect(bottom(page)).toContainText('1 staged')
  await expect(page.getByRole('alert').filter({ hasText: 'It was written anew' })).toBeVisible()
})
