import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, BrowserType } from '@playwright/test'
import type { Host, SavedFile } from './hosts.ts'

const program = resolve(import.meta.dirname, '../../electron/preview.ts')

/** The browser that previews are looked at with. */
export function previewBrowser(chromium: BrowserType): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.FLEETBOOK_TEST_BROWSER ?? '/usr/bin/chromium' })
}

/** The preview: a server of its own for each run, and one profile of the browser for them all, which keeps what pages store. */
export async function previewHost(browser: Browser): Promise<Host> {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  // What a page stores is kept by its port, so a server that is started again takes the same one.
  let port = '0'

  return {
    async start({ data, environment }) {
      const server = spawn(process.execPath, [program, '--port', port], {
        env: { ...process.env, FLEETBOOK_DATA: data, ...environment },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()))
      const address = await firstLine(server.stdout, gone)
      port = new URL(address).port
      const page = await context.newPage()
      await page.goto(address)

      async function end(signal: NodeJS.Signals): Promise<void> {
        await page.close()
        server.kill(signal)
        await gone
      }
      const copy = (text: string) => page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
      const copied = () => page.evaluate(() => navigator.clipboard.readText())
      async function saved(act: () => Promise<void>): Promise<SavedFile> {
        const [download] = await Promise.all([page.waitForEvent('download'), act()])
        return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') }
      }
      function stall(): Promise<() => Promise<void>> {
        server.kill('SIGSTOP')
        return Promise.resolve(() => Promise.resolve(void server.kill('SIGCONT')))
      }
      return { page, copy, copied, saved, stall, quit: () => end('SIGTERM'), kill: () => end('SIGKILL') }
    },
    release: () => context.close(),
  }
}

async function firstLine(stream: NodeJS.ReadableStream, gone: Promise<void>): Promise<string> {
  const lines = createInterface({ input: stream })
  const ended = gone.then(() => {
    throw new Error('The preview ended before it printed its address')
  })
  return Promise.race([new Promise<string>((resolve) => lines.once('line', resolve)), ended])
}
