import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * The folder for everything that the program keeps: local application data, never roaming and never shared with
 * another program. `FLEETBOOK_DATA` names another one.
 */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const { FLEETBOOK_DATA, LOCALAPPDATA, XDG_DATA_HOME } = environment
  if (FLEETBOOK_DATA) return resolve(FLEETBOOK_DATA)
  switch (platform) {
    case 'win32':
      return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Fleetbook')
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Fleetbook')
    default:
      return join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'fleetbook')
  }
}
