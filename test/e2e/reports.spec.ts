import type { Page } from '@playwright/test'
import { inBothHosts } from './both-hosts.ts'
import { cell, chooseConnection, connection, expect, goTo, openDemo, test } from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '160', FLEETBOOK_DEMO_CONTROL: '1' }

const months = (page: Page) => page.getByRole('grid', { name: 'Months' })
const panel = (page: Page) => page.getByRole('complementary')

/** Where the newest whole month stands in which somebody came, from 0: which that is goes by the day of the test. */
async function monthWithNewcomers(page: Page): Promise<number> {
  const came = await months(page).getByRole('row').locator('[role=gridcell]:nth-child(5)').allInnerTexts()
  const at = came.findIndex((count, month) => month > 0 && Number(count) > 0)
  expect(at).toBeGreaterThan(0)
  return at
}

test(
  'months are read, shown as a chart and a table, led from to the trackers, and there offline after a restart',
  inBothHosts,
  async ({ app }) => {
    await app.start(environment)
    await openDemo(app.page)
    await goTo(app.page, 'Reports')
    await expect(app.page.getByText(/^Nothing has been read of these months yet/)).toBeVisible()
    await app.page.getByRole('button', { name: 'Read from the panel' }).last().click()
    await expect(months(app.page).getByRole('row').nth(12)).toContainText(/\d{3}/)
    await expect(app.page.getByRole('img', { name: /^Trackers counted as active, by month: from \d+/ })).toBeVisible()

    // Who came, by the keyboard alone, and to the tracker itself.
    await months(app.page).focus()
    for (let down = await monthWithNewcomers(app.page); down > 0; down -= 1) await app.page.keyboard.press('ArrowDown')
    await app.page.keyboard.press('Enter')
    await expect(panel(app.page)).toContainText('who came and who went')
    const list = panel(app.page).getByRole('grid', { name: 'Trackers' })
    await expect(list.getByRole('row').nth(1)).not.toBeEmpty()
    const there = list.locator('.windowed-body [role=row]:not(:has(.muted))').first()
    const name = ((await there.locator('bdi').first().textContent()) ?? '').trim()
    await there.click()
    await expect(app.page.getByRole('heading', { level: 1, name: 'Trackers' })).toBeVisible()
    await expect(app.page.locator('[data-field="label"]').filter({ hasText: name }).first()).toBeVisible()

    await goTo(app.page, 'Reports')
    await app.page.getByText('By owner').click()
    const owners = app.page.getByRole('grid', { name: 'Owners' })
    await expect(owners.getByRole('row').nth(1)).toContainText('@')
    await app.page.getByRole('searchbox', { name: 'Search owners' }).fill('nobody at all')
    await expect(app.page.getByText('No owner matches.')).toBeVisible()

    const { text } = await app.saved(async () => {
      await app.page.getByRole('button', { name: /^Download/ }).click()
      await app.page.getByRole('menuitem', { name: 'Trackers by month as CSV' }).click()
    })
    const lines = text.trim().split('\r\n')
    expect(lines.length).toBeGreaterThan(12 * 50)

    await chooseConnection(app.page, 'Work offline')
    await expect(connection(app.page)).toHaveAccessibleName(/^Working offline/)
    await app.quit()
    await app.start(environment)
    await expect(cell(app.page, 0, 'label')).not.toBeEmpty()
    await goTo(app.page, 'Reports')
    await expect(months(app.page).getByRole('row').nth(12)).toContainText(/\d{3}/)
    await expect(app.page.locator('p', { hasText: 'Offline. What was read before is shown.' })).toBeVisible()
  },
)
