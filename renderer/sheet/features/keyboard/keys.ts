import { type BindingGroup, byChord, chordOf, firstChord, type Key } from '../../../commands/chords.ts'
import { type Extent, go, goWithin, isRange, type Place, type Selection } from '../../model/selection.ts'

/** What a key, or an entry of the menu, asks of the sheet. */
export type Command =
  | { readonly do: 'move'; readonly rows: number; readonly columns: number; readonly extend: boolean }
  /** To the next cell: in a range from one to the other, and round again. */
  | { readonly do: 'next'; readonly rows: -1 | 0 | 1; readonly columns: -1 | 0 | 1 }
  /** A screen up or down, or to a side. */
  | { readonly do: 'page'; readonly rows: -1 | 0 | 1; readonly columns: -1 | 0 | 1; readonly extend: boolean }
  | { readonly do: 'jump'; readonly to: Jump; readonly extend: boolean }
  /** To the edge of a block of filled cells. */
  | { readonly do: 'edge'; readonly rows: number; readonly columns: number; readonly extend: boolean }
  /** Moves the selected rows in the sheet's own order. */
  | { readonly do: 'move-rows'; readonly by: -1 | 1 }
  /** To the next cell that needs a person. */
  | { readonly do: 'next-problem'; readonly backwards: boolean }
  /** To the next cell that holds what is searched for. */
  | { readonly do: 'next-hit'; readonly backwards: boolean }
  /** `all`: empty cells of what is pasted clear cells, too. */
  | { readonly do: 'paste'; readonly all: boolean }
  /** Puts whole rows that were cut or copied beside the active one. */
  | { readonly do: 'insert-rows'; readonly side: 'before' | 'behind' }
  | { readonly do: PlainCommand }

export type PlainCommand =
  | 'select-all'
  | 'select-rows'
  | 'select-columns'
  | 'edit'
  | 'enter'
  /** A character: it begins an edit, and the editor receives the key itself. */
  | 'type'
  | 'toggle'
  /** Begins an edit with the text of the cell above, or in a cell of dates with today. */
  | 'copy-above'
  | 'today'
  | 'clear'
  | 'fill-down'
  | 'fill-right'
  /** Opens the panel that changes many cells at once, to find and replace or as it was left. */
  | 'change'
  | 'replace'
  | 'copy'
  | 'cut'
  | 'undo'
  | 'redo'
  | 'revert'
  | 'revert-rows'
  /** Asks what a new row is to be made with. */
  | 'make'
  | 'details'
  /** The menu of the active cell's heading. */
  | 'heading'
  | 'menu'
  | 'reveal'
  | 'search'
  /** Asks for the number of a row to go to. */
  | 'go-to-row'
  /** Says that everything is kept already. */
  | 'save'
  | 'keys'
  | 'escape'

/** To the end of the row, or to a corner of the sheet. */
export type Jump = 'row-start' | 'row-end' | 'sheet-start' | 'sheet-end'

/** How the field over a cell is left, a line is broken in it, or another of what the cell can name is gone to. */
export type FieldCommand =
  'up' | 'down' | 'left' | 'right' | 'all' | 'line' | 'next-choice' | 'previous-choice' | 'cancel'

/** What becomes of the rows of a group. */
export type GroupCommand = 'fold' | 'unfold' | 'toggle'

const arrows = {
  ArrowUp: { rows: -1, columns: 0 },
  ArrowDown: { rows: 1, columns: 0 },
  ArrowLeft: { rows: 0, columns: -1 },
  ArrowRight: { rows: 0, columns: 1 },
} as const

/** The chords of all four arrows under these modifiers. */
function byArrow(
  held: string,
  command: (way: { rows: -1 | 0 | 1; columns: -1 | 0 | 1 }) => Command,
): Record<string, Command> {
  return Object.fromEntries(Object.entries(arrows).map(([key, way]) => [`${held}${key}`, command(way)]))
}

const moving = (extend: boolean, held: string): Record<string, Record<string, Command>> => ({
  step: byArrow(held, (way) => ({ do: 'move', ...way, extend })),
  edge: byArrow(`Ctrl+${held}`, (way) => ({ do: 'edge', ...way, extend })),
  page: {
    [`${held}PageUp`]: { do: 'page', rows: -1, columns: 0, extend },
    [`${held}PageDown`]: { do: 'page', rows: 1, columns: 0, extend },
  },
  pageAside: {
    [`Alt+${held}PageUp`]: { do: 'page', rows: 0, columns: -1, extend },
    [`Alt+${held}PageDown`]: { do: 'page', rows: 0, columns: 1, extend },
  },
  rowEnds: {
    [`${held}Home`]: { do: 'jump', to: 'row-start', extend },
    [`${held}End`]: { do: 'jump', to: 'row-end', extend },
  },
  corners: {
    [`Ctrl+${held}Home`]: { do: 'jump', to: 'sheet-start', extend },
    [`Ctrl+${held}End`]: { do: 'jump', to: 'sheet-end', extend },
  },
})
const plainly = moving(false, '')
const extending = moving(true, 'Shift+')

