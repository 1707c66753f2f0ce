import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'

/** The window that is walked through, and the data folder of the program behind it. */
export interface Walk {
  readonly page: Page
  readonly data: string
}

/** What may take long on a slow machine: starting, pulling, sending. */
export const patience = { timeout: 30_000 }

/** The bar at the bottom. */
export const footer = (page: Page): Locator => page.getByRole('contentinfo')

/** A cell of the sheet in sight. */
export const cell = (page: Page, row: number, field: string): Locator =>
  page.locator(`[data-row="${row}"][data-field="${field}"]`)

/** Goes to a page by the navigation, and waits for it. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible()
}

/** Opens the demo panel, and waits until all its trackers are there. */
export async function openDemoPanel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the demo panel' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Trackers' })).toBeVisible(patience)
  await expect(cell(page, 0, 'label')).not.toBeEmpty(patience)
  await expect(page.getByRole('banner')).toContainText(/pulled/i, patience)
}

/** What the cells of a column hold, from the first row on. */
export function texts(page: Page, field: string, count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, (_, row) => cell(page, row, field).innerText()))
}

/** Gives a cell the cursor; one out of sight is reached by the keyboard, as a person would. */
export async function moveTo(page: Page, row: number, field: string): Promise<void> {
  await cell(page, row, 'label').click()
  const active = page.locator('[role=grid]:focus')
  for (let steps = 0; steps < 30; steps += 1) {
    const at = (await active.getAttribute('aria-activedescendant')) ?? ''
    if (at.endsWith(`-${row}-${field}`)) return
    await page.keyboard.press('ArrowRight')
  }
}

/** Pastes lines down a column, from a row on. */
export async function paste(page: Page, row: number, field: string, lines: readonly string[]): Promise<void> {
  await page.evaluate((text) => navigator.clipboard.writeText(text), lines.join('\r\n'))
  await moveTo(page, row, field)
  await page.keyboard.press('ControlOrMeta+V')
  await expect(cell(page, row, field)).toHaveAttribute('data-sign', /./)
}

/** Sends everything that can be sent, from the outbox. */
export async function send(page: Page): Promise<void> {
  await goTo(page, 'Outbox')
  await page.getByRole('button', { name: /^Send \d/ }).click(patience)
}

/** Opens the details of the first change under a filter of the outbox. */
export async function openChange(page: Page, filter: string): Promise<void> {
  await page.getByRole('group', { name: 'Show changes' }).getByRole('button', { name: filter }).click()
  await page.getByRole('grid', { name: 'Changes' }).locator('[aria-rowindex="2"]').click()
  await expect(page.getByRole('complementary')).toBeVisible()
}
