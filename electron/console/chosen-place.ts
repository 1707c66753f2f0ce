import { z } from 'zod'
import type { ConsolePlace } from '../../shared/contract/consoles.ts'
import { readOr, type Versioned } from '../../shared/versioned.ts'
import type { Journal } from '../store/journal.ts'
import { parsePlace, usualPlace } from './place.ts'

/** An address that a person gave for the consoles of the panel at `panel`. */
const kept = {
  version: 1,
  shape: z.object({ panel: z.string(), own: z.string() }).nullable(),
} as const satisfies Versioned<unknown>
const name = 'console place'

/** Where the consoles of a profile's panel are. */
export interface ChosenPlace extends ConsolePlace {
  /** The one that counts; null where a person has to say it. */
  readonly present: string | null
  /** Takes what a person typed, or by null goes back to the usual one. Throws as {@link parsePlace} does. */
  choose(typed: string | null, confirmed: { plainConfirmed: boolean }): void
}

export function chosenPlace(journal: Journal, baseUrl: string): ChosenPlace {
  const usual = usualPlace(baseUrl)

  function own(): string | null {
    const found = readOr(journal.kept(name, kept), null)
    // What was given for another panel gets no key of this one.
    return found?.panel === baseUrl ? found.own : null
  }

  return {
    usual,
    get own() {
      return own()
    },
    get present() {
      return own() ?? usual
    },
    choose(typed, confirmed) {
      const chosen = typed === null ? null : { panel: baseUrl, own: parsePlace(typed, confirmed) }
      journal.keep(name, kept, chosen)
    },
  }
}
