import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { forgetMark } from './journal-mark.ts'
import { syncFile, syncFolder } from './whole-file.ts'

/** The name of the last backup of a journal, made when it was closed. */
export const backupOf = (path: string) => `${path}.backup`

/** The files of a journal that another is about to take the place of. */
export interface Replacing {
  /** Where the new journal is made. What was there from one that was cut off is gone. */
  readonly part: string
  /** Where the old journal will be. */
  readonly aside: string
  /** The new journal is finished and its file closed: it takes its place. From here on it is trusted. */
  finish(): void
}

/**
 * Begins to replace a journal by one that is made next to it. Cut off before {@link Replacing.finish}, nothing has
 * happened; cut off within it, {@link putInPlace} goes on with it at the next opening.
 */
export function beginReplacing(path: string): Replacing {
  const part = `${path}.part`
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(part + suffix, { force: true })
  const number = nextNumber(path, /\.aside-(\d+)/)
  return {
    part,
    aside: asideOf(path, number),
    finish() {
      syncFile(part)
      renameSync(part, `${path}.next-${number}`)
      syncFolder(dirname(path))
      putInPlace(path)
    },
  }
}

/** Lets a finished journal take its place, if one was cut off in doing so. The old one is kept, with its backup. */
export function putInPlace(path: string): void {
  for (const name of filesOf(path)) {
    const number = /\.next-(\d+)$/.exec(name)?.[1]
    if (number === undefined) continue
    const aside = asideOf(path, Number(number))
    forgetMark(path)
    move(`${path}-wal`, `${aside}-wal`)
    move(`${path}-shm`, `${aside}-shm`)
    move(backupOf(path), `${aside}.backup`)
    move(path, aside)
    // The names of the old files have to last before the new one bears theirs: a log must not meet another's file.
    syncFolder(dirname(path))
    renameSync(join(dirname(path), name), path)
    syncFolder(dirname(path))
  }
}

/** The number of the next copy of a sort: old ones are removed, and the highest is to stay the latest. */
export function nextNumber(path: string, sort: RegExp): number {
  return 1 + Math.max(0, ...filesOf(path).map((name) => Number(sort.exec(name)?.[1] ?? 0)))
}

/** The journal and everything that is kept next to it, by name. */
export function filesOf(path: string): string[] {
  return readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)))
}

const asideOf = (path: string, number: number) => `${path}.aside-${number}`

function move(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to)
}
