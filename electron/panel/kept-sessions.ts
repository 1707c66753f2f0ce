import { z } from 'zod'
import type { Versioned } from '../../shared/versioned.ts'

/** A session that outlives the program. */
export interface KeptSession {
  readonly hash: string
  /** When it ends by itself: milliseconds since 1970, UTC. */
  readonly endsAt: number
}

/**
 * Where sessions are kept that last longer than the program runs, so that few are made: a user may have 20.
 * (panel-api.md, section 4.3) Nothing in it rejects.
 */
export interface KeptSessions {
  /** The session of a principal; null where none is kept, or it cannot be had. */
  read(principal: string): Promise<KeptSession | null>
  /** Keeps one in the place of another; resolves to whether it outlives the program. */
  keep(principal: string, session: KeptSession): Promise<boolean>
  /** It has ended. */
  forget(principal: string): Promise<void>
}

/** Keeps none. */
export const keepsNoSessions: KeptSessions = {
  read: () => Promise.resolve(null),
  keep: () => Promise.resolve(false),
  forget: () => Promise.resolve(),
}

/** Of whom sessions are kept, as a profile notes it: their secrets are elsewhere. */
export const keptPrincipals: Versioned<readonly string[]> = { version: 1, shape: z.array(z.string()) }
