import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import type { Browser, ElectronApplication, Page } from '@playwright/test'
import { hasOwnDisplays, takeOwnDisplay } from './display.ts'
import { desktopHost } from './host-desktop.ts'
import { previewBrowser, previewHost } from './host-preview.ts'

/** Which host the tests of a project run in. */
export interface HostOptions {
  readonly host: 'desktop' | 'preview'
}

/** A program that runs, and its window. */
export interface RunningHost {
  readonly page: Page
  /** The desktop's main process, for what no page shows; undefined in the preview. */
  readonly electron?: ElectronApplication
  /** Puts text on the clipboard, as another program would. */
  copy(text: string): Promise<void>
  /** The text on the clipboard. */
  copied(): Promise<string>
  /** The file that an act in the window saves. */
  saved(act: () => Promise<void>): Promise<SavedFile>
  /** The process of the desktop's core; the preview has none of its own. */
  readonly corePid?: () => Promise<number>
  /** Keeps the core from answering until the function that it resolves to is called. */
  stall(): Promise<() => Promise<void>>
  /** Ends it as a person would, and waits until it is gone. */
  quit(): Promise<void>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
}

/** A file that the program handed to the person. */
export interface SavedFile {
  readonly name: string
  readonly text: string
}

/** A way to run the program. */
export interface Host {
  start(options: StartOptions): Promise<RunningHost>
  /** Gives back what the runs shared. */
  release(): Promise<void>
}

/** How a program is started. */
export interface StartOptions {
  /** Its data folder. */
  readonly data: string
  readonly environment: Readonly<Record<string, string>>
}

/** Fleetbook, in whichever host, on a data folder of the test's own. */
export interface App {
  /** The window of the program that runs now. */
  readonly page: Page
  /** The desktop's main process, for what no page shows; undefined in the preview. */
  readonly electron: ElectronApplication | undefined
  readonly data: string
  readonly host: HostOptions['host']
  /** Everything that the window wrote to its console as an error, in all its runs; violations of its policy among it. */
  readonly consoleErrors: readonly string[]
  /** Puts text on the clipboard, as another program would. */
  copy(text: string): Promise<void>
  /** The text on the clipboard. */
  copied(): Promise<string>
  /** The file that an act in the window saves. */
  saved(act: () => Promise<void>): Promise<SavedFile>
  /** Starts the program; the first thing that a test does. */
  start(environment?: Readonly<Record<string, string>>): Promise<void>
  /** The process of the desktop's core. */
  corePid(): Promise<number>
  /** Keeps the core from answering until the function that it resolves to is called. */
  stall(): Promise<() => Promise<void>>
  /** Ends without warning, and leaves the data to whoever is started next. */
  kill(): Promise<void>
  /** Quits, and leaves the data to whoever is started next. */
  quit(): Promise<void>
  /** Starts a preview of its own beside it, on the same data; it ends with the test. */
  startBeside(): Promise<RunningHost>
  /** Quits and starts again on the same data. */
  restart(): Promise<void>
  /** Is killed without warning, and starts again on the same data. */
  crash(): Promise<void>
}

/** What the tests of one worker share. */
interface Shared {
  readonly display: undefined
  /** The browser of its previews, launched when it is first asked for. */
  readonly previews: () => Promise<Browser>
}

/** Playwright's test, with Fleetbook as `app`; it is ended and its data removed after each test. */
export const test = base.extend<HostOptions & { app: App }, Shared>({
  host: ['preview', { option: true }],
  display: [
    // Playwright reads from the first parameter what a fixture depends on.
    async ({}, use) => {
      const end = hasOwnDisplays ? await takeOwnDisplay() : null
      await use(undefined)
      await end?.()
    },
    { scope: 'worker', auto: true },
  ],
  previews: [
    async ({ playwright }, use) => {
      const launched: { browser?: Promise<Browser> } = {}
      await use(() => (launched.browser ??= previewBrowser(playwright.chromium)))
      await (await launched.browser)?.close()
    },
    { scope: 'worker' },
  ],
  app: async ({ host, previews, actionTimeout }, use) => {
    const data = mkdtempSync(join(tmpdir(), 'fleetbook-data-'))
    const consoleErrors: string[] = []
    let environment: Readonly<Record<string, string>> = {}
    let running: RunningHost | undefined
    const rig = host === 'desktop' ? desktopHost : await previewHost(await previews())
    const ends: (() => Promise<void>)[] = []

    async function begin(): Promise<void> {
      running = await rig.start({ data, environment })
      // A window that was launched here knows nothing of the runner's settings.
      running.page.setDefaultTimeout(actionTimeout)
      // Drawn without a graphics card, what moves while one waits takes as much of the processor as all else.
      await running.page.emulateMedia({ reducedMotion: 'reduce' })
      running.page.on('console', (message) => {
        if (message.type() === 'error') consoleErrors.push(message.text())
      })
      running.page.on('pageerror', (error) => consoleErrors.push(error.message))
    }

    const current = (): RunningHost => {
      if (!running) throw new Error('The program does not run: call app.start() first')
      return running
    }

    await use({
      data,
      host,
      consoleErrors,
      get page() {
        return current().page
      },
      get electron() {
        return current().electron
      },
      copy: (text) => current().copy(text),
      copied: () => current().copied(),
      saved: (act) => current().saved(act),
      async start(given = {}) {
        environment = given
        await begin()
      },
      corePid() {
        const { corePid } = current()
        if (!corePid) throw new Error('The preview is one process')
        return corePid()
      },
      stall: () => current().stall(),
      async kill() {
        await current().kill()
        running = undefined
      },
      async quit() {
        await current().quit()
        running = undefined
      },
      async startBeside() {
        const besides = await previewHost(await previews())
        ends.push(() => besides.release())
        const beside = await besides.start({ data, environment })
        ends.unshift(() => beside.quit())
        return beside
      },
      async restart() {
        await current().quit()
        await begin()
      },
      async crash() {
        await current().kill()
        await begin()
      },
    })
    await running?.quit()
    for (const end of ends) await end()
    await rig.release()
    rmSync(data, { recursive: true, force: true })
  },
})

export { expect } from '@playwright/test'
