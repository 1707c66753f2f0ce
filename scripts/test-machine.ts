import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findElectron, obtainElectron } from './electron-runtime.ts'
import { hasProgram, output, run } from './run.ts'

/** What the tests want of a Debian machine, and the libraries that Electron links to. */
const packages = {
  browser: ['chromium'],
  display: ['xvfb', 'xauth'],
  keychain: ['dbus', 'dbus-x11', 'gnome-keyring', 'libsecret-1-0'],
  recovery: ['sqlite3'],
  electron: [
    ...['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libatk-bridge2.0-0', 'libxshmfence1'],
    ...['libdrm2', 'libcups2', 'libsecret-1-0'],
  ],
}

/** What this machine has for the tests. */
export interface TestMachine {
  /** The Chromium program, for components and the preview. */
  readonly browser: string | null
  /** Whether the desktop application can be driven: an Electron that starts, and a display. */
  readonly desktop: boolean
  /** Puts a display and an unlocked keychain of its own around a command, as far as they are there. */
  around(command: readonly string[]): [string, ...string[]]
  readonly environment: NodeJS.ProcessEnv
  /** In plain words, what is missing and which tests are therefore left out. */
  readonly leftOut: readonly string[]
  /** Removes what was set up for this run. */
  release(): void
}

/** The parts of the tests that want something of the machine. */
interface Needs {
  readonly endToEnd: boolean
  readonly component: boolean
  readonly integration: boolean
}

/** Finds out what there is, installs what is missing where that is allowed, and says what could not be had. */
export async function prepareMachine(needs: Needs): Promise<TestMachine> {
  const electron = needs.endToEnd ? obtainElectron() : findElectron()
  await install(missingPackages(needs, electron))

  const leftOut: string[] = []
  const keychain = hasKeychain()
  if (!keychain && needs.integration)
    leftOut.push('No D-Bus with gnome-keyring: the tests of the system keychain are left out.')
  if (!process.env.FLEETBOOK_VENDOR_PAGES && needs.integration) {
    leftOut.push("FLEETBOOK_VENDOR_PAGES is not set: the tests against the panel vendor's own pages are left out.")
  }
  const browser = findBrowser()
  if (needs.component && !browser) leftOut.push('No Chromium: the component tests are left out.')
  const virtualDisplay = hasProgram('xvfb-run') && hasProgram('xauth')
  const display = process.platform !== 'linux' || virtualDisplay || Boolean(process.env.DISPLAY)
  const libraries = electron === null ? [] : missingLibraries(electron)
  if (needs.endToEnd) {
    if (!browser) leftOut.push('No Chromium: the end-to-end tests of the preview are left out.')
    const lacking = [
      ...(electron ? [] : ['no Electron']),
      ...(display ? [] : ['no display (xvfb)']),
      ...libraries.map((library) => `no ${library}`),
    ]
    if (lacking.length > 0) {
      leftOut.push(`The end-to-end tests of the desktop application are left out: ${lacking.join(', ')}.`)
    }
  }

  const home = mkdtempSync(join(tmpdir(), 'fleetbook-test-'))
  chmodSync(home, 0o700)
  return {
    browser,
    desktop: electron !== null && display && libraries.length === 0,
    leftOut,
    around(command) {
      const inKeychain = keychain ? ['dbus-run-session', '--', 'sh', '-c', unlockThenRun, 'sh', ...command] : command
      const inDisplay = virtualDisplay ? ['xvfb-run', '--auto-servernum', ...serverSize, ...inKeychain] : inKeychain
      return inDisplay as [string, ...string[]]
    },
    environment: {
      ...process.env,
      // A keychain of this run's own: a developer's is neither read nor written.
      ...(keychain && { XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home }),
      ...(browser && { FLEETBOOK_TEST_BROWSER: browser }),
    },
    release: () => rmSync(home, { recursive: true, force: true }),
  }
}

const serverSize = ['--server-args', '-screen 0 1920x1080x24']

/** The keyring takes the password of its login collection from standard input; it ends with its D-Bus session. */
const unlockThenRun = 'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"'

function missingPackages({ endToEnd, component }: Needs, electron: string | null): string[] {
  if (process.platform !== 'linux') return []
  return [
    ...(hasKeychain() ? [] : packages.keychain),
    ...(hasProgram('sqlite3') ? [] : packages.recovery),
    ...(!(endToEnd || component) || findBrowser() ? [] : packages.browser),
    ...(!endToEnd || (hasProgram('xvfb-run') && hasProgram('xauth')) ? [] : packages.display),
    ...(!endToEnd || !electron || missingLibraries(electron).length === 0 ? [] : packages.electron),
  ]
}

function hasKeychain(): boolean {
  return process.platform === 'linux' && hasProgram('dbus-run-session') && hasProgram('gnome-keyring-daemon')
}

function findBrowser(): string | null {
  const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  return candidates.find((path) => existsSync(path)) ?? null
}

function missingLibraries(program: string): string[] {
  if (process.platform !== 'linux') return []
  const lines = output('ldd', [program])?.split('\n') ?? []
  return lines.filter((line) => line.includes('not found')).map((line) => line.trim().split(' ')[0] ?? line)
}

/** Installs Debian packages, as far as this user may and they exist. */
async function install(names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  if (process.getuid?.() !== 0 || !hasProgram('apt-get')) {
    console.log(`These would be needed and cannot be installed from here: ${names.join(' ')}`)
    return
  }
  console.log(`Installing ${names.join(' ')} …`)
  const quietly = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  await run('apt-get', ['update', '-qq'], quietly)
  const available = names.map(packageOf).filter((name) => name !== null)
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...available], quietly)
}

/** The package's name in this Debian: some were renamed when time became 64 bits wide. */
function packageOf(name: string): string | null {
  return [`${name}t64`, name].find((candidate) => output('apt-cache', ['show', candidate])) ?? null
}
