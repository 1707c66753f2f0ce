import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type Page } from '@playwright/test'
import { desktopCommand, findElectron } from '../../scripts/electron-runtime.ts'
import type { Bench } from './bench.ts'
import { pullFrom, startCore, startPanel, timed, trackers } from './rig.ts'

const openings = 5

/** A program that does nothing but show an empty window. */
const emptyProgram = `
const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800 }).loadURL('data:text/html,<p>empty</p>'))
`

/** Milliseconds from the start of a program until its window shows what is waited for; the middle of several. */
async function opening(
  launch: Parameters<typeof _electron.launch>[0],
  shows: (page: Page) => Promise<unknown>,
): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < openings; i++) {
    let close = async () => {}
    times.push(
      await timed(async () => {
        const application = await _electron.launch(launch)
        close = () => application.close()
        await shows(await application.firstWindow())
      }),
    )
    await close()
  }
  return times.sort((a, b) => a - b)[Math.floor(openings / 2)] ?? NaN
}

export default {
  name: `open on ${trackers.toLocaleString('en')} cached trackers: first rows after an empty window`,
  goal: { valueAtMost: 500 },
  async run() {
    const electron = findElectron()
    if (!electron) throw new Error('there is no Electron to open')
    const panel = await startPanel()
    const bench = startCore({ kept: true })
    const empty = mkdtempSync(join(tmpdir(), 'fleetbook-empty-'))
    writeFileSync(join(empty, 'main.cjs'), emptyProgram)
    writeFileSync(join(empty, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.cjs' }))
    try {
      await pullFrom(bench, panel)
      await bench.end()
      const environment = { ...process.env, FLEETBOOK_DATA: bench.folder } as Record<string, string>
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
      const bare = await opening({ executablePath: electron, args: [...sandbox, empty], env: environment }, (page) =>
        page.getByText('empty').waitFor(),
      )
      const { program, args } = desktopCommand(electron)
      const whole = await opening({ executablePath: program, args, env: environment }, (page) =>
        page.locator('[data-row="0"][data-field="label"]').filter({ hasText: /\S/ }).waitFor(),
      )
      return {
        value: whole - bare,
        unit: 'ms',
        note: `${Math.round(whole)} ms, an empty window ${Math.round(bare)} ms`,
      }
    } finally {
      await panel.stop()
      bench.remove()
      rmSync(empty, { recursive: true, force: true })
    }
  },
} satisfies Bench
