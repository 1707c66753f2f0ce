import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { _electron } from '@playwright/test'
import { logPath } from '../../electron/real-ports.ts'
import { desktopCommand, findElectron } from '../../scripts/electron-runtime.ts'
import { drivenApplication } from './driven-application.ts'
import type { Host, RunningHost, StartOptions } from './hosts.ts'

/** The desktop application, as it was built. */
export const desktopHost: Host = { start, release: () => Promise.resolve() }

/** Milliseconds after which a desktop that neither starts nor quits is ended, and what it wrote to its log is told. */
const hanging = 5 * 60_000

/** Makes what a start needs, where it is not there yet. */
export function makeDesktopReady(): void {
  command()
  command(drivenApplication())
}

async function start({ data, environment }: StartOptions): Promise<RunningHost> {
  const { program, args } = command(drivenApplication())
  const application = await _electron.launch({
    executablePath: program,
    // Where tests run there is mostly no graphics card, and imitating one takes longer than drawing without.
    args: [...args, '--disable-gpu'],
    env: { ...inherited(), FLEETBOOK_DATA: data, ...environment },
    timeout: hanging,
  })
  const child = application.process()
  const page = await orEnd('show a window', application.firstWindow({ timeout: 0 }))

  /** What Playwright waits for without end, and would end with the whole test and no word of where it stood. */
  async function orEnd<T>(what: string, step: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        const processes = spawnSync('ps', ['-eo', 'pid,ppid,stat,wchan:20,args'], { encoding: 'utf8' }).stdout
        child.kill('SIGKILL')
        reject(new Error([`The desktop did not ${what}`, lastLines(logPath(data)), processes].join('\n\n')))
      }, hanging)
    })
    try {
      return await Promise.race([step, late])
    } finally {
      clearTimeout(timer)
    }
  }

  async function corePid(): Promise<number> {
    const pids = await application.evaluate(({ app }) =>
      app.getAppMetrics().flatMap(({ name, pid }) => (name === 'Fleetbook core' ? [pid] : [])),
    )
    // One that was killed is listed for a while.
    const pid = pids.find(isAlive)
    if (pid === undefined) throw new Error('The core has no process')
    return pid
  }

  return {
    page,
    electron: application,
    copy: (text) => application.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text),
    copied: () => application.evaluate(({ clipboard }) => clipboard.readText()),
    async saved(act) {
      const folder = mkdtempSync(join(tmpdir(), 'fleetbook-saved-'))
      // Without a path given, Electron would ask for one in a dialog of the system.
      const download = await application.evaluateHandle(
        ({ session }, into) => ({
          done: new Promise<string>((resolve) => {
            session.defaultSession.once('will-download', (_event, item) => {
              item.setSavePath(`${into}/${item.getFilename()}`)
              item.once('done', () => resolve(item.getFilename()))
            })
          }),
        }),
        folder,
      )
      await act()
      const name = await download.evaluate(({ done }) => done)
      const text = readFileSync(join(folder, name), 'utf8')
      rmSync(folder, { recursive: true })
      return { name, text }
    },
    corePid,
    async stall() {
      const pid = await corePid()
      process.kill(pid, 'SIGSTOP')
      return () => Promise.resolve(void process.kill(pid, 'SIGCONT'))
    },
    quit: () => orEnd('quit', application.close()),
    async kill() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
  }
}

function lastLines(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(-30).join('\n') : 'It wrote no log'
}

/** Whether there is a process of this id. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Starts a desktop that is expected to end by itself; resolves to its exit code. */
export async function startToEnd(data: string): Promise<number | null> {
  const { program, args } = command()
  // As root, Chromium's own sandbox has to be off, as Playwright turns it off.
  const child = spawn(program, [...args, '--no-sandbox'], {
    env: { ...inherited(), FLEETBOOK_DATA: data },
    stdio: 'ignore',
  })
  return new Promise((resolve) => child.once('exit', resolve))
}

/**
 * Starts a desktop and asks it to end as soon as it has a window, while the page is still loading; resolves to its exit
 * code, null where it had to be killed.
 */
export async function endWhileLoading(data: string): Promise<number | null> {
  const { program, args } = command()
  const child = spawn(program, [...args, '--no-sandbox', '--remote-debugging-port=0'], {
    env: { ...inherited(), FLEETBOOK_DATA: data },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const address = await new Promise<string>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const found = /^DevTools listening on ws:\/\/([^/]+)/.exec(line)
      if (found?.[1]) resolve(found[1])
    })
  })
  let pages: { type: string }[] = []
  while (!pages.some(({ type }) => type === 'page')) {
    pages = (await (await fetch(`http://${address}/json`)).json()) as typeof pages
  }
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), hanging)
  return gone.finally(() => clearTimeout(late))
}

function command(application?: string): ReturnType<typeof desktopCommand> {
  const electron = findElectron()
  if (!electron) throw new Error('There is no Electron to run: see ELECTRON_OVERRIDE_DIST_PATH')
  return desktopCommand(electron, application)
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
