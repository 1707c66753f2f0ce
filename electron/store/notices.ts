import { existsSync, readFileSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { notice, type Notice } from '../../shared/contract/notices.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Log } from '../ports.ts'
import { writeWhole } from './whole-file.ts'

/**
 * What a person should know about a profile's files. It stands in a file of its own, since it tells of the loss of
 * others, and stays there until it was seen.
 */
export interface Notices {
  /** Those that nobody has seen yet, oldest first. None offers a backup that is not there any more. */
  list(): readonly Notice[]
  /**
   * Tells of something from now on, over restarts; on disk before this returns. The same problem with the same values
   * is told once, so that work which was cut off may tell of it again. On a disk that takes no more it is told as long
   * as the profile is open.
   */
  tell(problem: Problem, backup?: Notice['backup']): void
  /** A person has seen it. */
  seen(id: string): void
}

const fileName = 'notices.json'
const contents = z.array(notice)

/** The notices of the profile in `folder`. A file of them that cannot be read is put aside, and that is told. */
export function openNotices(
  folder: string,
  { now, id, log }: { now: () => number; id: () => string; log: Pick<Log, 'warn'> },
): Notices {
  const path = join(folder, fileName)
  let notices: Notice[] = []

  function keep(changed: Notice[]): void {
    notices = changed
    try {
      writeWhole(path, JSON.stringify(changed, null, 2))
    } catch (error) {
      log.warn('what a person should know could not be written down', { error: String(error) })
    }
  }

  function tell(problem: Problem, backup: Notice['backup'] = null): void {
    const text = JSON.stringify(problem)
    if (notices.some((told) => JSON.stringify(told.problem) === text)) return
    keep([...notices, { id: id(), at: now(), problem, backup }])
  }

  const text = textOf(path)
  if (text !== null) {
    try {
      notices = contents.parse(JSON.parse(text))
    } catch (error) {
      log.warn('what a person should know could not be read', { error: String(error) })
      renameSync(path, `${path}.unreadable`)
      tell({ code: 'notices-unreadable' })
    }
  }

  const isThere = ({ backup }: Notice) => backup === null || existsSync(join(folder, basename(backup.file)))

  return {
    list: () => notices.map((told) => (isThere(told) ? told : { ...told, backup: null })),
    tell,
    seen: (id) => keep(notices.filter((told) => told.id !== id)),
  }
}

/** The text of a file; null where there is none. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
