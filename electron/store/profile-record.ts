import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { panelPlace } from '../../shared/contract/profiles.ts'

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
})
export type ProfileRecord = z.infer<typeof profileRecord>

const checksum = z.object({ check: z.int().optional() })
const checkOf = (record: ProfileRecord) => crc32(JSON.stringify(record))

/** A profile as its file has it, with a checksum: one flipped bit makes another address of an address. */
export function writeRecord(profile: ProfileRecord): string {
  const record = profileRecord.parse(profile)
  return JSON.stringify({ ...record, check: checkOf(record) }, null, 2)
}

/** Reads a profile's file. Throws where that is damaged; one of a version that kept no checksum is believed. */
export function readRecord(text: string): ProfileRecord {
  const json: unknown = JSON.parse(text)
  const [record, { check }] = [profileRecord.parse(json), checksum.parse(json)]
  if (check !== undefined && check !== checkOf(record)) throw new Error('The checksum is another.')
  return record
}
