/** What of a `KeyboardEvent` decides. */
export interface Key {
  readonly key: string
  /** The key's place on the keyboard, for letters that are not Latin ones. */
  readonly code?: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  readonly isComposing?: boolean
}

/** Something that keys do, under the name by which `locales/` has its words: `keys.does.<name>`. */
export interface Binding<Does> {
  readonly name: string
  /** What each chord does; a chord is written as {@link chordOf} says. */
  readonly keys: Readonly<Record<string, Does>>
  /** The keys do it on all of the page, and not only in the cells. */
  readonly everywhere?: true
  /** They are many, and told in words: `keys.inWords.<name>`. */
  readonly inWords?: true
}

/** Bindings that belong together, under the heading `keys.groups.<name>`. */
export interface BindingGroup<Does> {
  readonly name: string
  readonly bindings: readonly Binding<Does>[]
}

/** What each chord of these groups does. */
export function byChord<Does>(groups: readonly BindingGroup<Does>[]): ReadonlyMap<string, Does> {
  return new Map(groups.flatMap(({ bindings }) => bindings.flatMap(({ keys }) => Object.entries(keys))))
}

/**
 * A key as the tables write it: `Ctrl+Shift+ArrowDown`, always in the order Ctrl, Alt, Shift. Letters are capitals,
 * those of other scripts the Latin ones that share their keys; a sign like `?` stands without the Shift that makes it.
 */
export function chordOf(key: Key): string {
  const control = key.ctrlKey || key.metaKey
  let name = key.key === ' ' ? 'Space' : key.key
  if (name.length === 1) {
    const place = /^Key([A-Z])$/.exec(key.code ?? '')?.[1]
    name = control && place !== undefined && name > '\x7f' ? place : name.toUpperCase()
  }
  const isSign = name.length === 1 && name.toLowerCase() === name.toUpperCase()
  return `${control ? 'Ctrl+' : ''}${key.altKey ? 'Alt+' : ''}${key.shiftKey && !isSign ? 'Shift+' : ''}${name}`
}

/** The first chord of a binding, to be shown next to what it does; empty where there is no such key. */
export function firstChord(groups: readonly BindingGroup<unknown>[], name: string): string {
  const binding = groups.flatMap(({ bindings }) => bindings).find((one) => one.name === name)
  return Object.keys(binding?.keys ?? {})[0] ?? ''
}
