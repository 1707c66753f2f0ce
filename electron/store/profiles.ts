import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { panelPlace } from '../../shared/contract/profiles.ts'
import { fail } from '../../shared/problem.ts'
import type { Log } from '../ports.ts'

/** A panel account as it is kept on disk, in its folder's `profile.json`. No secret is in it. */
export const profileRecord = z.object({
  id: z.string().regex(/^[\w-]+$/),
  name: z.string(),
  panel: panelPlace,
  login: z.string(),
  /** Whose panel it is; null until the first sign-in that told. */
  dealerId: z.int().nullable(),
  /** Milliseconds since 1970, UTC. */
  openedAt: z.number().nullable(),
})
export type ProfileRecord = z.infer<typeof profileRecord>

/** The profiles of this computer: a folder for each. */
export interface ProfileFolders {
  /** Most recently opened first; a folder whose record cannot be read is left alone and logged. */
  list(): ProfileRecord[]
  /** Throws `profile-unknown`. */
  read(id: string): ProfileRecord
  write(profile: ProfileRecord): void
  remove(id: string): void
  /** The folder of a profile's files. */
  folder(id: string): string
  /** The profile that was open when the program last ended; null if it was closed before. */
  lastOpen(): string | null
  setLastOpen(id: string | null): void
}

const recordName = 'profile.json'
const lastOpenName = 'last-open'

export function createProfileFolders(root: string, log: Log): ProfileFolders {
  mkdirSync(root, { recursive: true })
  const folder = (id: string) => join(root, id)

  function tryRead(id: string): ProfileRecord | null {
    try {
      return profileRecord.parse(JSON.parse(readFileSync(join(folder(id), recordName), 'utf8')))
    } catch (error) {
      log.warn('a profile could not be read', { id, error: String(error) })
      return null
    }
  }

  return {
    folder,
    list: () =>
      readdirSync(root, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .flatMap((entry) => tryRead(entry.name) ?? [])
        .sort((a, b) => (b.openedAt ?? 0) - (a.openedAt ?? 0)),
    read: (id) => (profileRecord.shape.id.safeParse(id).success ? tryRead(id) : null) ?? fail('profile-unknown'),
    write(profile) {
      mkdirSync(folder(profile.id), { recursive: true })
      // Written beside and renamed, so that a crash leaves the old record or the new one.
      const path = join(folder(profile.id), recordName)
      writeFileSync(`${path}.new`, JSON.stringify(profileRecord.parse(profile), null, 2))
      renameSync(`${path}.new`, path)
    },
    lastOpen() {
      try {
        return readFileSync(join(root, lastOpenName), 'utf8').trim() || null
      } catch {
        return null
      }
    },
    setLastOpen: (id) => writeFileSync(join(root, lastOpenName), id ?? ''),
    remove: (id) => rmSync(folder(profileRecord.shape.id.parse(id)), { recursive: true, force: true }),
  }
}
