import { readdirSync, readFileSync, statSync } from 'node:fs'
import { arch, release, type } from 'node:os'
import { join } from 'node:path'
import type { Program } from '../ports.ts'

/** How many of the last warnings and errors are told. */
const most = 10
const keychains: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'macOS Keychain',
  win32: 'Windows Credential Manager',
}

/** What is to be known of the program on this machine, with its data folder and its log. */
export function machineProgram(data: string, log: string): Program {
  return {
    system: `${type()} ${release()} (${arch()})`,
    runtime: process.versions['electron']
      ? `Electron ${process.versions['electron']}`
      : `Node ${process.versions.node}`,
    keychain: keychains[process.platform] ?? 'Secret Service',
    dataFolder: data,
    log,
    dataSize: () => sizeOf(data),
    lastErrors: () => [...troublesIn(`${log}.old`), ...troublesIn(log)].slice(-most),
  }
}

/** Bytes of all files below a folder; what goes away meanwhile counts as none. */
function sizeOf(folder: string): number {
  let size = 0
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) size += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0
  }
  return size
}

/** The warnings and errors of a file of the log. What is secret was taken out before they were written. */
function troublesIn(path: string): string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => /"level":"(warn|error)"/.test(line))
      .slice(-most)
  } catch {
    return []
  }
}
