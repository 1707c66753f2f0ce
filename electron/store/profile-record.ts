import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { panelMark, panelPlace, secretPlaces } from '../../shared/contract/profiles.ts'

/**
 * A panel account as it is kept on disk: in its folder's `profile.json`, and once more in its journal, as the setting
 * `profile`. No secret is in it.
 */
export const profileRecord = z.object({
  id: z.string().regex(/^[\w-]+$/),
  name: z.string(),
  panel: panelPlace,
  login: z.string(),
  /** Whose panel it is; null until the first sign-in that told. */
  dealerId: z.int().nullable(),
  /** Milliseconds since 1970, UTC. */
  openedAt: z.number().nullable(),
  /** Where its password was when it was last kept or used, so that a keychain need not be asked; absent as long as nobody knows. */
  password: z.enum(secretPlaces).optional(),
  ...panelMark,
})
export type ProfileRecord = z.infer<typeof profileRecord>

const checked = z.looseObject({ check: z.int().optional() })
const checkOf = (record: object) => crc32(JSON.stringify(record))

/** A profile as its file has it, with a checksum: one flipped bit makes another address of an address. */
export function writeRecord(profile: ProfileRecord): string {
  const record = profileRecord.parse(profile)
  return JSON.stringify({ ...record, check: checkOf(record) }, null, 2)
}

/** Reads a profile's file. Throws where that is damaged; one of a version that kept no checksum is believed. */
export function readRecord(text: string): ProfileRecord {
  // It is of all that was written, also of what only a later version knows.
  const { check, ...written } = checked.parse(JSON.parse(text))
  if (check !== undefined && check !== checkOf(written)) throw new Error('The checksum is another.')
  return profileRecord.parse(written)
}
