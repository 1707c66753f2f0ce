import type { Page } from '@playwright/test'
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
  const stopped = stopOnceShown(page, 'Stop: Staging')
  await panel.getByRole('button', { name: /^Stage/ }).click()

  const { text, of } = await stopped
  expect(text).toMatch(/Staging · [\d,]+ of 40,000/)
  expect(of).toBe('40000')
  await expect(page.getByText('it is as if it had never been begun').first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'What takes long' })).toBeHidden()
  await expect(bottom(page)).toContainText('Nothing staged')
  await expect(cell(page, 0, 'comment')).not.toHaveText('For all of them')
})

/**
 * Presses a button as soon as it is there, and resolves to what stood beside it. The page does so itself: seen from
 * outside, the step would be over before the button was found on one machine, and not on another.
 */
function stopOnceShown(page: Page, name: string): Promise<{ text: string; of: string | null | undefined }> {
  return page.evaluate(
    (label) =>
      new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          const button = document.querySelector<HTMLElement>(`button[aria-label="${label}"]`)
          const strip = button?.closest('[role="region"], section')
          if (!button || !strip) return
          observer.disconnect()
          resolve({
            text: strip.textContent,
            of: strip.querySelector('[role="progressbar"]')?.getAttribute('aria-valuemax'),
          })
          button.click()
        })
        observer.observe(document.body, { childList: true, subtree: true })
      }),
    name,
  )
}
