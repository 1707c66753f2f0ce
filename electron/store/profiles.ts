import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fail, type Problem } from '../../shared/problem.ts'
import type { Log } from '../ports.ts'
import { profileKept } from './journal-glance.ts'
import { keepPrivate } from './private-files.ts'
import { profileRecord, readRecord, writeRecord, type ProfileRecord } from './profile-record.ts'
import { syncFolder, writeWhole } from './whole-file.ts'

/** A profile whose own file cannot be read. */
export interface LostProfile {
  readonly id: string
  /** Why its own file cannot be read. */
  readonly problem: Problem
  /** What its journal has kept of it; null where that says nothing, either. */
  readonly kept: ProfileRecord | null
}

/** The profiles of this computer: a folder for each. */
export interface ProfileFolders {
  /** Those that can be read, most recently opened first, and those that cannot. */
  list(): { profiles: ProfileRecord[]; lost: LostProfile[] }
  /** What a profile's own file says, or what the journal has kept of it. Throws `profile-unknown`. */
  find(id: string): ProfileRecord | LostProfile
  /** Where the file was lost, whatever is left of it. */
  write(profile: ProfileRecord): void
  /** Removes a profile that this process has locked; `release` is called when only the lock's own file is left. */
  remove(id: string, release: () => void): void
  /** The folder of a profile's files. */
  folder(id: string): string
  /** The profile that was open when the program last ended; null if it was closed before. */
  lastOpen(): string | null
  setLastOpen(id: string | null): void
}

const recordName = 'profile.json'
const lastOpenName = 'last-open'
/** Stands in a folder that is being removed: what a crash left of it is removed at the next start. */
const removedName = 'removed'
const isId = (id: string) => profileRecord.shape.id.safeParse(id).success

/** Whether a profile could be found as its file says it, or is lost. */
export function isLost(found: ProfileRecord | LostProfile): found is LostProfile {
  return 'kept' in found
}

/** Opens the folder of all profiles, makes it private, and ends the removals that were cut off. */
export function createProfileFolders(root: string, log: Log): ProfileFolders {
  keepPrivate(root)
  const folder = (id: string) => join(root, id)
  const pathOf = (id: string) => join(folder(id), recordName)
  const isRemoved = (id: string) => existsSync(join(folder(id), removedName))

  /** The folders of profiles: not one that was made and never filled, nor one that is on its way out. */
  function ids(): string[] {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && isId(entry.name) && !isRemoved(entry.name))
      .map(({ name }) => name)
      .filter((id) => readdirSync(folder(id)).some((name) => name === recordName || name.startsWith('journal.db')))
  }

  function read(id: string): ProfileRecord | LostProfile {
    const file = pathOf(id)
    const lost = (code: 'profile-unreadable' | 'profile-foreign', error: unknown): LostProfile => {
      log.warn('a profile could not be read', { id, code, error: String(error) })
      return { id, problem: { code, values: { file } }, kept: profileKept(folder(id), id) }
    }
    try {
      const record = readRecord(readFileSync(file, 'utf8'))
      return record.id === id ? record : lost('profile-foreign', record.id)
    } catch (error) {
      return lost('profile-unreadable', error)
    }
  }

  function sweep(): void {
    for (const entry of readdirSync(root, { withFileTypes: true })) {
      if (entry.isDirectory() && isRemoved(entry.name)) rmSync(folder(entry.name), { recursive: true, force: true })
    }
  }

  try {
    sweep()
  } catch (error) {
    log.warn('a removal that was cut off could not be ended', { error: String(error) })
  }

  return {
    folder,
    list() {
      const found = ids().map(read)
      return {
        profiles: found
          .filter((entry): entry is ProfileRecord => !isLost(entry))
          .sort((a, b) => (b.openedAt ?? 0) - (a.openedAt ?? 0)),
        lost: found.filter(isLost),
      }
    },
    find: (id) => (isId(id) && ids().includes(id) ? read(id) : fail('profile-unknown')),
    write(profile) {
      const text = writeRecord(profile)
      if (mkdirSync(folder(profile.id), { recursive: true, mode: 0o700 })) syncFolder(root)
      const file = pathOf(profile.id)
      if (existsSync(file) && isLost(read(profile.id))) renameSync(file, `${file}.unreadable`)
      writeWhole(file, text)
    },
    remove(id, release) {
      writeWhole(join(folder(id), removedName), '')
      // A process that waits for the lock finds that the profile is gone, as soon as they have it.
      for (const name of readdirSync(folder(id))) {
        if (name !== removedName && !name.startsWith('lock.db')) {
          rmSync(join(folder(id), name), { recursive: true, force: true })
        }
      }
      release()
      rmSync(folder(id), { recursive: true, force: true })
      syncFolder(root)
    },
    lastOpen() {
      try {
        const id = readFileSync(join(root, lastOpenName), 'utf8').trim()
        return isId(id) ? id : null
      } catch {
        return null
      }
    },
    setLastOpen(id) {
      if (this.lastOpen() !== id) writeWhole(join(root, lastOpenName), id ?? '')
    },
  }
}
