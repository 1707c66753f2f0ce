import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

/** A picture: its name, and what brings the window there from the step before. */
export interface Step {
  readonly name: string
  stage(page: Page): Promise<void>
}

const pause = { timeout: 30_000 }
const footer = (page: Page) => page.getByRole('contentinfo')
const label = (page: Page, row: number) => page.locator(`[data-row="${row}"][data-field="label"]`)

async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible()
}

/** What the cells of a column hold, from the first row on. */
function cells(page: Page, field: string, count: number): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, row) => page.locator(`[data-row="${row}"][data-field="${field}"]`))
  return Promise.all(rows.map((cell) => cell.innerText()))
}

let ids: string[] = []
let owner = ''

/** The walk, in its order; each step finds the window as the one before left it. */
export const steps: readonly Step[] = [
  {
    name: '01-connect',
    async stage(page) {
      await expect(page.getByRole('button', { name: 'Open the demo panel' })).toBeVisible(pause)
    },
  },
  {
    name: '02-trackers',
    async stage(page) {
      await page.getByRole('button', { name: 'Open the demo panel' }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'Trackers' })).toBeVisible(pause)
      await expect(label(page, 0)).not.toBeEmpty(pause)
      await expect(page.getByRole('banner')).toContainText(/pulled/i, pause)
      ids = await cells(page, 'panelId', 12)
      owner = (await cells(page, 'owner', 1))[0] ?? ''
    },
  },
  {
    name: '03-trackers-staged',
    async stage(page) {
      const labels = Array.from({ length: 14 }, (_, at) => (at === 4 ? 'Truck <5>' : `Truck ${100 + at}`))
      await page.evaluate((text) => navigator.clipboard.writeText(text), labels.join('\r\n'))
      await label(page, 1).click()
      await page.keyboard.press('ControlOrMeta+V')
      await expect(footer(page)).toContainText('staged')
    },
  },
  { name: '04-users', stage: (page) => goTo(page, 'Users') },
  { name: '05-bundles', stage: (page) => goTo(page, 'Bundles') },
  { name: '06-imports', stage: (page) => goTo(page, 'Imports') },
  {
    name: '07-imports-file',
    async stage(page) {
      // The first tracker is its owner's already; the last rows have no tracker.
      const rows = [...ids, 'twelve', '99999999'].map((id) => `${id};${owner}`)
      await page.locator('input[type=file]').setInputFiles({
        name: 'clones.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(`tracker_id;user\r\n${rows.join('\r\n')}\r\n`),
      })
      await expect(page.getByText('clones.csv').first()).toBeVisible()
    },
  },
  {
    name: '08-outbox',
    async stage(page) {
      await goTo(page, 'Outbox')
      await expect(page.getByRole('button', { name: /^Send \d/ })).toBeVisible(pause)
    },
  },
  {
    name: '09-outbox-sent',
    async stage(page) {
      await page.getByRole('button', { name: /^Send \d/ }).click()
      await expect(footer(page)).not.toContainText('14 staged', pause)
    },
  },
  { name: '10-history', stage: (page) => goTo(page, 'History') },
  { name: '11-settings', stage: (page) => goTo(page, 'Settings') },
]
