import type { Page } from '@playwright/test'
import { inBothHosts } from './both-hosts.ts'
import { startToEnd } from './host-desktop.ts'
import { bottom, cell, expect, ledgerOf, openDemo, pulled, send, test, type } from './steps.ts'

const environment = { FLEETBOOK_DEMO_TRACKERS: '160', FLEETBOOK_DEMO_CONTROL: '1' }

/** The word that a panel which another program has open is given on the page of panels. */
const turnedAway = (page: Page) => page.getByRole('alert').filter({ hasText: /already open in another Fleetbook/ })
const again = (page: Page) => page.getByRole('button', { name: 'Try again to open Demo panel' })

test(
  'a second program on the same data is turned away, and takes over once the first has ended',
  inBothHosts,
  async ({ app }) => {
    await app.start(environment)
    await openDemo(app.page)
    await type(app.page, 0, 'label', 'Staged in the first')
    await expect(bottom(app.page)).toContainText('1 staged')

    const { page } = await app.startBeside()
    await expect(turnedAway(page)).toContainText('close it there and try again')
    await again(page).focus()
    await page.keyboard.press('Enter')
    await expect(again(page)).toBeEnabled()
    await expect(turnedAway(page)).toBeVisible()
    await type(app.page, 1, 'label', 'Staged in the first, too')
    await expect(bottom(app.page)).toContainText('2 staged')

    await app.quit()
    await again(page).focus()
    await page.keyboard.press('Enter')
    await pulled(page)
    await expect(bottom(page)).toContainText('2 staged')
    await expect(cell(page, 0, 'label')).toHaveText(/Staged in the first/)

    await app.start(environment)
    await expect(turnedAway(app.page)).toBeVisible()

    await send(page)
    await expect(bottom(page)).toContainText('Nothing staged')
    const edits = (await ledgerOf(app.data)).filter(({ effect }) => effect === 'tracker.settings')
    expect(edits).toHaveLength(2)
  },
)

test('a second desktop on the same data ends at once, and brings the window of the first forward', async ({ app }) => {
  test.skip(app.host !== 'desktop', 'The preview has no window of its own')
  await app.start(environment)
  await openDemo(app.page)
  const isVisible = () =>
    app.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()))
  await app.electron?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
  expect(await isVisible()).toEqual([false])

  expect(await startToEnd(app.data)).toBe(0)
  await expect.poll(isVisible).toEqual([true])
  await type(app.page, 0, 'label', 'Still the first')
  await expect(bottom(app.page)).toContainText('1 staged')
})
