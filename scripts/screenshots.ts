import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from '@playwright/test'
import type { Page } from '@playwright/test'
import { previewHost } from '../test/e2e/host-preview.ts'
import { buildIfNeeded, project } from './build.ts'
import { steps } from './screenshot-steps.ts'

// npm run screenshots: walks through the window on the built-in demo panel and takes every page, light and dark, in
// two sizes, into screenshots/. Words after `--` choose pictures by name; the walk is the same.
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]
/** Milliseconds that fading and drawing may take after a change of size or theme. */
const settling = 350

const wanted = process.argv.slice(2)
const folder = resolve(project, 'screenshots')
const data = mkdtempSync(join(tmpdir(), 'fleetbook-screenshots-'))
mkdirSync(folder, { recursive: true })
await buildIfNeeded()
const host = await previewHost(chromium)
try {
  const running = await host.start({ data, environment: {} })
  for (const { name, stage } of steps) {
    await stage(running.page)
    if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue
    await take(running.page, name)
    console.log(name)
  }
  await running.quit()
} finally {
  await host.release()
  rmSync(data, { recursive: true, force: true })
}

async function take(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const size of sizes) {
      await page.setViewportSize(size)
      await page.waitForTimeout(settling)
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${size.width}x${size.height}.png`) })
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}
