import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What others of this computer may do with our folders and files: nothing. Windows keeps a user's data by itself. */
const folderMode = 0o700
const fileMode = 0o600

/** Makes a folder that nobody else may look into; one that is there, with the files in it, becomes so. */
export function keepPrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: folderMode })
  if (process.platform === 'win32') return
  restrict(folder, folderMode)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile()) restrict(join(folder, entry.name), fileMode)
  }
}

/** Makes an empty file that nobody else may read; one that is there is left as it is. */
export function beginPrivate(file: string): void {
  try {
    // Never opened where it is there already: closing it would let go of every lock that this process holds on it.
    closeSync(openSync(file, 'wx', fileMode))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

function restrict(path: string, mode: number): void {
  try {
    if ((statSync(path).mode & 0o777) !== mode) chmodSync(path, mode)
  } catch {
    // Another's file, gone meanwhile, or a disk that keeps no modes: the folder above it is closed to others.
  }
}
