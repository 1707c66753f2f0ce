import { expect } from '@playwright/test'
import { cell, footer, openDemoPanel, paste, type Walk } from './screenshot-walk.ts'

/** The sheet of trackers with some edits staged, one of which breaks a rule, and the details of that row. */
export async function readmePicture({ page }: Walk): Promise<void> {
  await openDemoPanel(page)
  await paste(page, 2, 'label', ['Truck 101', 'Truck 102', 'Truck <103>', 'Truck 104', 'Truck 105', 'Truck 106'])
  await cell(page, 4, 'label').click()
  await page.getByRole('button', { name: 'Details' }).click()
  await expect(page.getByRole('complementary')).toContainText('angle brackets')
  await page.mouse.move(0, 0)
  await expect(footer(page)).toContainText('5 staged')
}
