import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './steps.ts'

/** Where the page keeps somebody from using it, light or dark. */
export async function obstacles(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    // Electron lets no test open a page of its own beside the window, which the default mode does.
    const { passes, violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    expect(passes.length).toBeGreaterThan(10)
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue
      found.push(`${colorScheme}: ${id} (${impact}) at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
    }
  }
  return found
}
