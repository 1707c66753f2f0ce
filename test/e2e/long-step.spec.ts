import { bottom, cell, choose, expect, openDemo, test } from './steps.ts'

// One row a part, and so many that whatever is done to all of them lasts for some seconds.
const environment = { FLEETBOOK_DEMO_TRACKERS: '20000', FLEETBOOK_ROWS_AT_ONCE: '1' }

test('what takes long says how far it has come, and is taken back whole when it is stopped', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await choose(page, 0, 'comment')
  await page.keyboard.press('ControlOrMeta+Shift+H')
  const panel = page.getByRole('complementary', { name: 'Change cells' })
  await panel.locator('label', { hasText: '20,000 rows' }).last().click()
  await panel.getByLabel('What to do').selectOption({ label: 'Set to a value' })
  await panel.getByLabel('New value').fill('For all of them')
  await panel.getByRole('button', { name: /^Stage/ }).click()

  const strip = page.getByRole('region', { name: 'What takes long' })
  await expect(strip).toContainText(/Staging · [\d,]+ of 40,000/)
  await expect(strip.getByRole('progressbar', { name: 'Staging' })).toHaveAttribute('aria-valuemax', '40000')
  await strip.getByRole('button', { name: 'Stop: Staging' }).click()
  await expect(page.getByText('it is as if it had never been begun').first()).toBeVisible()
  await expect(strip).toBeHidden()
  await expect(bottom(page)).toContainText('Nothing staged')
  await expect(cell(page, 0, 'comment')).not.toHaveText('For all of them')
})
