import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { _electron } from '@playwright/test'
import { findElectron } from '../../scripts/electron-runtime.ts'

/** How a program of Electron's is started. */
export type Launch = NonNullable<Parameters<typeof _electron.launch>[0]>

/** A program that shows one page and does nothing else, in the runtime and with the window of the application. */
export interface BareProgram {
  readonly launch: Launch
  /** Removes it. */
  remove(): void
}

const program = `
const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadFile('page.html'))
`

/** A bare program with this page; `files` stand beside it. */
export function bareProgram(page: string, files: Readonly<Record<string, string>> = {}): BareProgram {
  const electron = findElectron()
  if (!electron) throw new Error('There is no Electron to open a window with')
  const folder = mkdtempSync(join(tmpdir(), 'fleetbook-bare-'))
  const manifest = JSON.stringify({ name: 'bare', main: 'main.cjs' })
  const all = { 'main.cjs': program, 'package.json': manifest, 'page.html': page, ...files }
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text)
  // As root, Chromium's own sandbox has to be off.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return {
    launch: { executablePath: electron, args: [...sandbox, folder] },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