/** Every key of the cells. What the sheet obeys and the list that a person reads are both made from this table. */
export const cellKeys: readonly BindingGroup<Command>[] = [
  {
    name: 'moving',
    bindings: [
      ...Object.entries(plainly).map(([name, keys]) => ({ name, keys })),
      {
        name: 'aside',
        keys: {
          Tab: { do: 'next', rows: 0, columns: 1 },
          'Shift+Tab': { do: 'next', rows: 0, columns: -1 },
        },
      },
      { name: 'up', keys: { 'Shift+Enter': { do: 'next', rows: -1, columns: 0 } } },
      { name: 'reveal', keys: { 'Ctrl+Backspace': { do: 'reveal' } } },
      {
        name: 'problem',
        everywhere: true,
        keys: {
          F8: { do: 'next-problem', backwards: false },
          'Shift+F8': { do: 'next-problem', backwards: true },
        },
      },
      {
        name: 'hit',
        everywhere: true,
        keys: {
          F3: { do: 'next-hit', backwards: false },
          'Shift+F3': { do: 'next-hit', backwards: true },
        },
      },
    ],
  },
  {
    name: 'selecting',
    bindings: [
      {
        name: 'extend',
        inWords: true,
        keys: Object.assign({}, ...Object.values(extending)) as Record<string, Command>,
      },
      { name: 'rows', keys: { 'Shift+Space': { do: 'select-rows' } } },
      { name: 'columns', keys: { 'Ctrl+Space': { do: 'select-columns' } } },
      { name: 'all', keys: { 'Ctrl+A': { do: 'select-all' } } },
      { name: 'escape', keys: { Escape: { do: 'escape' } } },
    ],
  },
  {
    name: 'editing',
    bindings: [
      // Any character: no chord says it.
      { name: 'type', inWords: true, keys: {} },
      { name: 'enter', keys: { Enter: { do: 'enter' } } },
      { name: 'edit', keys: { F2: { do: 'edit' } } },
      { name: 'toggle', keys: { Space: { do: 'toggle' } } },
      // Some keyboards have the sign with Shift, and then another one.
      { name: 'copyAbove', keys: { "Ctrl+'": { do: 'copy-above' }, 'Ctrl+"': { do: 'copy-above' } } },
      { name: 'today', keys: { 'Ctrl+;': { do: 'today' } } },
      { name: 'clear', keys: { Delete: { do: 'clear' }, Backspace: { do: 'clear' } } },
      { name: 'fillDown', keys: { 'Ctrl+D': { do: 'fill-down' } } },
      { name: 'fillRight', keys: { 'Ctrl+R': { do: 'fill-right' } } },
      { name: 'replace', everywhere: true, keys: { 'Ctrl+H': { do: 'replace' } } },
      { name: 'change', everywhere: true, keys: { 'Ctrl+Shift+H': { do: 'change' } } },
    ],
  },
  {
    name: 'clipboard',
    bindings: [
      { name: 'copy', keys: { 'Ctrl+C': { do: 'copy' } } },
      { name: 'cut', keys: { 'Ctrl+X': { do: 'cut' } } },
      { name: 'paste', keys: { 'Ctrl+V': { do: 'paste', all: false } } },
      { name: 'pasteAll', keys: { 'Ctrl+Shift+V': { do: 'paste', all: true } } },
    ],
  },
  {
    name: 'staged',
    bindings: [
      { name: 'undo', everywhere: true, keys: { 'Ctrl+Z': { do: 'undo' } } },
      { name: 'redo', everywhere: true, keys: { 'Ctrl+Y': { do: 'redo' }, 'Ctrl+Shift+Z': { do: 'redo' } } },
      { name: 'revert', keys: { 'Alt+Backspace': { do: 'revert' } } },
      { name: 'revertRows', keys: { 'Alt+Shift+Backspace': { do: 'revert-rows' } } },
    ],
  },
  {
    name: 'sheet',
    bindings: [
      { name: 'search', everywhere: true, keys: { 'Ctrl+F': { do: 'search' } } },
      { name: 'goToRow', everywhere: true, keys: { 'Ctrl+G': { do: 'go-to-row' } } },
      { name: 'save', everywhere: true, keys: { 'Ctrl+S': { do: 'save' } } },
      { name: 'make', everywhere: true, keys: { Insert: { do: 'make' } } },
      {
        name: 'moveRows',
        keys: {
          // Alone with Alt they open what a heading or a field has to offer; so rows go as paragraphs do in Word.
          'Alt+Shift+ArrowUp': { do: 'move-rows', by: -1 },
          'Alt+Shift+ArrowDown': { do: 'move-rows', by: 1 },
        },
      },
      { name: 'details', keys: { 'Alt+Enter': { do: 'details' } } },
      { name: 'heading', keys: { 'Alt+ArrowDown': { do: 'heading' } } },
      { name: 'menu', keys: { 'Shift+F10': { do: 'menu' }, ContextMenu: { do: 'menu' } } },
      { name: 'keys', everywhere: true, keys: { '?': { do: 'keys' }, F1: { do: 'keys' } } },
    ],
  },
]

