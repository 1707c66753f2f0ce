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
