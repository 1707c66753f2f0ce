import { type BindingGroup, byChord, chordOf, type Key } from './chords.ts'

/** What a key asks of the window, whichever page is in sight. */
export type WindowCommand =
  | { readonly do: 'palette' | 'review' }
  /** To the page at a place of the list of pages, from 0. */
  | { readonly do: 'page'; readonly at: number }
  /** To the sheet before or behind that in sight. */
  | { readonly do: 'sheet'; readonly by: -1 | 1 }
  /** To the area of the window before or behind that with the focus. */
  | { readonly do: 'area'; readonly by: -1 | 1 }

/** The digits of the first pages. */
const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9']

/** The chord of a page; undefined for those that are too many for a digit. */
export const chordOfPage = (at: number): string | undefined =>
  digits[at] === undefined ? undefined : `Ctrl+${digits[at]}`

/** Every key of the window. What it obeys, the list that a person reads, and the palette are made from this table. */
export const windowKeys: BindingGroup<WindowCommand> = {
  name: 'window',
  bindings: [
    { name: 'palette', keys: { 'Ctrl+K': { do: 'palette' }, 'Ctrl+Shift+P': { do: 'palette' } } },
    {
      name: 'pages',
      inWords: true,
      keys: Object.fromEntries(digits.map((digit, at) => [`Ctrl+${digit}`, { do: 'page', at }])),
    },
    {
      name: 'otherSheet',
      keys: { 'Ctrl+PageUp': { do: 'sheet', by: -1 }, 'Ctrl+PageDown': { do: 'sheet', by: 1 } },
    },
    { name: 'area', keys: { F6: { do: 'area', by: 1 }, 'Shift+F6': { do: 'area', by: -1 } } },
    { name: 'review', keys: { 'Ctrl+Shift+Enter': { do: 'review' } } },
  ],
}

const commands = byChord([windowKeys])

/** What a key means to the window; null where it means nothing to it. */
export function windowCommandOf(key: Key): WindowCommand | null {
  return commands.get(chordOf(key)) ?? null
}
