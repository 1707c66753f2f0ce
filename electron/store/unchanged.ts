import type { Sqlite } from './database.ts'
import { writesTo } from './statements.ts'

/**
 * Looks something up as often as it is asked for, but no more often than this program writes to the files that it is
 * found in; or than what `also` answers is another, where it depends on that.
 */
export function whileUnchanged<Found>(
  files: readonly Sqlite[],
  find: () => Found,
  also: () => unknown = () => null,
): () => Found {
  let known: { readonly asOf: readonly unknown[]; readonly found: Found } | null = null
  return () => {
    const now = [also(), ...files.map(writesTo)]
    // A file may be written to while something is looked up in it: then that is looked up again the next time.
    if (known === null || now.some((value, index) => value !== known?.asOf[index])) known = { asOf: now, found: find() }
    return known.found
  }
}
