import { offer } from '../commands/offers.ts'
import type { MenuEntry } from './menu.ts'

/**
 * Offers the entries of a menu in the palette, too, for as long as the component lives that calls it. `of` says what they
 * belong to; by `name` they are told from those of other menus.
 */
export function offerEntries(
  name: string,
  of: () => string,
  entries: () => readonly MenuEntry[],
  choose: (key: string) => unknown,
): void {
  offer(() =>
    entries()
      // What only says how things are is nothing to be chosen.
      .filter((entry) => !entry.checked)
      .map(({ key, label, hint, disabled, why }) => ({
        id: `${name} ${key}`,
        label,
        of: of(),
        hint: disabled ? undefined : hint,
        off: disabled ? (why ?? hint ?? '') : undefined,
        run: () => void choose(key),
      })),
  )
}
