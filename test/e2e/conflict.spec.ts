import type { Page } from '@playwright/test'
import { bottom, cell, chooseConnection, expect, goTo, ledgerOf, openDemo, send, tabTo, test, type } from './steps.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '300', FLEETBOOK_DEMO_CONTROL: '1' }

/** Waits until the details of an operation are in sight, and tells its values. */
async function detailsOf(page: Page, name: string): Promise<string[]> {
  const panel = page.getByRole('complementary', { name })
  await expect(panel).toBeFocused()
  return panel.locator('dl').first().locator('dd').allInnerTexts()
}

test('what somebody else changed first is shown with all three values, and settled by keyboard', async ({ app }) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  const ids = await Promise.all([0, 1, 2].map(async (row) => Number(await cell(page, row, 'panelId').innerText())))
  const bases = await Promise.all([0, 1].map((row) => cell(page, row, 'label').innerText()))
  for (const [row, label] of ['Mine A', 'Mine B', 'Mine C'].entries()) await type(page, row, 'label', label)
  await expect(bottom(page)).toContainText('3 staged')

  await tellDemoPanel(app.data, '/demo/edit', { tracker_id: ids[0], label: 'Theirs A' })
  await tellDemoPanel(app.data, '/demo/edit', { tracker_id: ids[1], label: 'Theirs B' })
  await tellDemoPanel(app.data, '/demo/edit', { tracker_id: ids[2], comment: 'Their comment' })
  await chooseConnection(page, 'Pull from the panel')
  await expect(cell(page, 2, 'comment')).toHaveText('Their comment')
  await goTo(page, 'Outbox')
  await expect(page.getByRole('region', { name: 'Before sending' })).toContainText('2 values have changed on the panel')
  await send(page)
  await expect(bottom(page)).toContainText('2 need attention')

  await goTo(page, 'Trackers')
  await expect(cell(page, 0, 'label')).toHaveAttribute('data-sign', 'conflict')
  await expect(cell(page, 0, 'label')).toHaveText('Mine A')
  await expect(cell(page, 0, 'label')).toHaveAttribute('title', new RegExp('changed it after you did'))
  await expect(cell(page, 2, 'label')).not.toHaveAttribute('data-sign', 'conflict')
  await expect(cell(page, 2, 'comment')).toHaveText('Their comment')
  await cell(page, 0, 'label').click()
  await page.keyboard.press('Alt+Enter')
  const details = page.getByRole('complementary', { name: 'Mine A' })
  for (const value of [bases[0] ?? '', 'Theirs A', 'Mine A']) await expect(details).toContainText(value)
  await page.keyboard.press('Escape')

  // The outbox, by keyboard from here on.
  await page.getByRole('link', { name: 'Outbox' }).focus()
  await page.keyboard.press('Enter')
  const table = page.getByRole('grid', { name: 'Changes' })
  await expect(table.getByRole('row', { name: /Theirs A/ })).toBeVisible()
  await expect(table.getByRole('row', { name: /Theirs B/ })).toBeVisible()
  await table.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  const first = page.getByRole('complementary')
  await expect(first).toBeFocused()
  expect(await detailsOf(page, await first.getByRole('heading', { level: 2 }).innerText())).toEqual([
    bases[0],
    'Theirs A',
    'Mine A',
  ])
  await tabTo(page, page.getByRole('complementary').getByRole('button', { name: 'Take theirs' }))
  await page.keyboard.press('Enter')
  await expect(bottom(page)).toContainText('1 needs attention')

  // What needs a person stands first, so the next one has taken the place of the one that is settled.
  await expect(page.getByRole('complementary')).toContainText('Theirs B')
  await tabTo(page, page.getByRole('complementary').getByRole('button', { name: 'Take mine' }))
  await page.keyboard.press('Enter')
  await expect(bottom(page)).toContainText('Nothing staged')

  const written = (await ledgerOf(app.data)).filter(
    (entry) => entry.effect === 'tracker.settings' && entry['session'] !== 0,
  )
  expect(written).toHaveLength(2)
  expect(written).toContainEqual(
    expect.objectContaining({ tracker: ids[2], label: 'Mine C', comment: 'Their comment' }),
  )
  expect(written).toContainEqual(expect.objectContaining({ tracker: ids[1], label: 'Mine B' }))
  await goTo(page, 'Trackers')
  await expect(cell(page, 0, 'label')).toHaveText('Theirs A')
  await expect(cell(page, 1, 'label')).toHaveText('Mine B')
  await expect(cell(page, 2, 'label')).toHaveText('Mine C')
})
