import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './steps.ts'

/** What looks otherwise in the dark; all else is the same, and is looked at in the light alone. */
const ofColours = ['color-contrast', 'link-in-text-block']

/** Where the page keeps somebody from using it, light or dark. */
export async function obstacles(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    // Of a rule that is kept, that it was looked at is enough: telling of every cell takes a fourth of the time.
    // Electron lets no test open a page of its own beside the window, which the default mode does.
    const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
    const { passes, violations, ...rest } = await (colorScheme === 'light' ? axe : axe.withRules(ofColours)).analyze()
    const looked = [...passes, ...violations, ...rest.incomplete, ...rest.inapplicable].map(({ id }) => id)
    if (colorScheme === 'light') expect(passes.length).toBeGreaterThan(10)
    else expect(new Set(looked)).toEqual(new Set(ofColours))
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue
      found.push(`${colorScheme}: ${id} (${impact}) at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
    }
  }
  return found
}