/** Every key of the row that stands before those of a group; what it does not know is as in any row. */
export const groupKeys: BindingGroup<GroupCommand> = {
  name: 'group',
  bindings: [
    { name: 'fold', keys: { ArrowLeft: 'fold' } },
    { name: 'unfold', keys: { ArrowRight: 'unfold' } },
    { name: 'foldOrUnfold', keys: { Enter: 'toggle', Space: 'toggle' } },
  ],
}

/** Every key of the field in which a cell is edited. */
export const fieldKeys: BindingGroup<FieldCommand> = {
  name: 'field',
  bindings: [
    { name: 'commitDown', keys: { Enter: 'down', 'Shift+Enter': 'up' } },
    { name: 'commitAside', keys: { Tab: 'right', 'Shift+Tab': 'left' } },
    { name: 'commitAll', keys: { 'Ctrl+Enter': 'all' } },
    { name: 'line', keys: { 'Alt+Enter': 'line' } },
    { name: 'choices', keys: { ArrowDown: 'next-choice', ArrowUp: 'previous-choice' } },
    { name: 'cancel', keys: { Escape: 'cancel' } },
  ],
}

const commands = byChord(cellKeys)
const fieldCommands = byChord([fieldKeys])
const groupCommands = byChord([groupKeys])
const everywhere = byChord(
  cellKeys.map(({ name, bindings }) => ({ name, bindings: bindings.filter((one) => one.everywhere) })),
)

function isCharacter(key: Key): boolean {
  if (key.key === 'Process' || key.isComposing) return true
  // Both together are the AltGr of some keyboards.
  return key.key.length === 1 && (key.ctrlKey || key.metaKey) === key.altKey
}

/** What a key means in the cells, as in Excel and LibreOffice; null where it is not the sheet's business. */
export function commandOf(key: Key): Command | null {
  return commands.get(chordOf(key)) ?? (isCharacter(key) ? { do: 'type' } : null)
}

/** What a key means to the sheet wherever on its page the focus is; null where it means nothing there. */
export function commandEverywhere(key: Key): Command | null {
  return everywhere.get(chordOf(key)) ?? null
}

/** What a key means in the field over a cell; null where it is the field's own. */
export function fieldCommandOf(key: Key): FieldCommand | null {
  return fieldCommands.get(chordOf(key)) ?? null
}

/** What a key means in the row that stands before those of a group; null where it means what it does in any row. */
export function groupCommandOf(key: Key): GroupCommand | null {
  return groupCommands.get(chordOf(key)) ?? null
}

/** The first chord of a binding, to be shown next to an entry of a menu. */
export function chordFor(name: string): string {
  return firstChord(cellKeys, name)
}

/** Where a jump leads from a cell. */
export function jumpFrom(from: Place, to: Jump, extent: Extent): Place {
  switch (to) {
    case 'row-start':
      return { row: from.row, column: 0 }
    case 'row-end':
      return { row: from.row, column: extent.columns - 1 }
    case 'sheet-start':
      return { row: 0, column: 0 }
    case 'sheet-end':
      return { row: extent.rows - 1, column: extent.columns - 1 }
  }
}

/** How much is in sight at once. */
export interface Screen {
  readonly rows: number
  /** The column that is a screen to the left or right of another. */
  columnAside(from: number, direction: -1 | 1): number
}

/** The selection after a command that only moves, or null where the command does something else. */
export function selectionAfter(
  command: Command,
  selection: Selection,
  extent: Extent,
  screen: Screen,
): Selection | null {
  // A range grows from its far corner; a step without Shift starts from the active cell.
  const to = (place: (from: Place) => Place, extend: boolean): Selection =>
    go(selection, place(extend ? selection.head : selection.active), extend, extent)
  switch (command.do) {
    case 'move':
      return to(({ row, column }) => ({ row: row + command.rows, column: column + command.columns }), command.extend)
    case 'next':
      if (isRange(selection)) return goWithin(selection, command.rows, command.columns)
      return to(({ row, column }) => ({ row: row + command.rows, column: column + command.columns }), false)
    case 'page':
      return to(
        ({ row, column }) => ({
          row: row + command.rows * screen.rows,
          column: command.columns === 0 ? column : screen.columnAside(column, command.columns),
        }),
        command.extend,
      )
    case 'jump':
      return to((from) => jumpFrom(from, command.to, extent), command.extend)
    default:
      return null
  }
}
