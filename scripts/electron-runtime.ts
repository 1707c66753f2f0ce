import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { project } from './build.ts'

/** Milliseconds that the download of Electron may take. */
const downloadLimit = 180_000

const programs: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
}

/** The Electron program to run: the one that ELECTRON_OVERRIDE_DIST_PATH names, or the installed one. */
export function findElectron(): string | null {
  const folders = [process.env.ELECTRON_OVERRIDE_DIST_PATH, resolve(project, 'node_modules/electron/dist')]
  const name = programs[process.platform] ?? 'electron'
  const found = folders.flatMap((folder) => (folder ? [resolve(folder, name)] : []))
  return found.find((path) => existsSync(path)) ?? null
}

/**
 * The Electron program, fetched by Electron's own installer if it is not there: npm is told to run no package's
 * scripts, so that it is not fetched with the rest. Null, and why on the terminal, where it cannot be had.
 */
export function obtainElectron(): string | null {
  const present = findElectron()
  if (present) return present
  console.log('Fetching Electron (about 110 MB, once) …')
  const { status, stderr, error } = spawnSync(
    process.execPath,
    [resolve(project, 'node_modules/electron/install.js')],
    {
      encoding: 'utf8',
      timeout: downloadLimit,
      stdio: ['ignore', 'inherit', 'pipe'],
    },
  )
  if (status !== 0) console.log(`Electron could not be fetched, since its download failed: ${reason(stderr, error)}`)
  return findElectron()
}

function reason(stderr: string, error: Error | undefined): string {
  if (error) return `it took longer than ${downloadLimit / 1000} s, or the download could not be started`
  return stderr.split('\n').find((line) => line.trim() !== '') ?? 'its installer does not say why'
}

/**
 * The command that opens an application, the built one of this project unless another folder is given, in `electron`.
 * On Linux it runs as an installed one does, as the application in Electron's resources: so it does not depend on how a
 * distribution's launcher loads ES modules.
 */
export function desktopCommand(electron: string, application = project): { program: string; args: string[] } {
  return process.platform === 'linux'
    ? { program: assemble(electron, application), args: [] }
    : { program: electron, args: [application] }
}

/** An Electron with that application, made of links; returns its program. */
function assemble(electron: string, application: string): string {
  const name = application === project ? 'fleetbook-desktop' : `${basename(application)}-desktop`
  const folder = resolve(project, 'node_modules/.cache', name)
  const program = join(folder, 'electron')
  const link = join(folder, 'resources', 'app')
  // A copy of node_modules brings the other project's links along, and would open that one.
  if (isSameFile(program, electron) && readlinkSync(link) === application) return program
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'resources'), { recursive: true })
  for (const name of readdirSync(dirname(electron))) {
    if (name !== 'resources' && name !== 'electron') symlinkSync(join(dirname(electron), name), join(folder, name))
  }
  symlinkSync(application, link)
  // Electron looks for its resources beside the program itself, wherever a symbolic link to it stands.
  try {
    linkSync(electron, program)
  } catch {
    copyFileSync(electron, program)
  }
  return program
}

function isSameFile(copy: string, original: string): boolean {
  if (!existsSync(copy)) return false
  const [left, right] = [statSync(copy), statSync(original)]
  return left.size === right.size && left.mtimeMs >= right.mtimeMs
}
