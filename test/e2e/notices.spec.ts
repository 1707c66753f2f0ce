import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { App } from './hosts.ts'
import { bottom, cell, expect, openDemo, test, type } from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '160' }
const banners = (page: Page) => page.getByRole('region', { name: 'What needs you' })
const journalOf = (app: App) => join(app.data, 'profiles', 'demo', 'journal.db')

/** Stages two edits and quits, with a backup beside the journal that knows the first one alone. */
async function quitAheadOfBackup(app: App): Promise<void> {
  await app.start(environment)
  await openDemo(app.page)
  await type(app.page, 0, 'label', 'In the backup')
  await expect(bottom(app.page)).toContainText('1 staged')
  await app.quit()
  const backup = `${journalOf(app)}.backup`
  copyFileSync(backup, join(app.data, 'kept'))

  await app.start(environment)
  await type(app.page, 1, 'label', 'After the backup')
  await expect(bottom(app.page)).toContainText('2 staged')
  await app.quit()
  copyFileSync(join(app.data, 'kept'), backup)
}

const harms = [
  { how: 'lost', harm: (path: string) => rmSync(path), told: 'is missing or empty; it held 2 changes' },
  {
    how: 'damaged',
    harm: (path: string) => writeFileSync(path, 'no journal any more'),
    told: 'nothing of it could be read: 2 changes are lost',
  },
]

for (const { how, harm, told } of harms) {
  test(`a journal that is ${how} is told of until it was seen, and its backup is used from there`, async ({ app }) => {
    await quitAheadOfBackup(app)
    harm(journalOf(app))

    await app.start(environment)
    await expect(banners(app.page)).toContainText(told)
    await expect(bottom(app.page)).toContainText('Nothing staged')
    await app.restart()
    await expect(banners(app.page), 'it is told again while nobody has seen it').toContainText(told)

    const useBackup = banners(app.page).getByRole('button', { name: /^Use the backup of .* with one change$/ })
    await banners(app.page).getByRole('button', { name: 'Dismiss' }).click()
    const question = app.page.getByRole('dialog', { name: 'Go on without the backup?' })
    await question.getByRole('button', { name: 'Cancel' }).click()
    await expect(useBackup, 'the only offer is not gone with one click').toBeVisible()

    await type(app.page, 1, 'label', 'Staged since')
    await expect(bottom(app.page)).toContainText('1 staged')
    await useBackup.click()
    await expect(app.page.getByText('the backup does not have them')).toBeVisible()
    await cell(app.page, 1, 'label').click()
    await app.page.keyboard.press('ControlOrMeta+Z')
    await expect(bottom(app.page)).toContainText('Nothing staged')

    await useBackup.focus()
    await app.page.keyboard.press('Enter')
    await expect(banners(app.page)).toContainText('a backup with one change has taken its place')
    await expect(banners(app.page)).not.toContainText(told)
    await expect(bottom(app.page)).toContainText('1 staged')
    await expect(cell(app.page, 0, 'label')).toContainText('In the backup')

    await app.restart()
    await expect(banners(app.page)).toContainText('a backup with one change has taken its place')
    await banners(app.page).getByRole('button', { name: 'Dismiss' }).click()
    await expect(banners(app.page)).toBeHidden()
    await app.restart()
    await expect(bottom(app.page)).toContainText('1 staged')
    await expect(banners(app.page), 'what was seen is not told again').toBeHidden()
  })
}
