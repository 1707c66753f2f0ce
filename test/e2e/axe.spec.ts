import { obstacles } from './obstacles.ts'
import { bottom, cell, choose, chooseFile, expect, goTo, openDemo, send, test, type } from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '300', FLEETBOOK_DEMO_CONTROL: '1' }

test('every page can be used by everybody, light and dark', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  const look = async (where: string): Promise<void> => {
    await test.step(where, async () => expect.soft(await obstacles(page), where).toEqual([]))
  }

  await expect(page.getByRole('button', { name: 'Open the demo panel' })).toBeVisible()
  await look('panels')

  await openDemo(page)
  await type(page, 0, 'label', 'Staged')
  await type(page, 1, 'label', 'Truck <2>')
  await expect(bottom(page)).toContainText('1 needs attention')
  await look('trackers')
  await choose(page, 2, 'owner')
  await page.keyboard.type('a')
  await expect(page.getByRole('option').nth(1)).toBeVisible()
  await look('trackers, with the list of what a cell can name')
  await page.keyboard.press('Escape')
  await cell(page, 1, 'label').click()
  await page.keyboard.press('Alt+Enter')
  await expect(page.getByRole('complementary')).toBeVisible()
  await look('trackers, with the details of a row')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menu', { name: 'Selected cells' })).toBeVisible()
  await look('trackers, with the menu of a cell')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await look('trackers, with the list of keys')
  await page.keyboard.press('Escape')

  await goTo(page, 'Users')
  await expect(cell(page, 0, 'login')).not.toBeEmpty()
  await look('users')
  await goTo(page, 'Bundles')
  await expect(cell(page, 0, 'imei')).not.toBeEmpty()
  await look('bundles')
  await page.keyboard.press('Insert')
  await page.getByRole('button', { name: 'Stage bundle' }).click()
  await expect(page.getByText('Choose one.')).toBeVisible()
  await look('bundles, with the form of a new one')
  await page.keyboard.press('Escape')

  await goTo(page, 'Imports')
  await look('imports')
  await chooseFile(page, 'clones.csv', 'tracker_id;user\r\ntwelve;nobody\r\n99999999;nobody\r\n')
  await expect(page.getByRole('list', { name: 'What is wrong' })).toBeVisible()
  await look('imports, with a file')

  await goTo(page, 'Outbox')
  await expect(page.getByRole('row', { name: /Truck <2>/ })).toBeVisible()
  await look('outbox')
  await page.getByRole('row', { name: /Truck <2>/ }).click()
  await expect(page.getByRole('complementary')).toBeVisible()
  await look('outbox, with the details of a change')
  await send(page)
  await expect(page.getByRole('region', { name: 'What came of it' })).toBeVisible()
  await look('outbox, after sending')

  await goTo(page, 'History')
  await page.getByRole('row', { name: /tracker\/settings\/update/ }).click()
  await expect(page.getByRole('complementary')).toBeVisible()
  await look('history, with the details of a request')
  await goTo(page, 'Settings')
  await look('settings')
})
