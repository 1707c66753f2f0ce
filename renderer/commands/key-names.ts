import { i18n } from '../i18n.ts'

const { t, te } = i18n.global

/** Chords that differ in their last key alone, as a person reads them. */
export interface ShownChord {
  /** What is held down meanwhile. */
  readonly held: readonly string[]
  /** Any of these. */
  readonly keys: readonly string[]
}

/** What a key is called: on a Mac, the key of commands is another one. */
export function keyName(key: string, isMac = /mac/i.test(navigator.platform)): string {
  const name = key === 'Ctrl' && isMac ? 'Command' : key
  return te(`keys.names.${name}`) ? t(`keys.names.${name}`) : name
}

function parts(chord: string): string[] {
  return chord.split('+')
}

/** Chords put together for reading: `Ctrl+ArrowUp`, `Ctrl+ArrowDown` become Ctrl and ↑ ↓. */
export function shownChords(chords: readonly string[]): ShownChord[] {
  const byHeld = new Map<string, { held: string[]; keys: string[] }>()
  for (const chord of chords) {
    const held = parts(chord).slice(0, -1)
    const key = parts(chord).at(-1) ?? ''
    const together = byHeld.get(held.join()) ?? { held: held.map((one) => keyName(one)), keys: [] }
    byHeld.set(held.join(), { ...together, keys: [...together.keys, keyName(key)] })
  }
  return [...byHeld.values()]
}

/** A chord in one word, to stand next to an entry of a menu. */
export function chordText(chord: string): string {
  return parts(chord)
    .map((part) => keyName(part))
    .join('+')
}
