import { _electron } from '@playwright/test'
import { desktopCommand, findElectron } from '../../scripts/electron-runtime.ts'
import type { Host, RunningHost, StartOptions } from './hosts.ts'

/** The desktop application, as it was built. */
export const desktopHost: Host = { start, release: () => Promise.resolve() }

async function start({ data, environment }: StartOptions): Promise<RunningHost> {
  const electron = findElectron()
  if (!electron) throw new Error('There is no Electron to run: see ELECTRON_OVERRIDE_DIST_PATH')
  const { program, args } = desktopCommand(electron)
  const application = await _electron.launch({
    executablePath: program,
    args,
    env: { ...inherited(), FLEETBOOK_DATA: data, ...environment },
  })
  const child = application.process()
  return {
    page: await application.firstWindow(),
    copy: (text) => application.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text),
    quit: () => application.close(),
    async kill() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
    },
  }
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
