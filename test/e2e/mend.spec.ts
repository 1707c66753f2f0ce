import type { Page } from '@playwright/test'
import { bottom, cell, expect, goTo, ledgerOf, openDemo, search, send, tabTo, test, type } from './steps.ts'
import { tellDemoPanel } from './tell-demo-panel.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '300', FLEETBOOK_DEMO_CONTROL: '1' }

/** Opens the first change in sight by the keyboard, and presses a button of its details. */
async function pressInFirst(page: Page, name: string): Promise<void> {
  await tabTo(page, page.getByRole('grid', { name: 'Changes' }))
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary')
  await expect(panel).toBeFocused()
  await tabTo(page, panel.getByRole('button', { name }))
  await page.keyboard.press('Enter')
}

/** Waits until a cell is in sight, is the active one, and has the keyboard. */
async function expectActive(page: Page, row: number, field: string): Promise<void> {
  const grid = page.getByRole('grid', { name: 'Trackers' })
  await expect(grid).toBeFocused()
  await expect(cell(page, row, field)).toBeInViewport()
  await expect(grid).toHaveAttribute('aria-activedescendant', (await cell(page, row, field).getAttribute('id')) ?? '')
}

test('from the outbox the keyboard leads to the cell that breaks a rule, and to the one that was refused', async ({
  app,
}) => {
  await app.start(environment)
  const { page } = app
  await openDemo(page)
  await cell(page, 0, 'label').click()
  for (let presses = 0; presses < 6; presses += 1) await page.keyboard.press('PageDown')
  const active = page.locator('[role=grid]:focus')
  const row = Number(/-(\d+)-label$/.exec((await active.getAttribute('aria-activedescendant')) ?? '')?.[1])
  expect(row).toBeGreaterThan(60)
  await expect(cell(page, row, 'label')).toBeVisible()
  const id = Number(await cell(page, row, 'panelId').innerText())
  await type(page, row, 'label', 'a < b')
  await expect(bottom(page)).toContainText('1 needs attention')
  // The sheet is left as it shows another row.
  await search(page).fill('no such row')
  await expect(cell(page, 0, 'label')).toBeHidden()

  await page.getByRole('link', { name: 'Outbox' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Outbox' })).toBeVisible()
  await pressInFirst(page, 'Open in sheet')
  await expectActive(page, row, 'label')
  await expect(search(page)).toHaveValue('')
  await page.keyboard.type('Sound')
  await page.keyboard.press('Enter')
  await expect(bottom(page)).not.toContainText('attention')

  await tellDemoPanel(app.data, '/demo/faults', { path: 'tracker/settings/update', strike: { do: 'refuse', code: 7 } })
  await send(page)
  await expect(bottom(page)).toContainText('1 needs attention')
  await page.getByRole('link', { name: 'Outbox' }).focus()
  await pressInFirst(page, 'Mend in sheet')
  await expectActive(page, row, 'label')
  await page.keyboard.type('Mended')
  await page.keyboard.press('Enter')
  await goTo(page, 'Outbox')
  await expect(page.getByRole('grid', { name: 'Changes' })).toContainText('Mended')
  await send(page)
  await expect(bottom(page)).toContainText('Nothing staged')
  const written = (await ledgerOf(app.data)).filter((entry) => entry.effect === 'tracker.settings')
  expect(written).toContainEqual(expect.objectContaining({ tracker: id, label: 'Mended' }))
})
