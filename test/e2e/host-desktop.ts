import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { desktopCommand, findElectron } from '../../scripts/electron-runtime.ts'
import type { Host, RunningHost, StartOptions } from './hosts.ts'

/** The desktop application, as it was built. */
export const desktopHost: Host = { start, release: () => Promise.resolve() }

async function start({ data, environment }: StartOptions): Promise<RunningHost> {
  const { program, args } = command()
  const application = await _electron.launch({
    executablePath: program,
    args,
    env: { ...inherited(), FLEETBOOK_DATA: data, ...environment },
    timeout: 0,
  })
  const child = application.process()

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
    page: await application.firstWindow(),
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
    quit: () => application.close(),
    async kill() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
  }
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

function command(): ReturnType<typeof desktopCommand> {
  const electron = findElectron()
  if (!electron) throw new Error('There is no Electron to run: see ELECTRON_OVERRIDE_DIST_PATH')
  return desktopCommand(electron)
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
