import { existsSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Notice } from '../../shared/contract/notices.ts'
import type { Log } from '../ports.ts'
import { backupOf, filesOf } from './take-place.ts'

/** So many of each sort of copy are kept. */
const most = 3
const aside = /\.aside-(\d+)/

/** Files that were kept together, of one sort: a journal that was put aside, its log and its backup. */
interface Copy {
  /** The higher it is, the later the copy was made. */
  readonly number: number
  readonly files: string[]
}

/**
 * Removes old copies next to a journal that was opened whole: journals that were put aside, logs that had lost something,
 * and what a migration began from. The latest few of each sort stay, whatever an unseen notice names, and the last
 * backup that there is. A file that cannot be removed stays until the next time.
 */
export function clearCopies(path: string, unseen: readonly Notice[], log: Pick<Log, 'info' | 'warn'>): void {
  const files = filesOf(path)
  const named = new Set(unseen.flatMap(namesIn))
  // The backup of a journal that was put aside may be all that there is of one, until the next closing.
  const backups = copiesIn(
    files.filter((name) => name.endsWith('.backup')),
    aside,
  )
  if (!existsSync(backupOf(path))) for (const name of backups.at(-1)?.files ?? []) named.add(name)

  const old = [aside, /-wal\.kept-(\d+)/, /\.before-(\d+)/].flatMap((sort) =>
    copiesIn(files, sort)
      .slice(0, -most)
      .filter((copy) => !copy.files.some((name) => named.has(name)))
      .flatMap((copy) => copy.files),
  )
  for (const name of old) {
    try {
      rmSync(join(dirname(path), name))
    } catch (error) {
      log.warn('an old copy of the journal could not be removed', { name, error: String(error) })
    }
  }
  if (old.length > 0) log.info('old copies of the journal were removed', { files: old })
}

/** The copies of one sort among files, the oldest first. */
function copiesIn(files: readonly string[], sort: RegExp): Copy[] {
  const copies = new Map<number, Copy>()
  for (const name of files) {
    const number = Number(sort.exec(name)?.[1] ?? 0)
    if (number === 0) continue
    const copy = copies.get(number) ?? { number, files: [] }
    copy.files.push(name)
    copies.set(number, copy)
  }
  return [...copies.values()].sort((one, other) => one.number - other.number)
}

/** The files that a notice speaks of, by name. */
function namesIn({ problem, backup }: Notice): string[] {
  const { file } = problem.values ?? {}
  return [file, backup?.file].flatMap((name) => (typeof name === 'string' ? basename(name) : []))
}
