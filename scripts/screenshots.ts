import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from '@playwright/test'
import type { Page } from '@playwright/test'
import { previewBrowser, previewHost } from '../test/e2e/host-preview.ts'
import { buildIfNeeded, project } from './build.ts'
import { repackPng } from './repack-png.ts'
import { readmePicture } from './screenshot-readme.ts'
import { steps } from './screenshot-steps.ts'

// npm run screenshots: walks through the window on the built-in demo panel and takes every page, light and dark, in
// two sizes, into screenshots/. Words after `--` choose pictures by name; the walk is the same. With `--readme` it
// takes only docs/trackers.png, the picture that the README shows.
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]
/** Milliseconds that fading and drawing may take after a change of size or theme. */
const settling = 350

const forReadme = process.argv.includes('--readme')
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const folder = resolve(project, 'screenshots')
const data = mkdtempSync(join(tmpdir(), 'fleetbook-screenshots-'))
mkdirSync(folder, { recursive: true })
await buildIfNeeded()
const browser = await previewBrowser(chromium)
const host = await previewHost(browser)
const running = await host.start({ data, environment: { FLEETBOOK_DEMO_CONTROL: '1' } })
try {
  const walk = { page: running.page, data }
  await running.page.setViewportSize({ width: 1280, height: 800 })
  if (forReadme) {
    await running.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await readmePicture(walk)
    await running.page.waitForTimeout(settling)
    writeFileSync(resolve(project, 'docs/trackers.png'), repackPng(await running.page.screenshot()))
  } else {
    for (const { name, stage } of steps) {
      await stage(walk)
      if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue
      await take(running.page, name)
      console.log(name)
    }
  }
} finally {
  await running.quit()
  await host.release()
  await browser.close()
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
