import { z } from 'zod'
import type { Versioned } from '../../shared/versioned.ts'
import type { Clock } from '../ports.ts'

/**
 * How much a panel takes at once, by what it is about: the rows of a list, the operations of a kind's batch. Little of
 * it is documented, and an installation of one's own may have other limits; so what was refused as too much is asked for
 * in half, and the size that is left is remembered for a day. After that the whole is tried once more.
 */
export interface Sizes {
  /** The most to ask for, where `most` is what is documented, or usual. */
  of(what: string, most: number): number
  /** So many were too many. */
  tooMany(what: string, count: number): void
}

/** How long a size is remembered, in milliseconds of the wall clock: a restart must not forget it. */
const remembered = 24 * 3_600_000

/** Sizes that were left after refusals, and when that was, as they are kept. */
const knownSizes = z.record(z.string(), z.object({ most: z.int().min(1), at: z.number() }))
type KnownSizes = Readonly<z.infer<typeof knownSizes>>
/** The same, as it is kept. */
export const keptSizes: Versioned<KnownSizes> = { version: 1, shape: knownSizes }

/** Sizes that begin as `known` and tell `keep` of each change. */
export function createSizes({
  clock,
  known = {},
  keep = () => undefined,
}: {
  clock: Pick<Clock, 'now'>
  known?: KnownSizes
  keep?: (known: KnownSizes) => void
}): Sizes {
  const sizes = new Map(Object.entries(known))

  /** Null where nothing is known any more. A clock that was set back does not keep a size for longer than a day. */
  function knownOf(what: string): number | null {
    const size = sizes.get(what)
    if (!size || Math.abs(clock.now() - size.at) >= remembered) return null
    return size.most
  }

  return {
    of: (what, most) => Math.min(most, knownOf(what) ?? most),
    tooMany(what, count) {
      // Others that were under way together may have learnt it already, and more.
      const most = Math.min(knownOf(what) ?? Infinity, Math.max(1, Math.floor(count / 2)))
      sizes.set(what, { most, at: clock.now() })
      keep(Object.fromEntries(sizes))
    },
  }
}
