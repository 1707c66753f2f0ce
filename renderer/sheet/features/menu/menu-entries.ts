import type { TakenHow } from '../../../../shared/sheets/sheet.ts'
import type { MenuEntry } from '../../../components/menu.ts'
import { chordText } from '../../../commands/key-names.ts'
import { chordFor, type Command } from '../keyboard/keys.ts'

/** What of the sheet decides over the entries of its menu. */
export interface MenuState {
  /** How many rows are selected, wholly or in part. */
  readonly rows: number
  /** Whether more than one cell is selected. */
  readonly isRange: boolean
  /** Whether the sheet has anything that can be edited. */
  readonly isEditable: boolean
  /** Whether the host lets a page read the clipboard. */
  readonly mayReadClipboard: boolean
  /** How whole rows were taken that can be put beside the active one; null where there are none. */
  readonly taken: TakenHow | null
  /** Whether something staged in the selection, or on its rows, may be taken back, as far as is known. */
  readonly mayRevert: boolean
  readonly mayRevertRows: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
}

interface Item {
  readonly command: Command
  /** Its words: `sheet.menu.<name>`. */
  readonly name: string
  /** The binding whose first key stands next to it; absent where no key does it. */
  readonly keys?: string
  readonly disabled?: boolean
  readonly lineAbove?: true
  readonly hint?: string
}

type Translate = (key: string, values?: Record<string, unknown>) => string

/** Whole rows come behind the active one, or before it; those that were cut by the key that pastes, too. */
function inserts(taken: TakenHow): Item[] {
  return [
    {
      command: { do: 'insert-rows', side: 'behind' },
      name: `${taken}Behind`,
      lineAbove: true,
      ...(taken === 'cut' ? { keys: 'paste' } : {}),
    },
    { command: { do: 'insert-rows', side: 'before' }, name: `${taken}Before` },
  ]
}

function items(state: MenuState, t: Translate): Item[] {
  const paste = (all: boolean): Item => {
    const keys = all ? 'pasteAll' : 'paste'
    return {
      command: { do: 'paste', all },
      name: keys,
      keys,
      ...(state.mayReadClipboard
        ? {}
        : { disabled: true, hint: t('sheet.menu.byKeyOnly', { keys: chordText(chordFor(keys)) }) }),
    }
  }
  const look: Item[] = [
    { command: { do: 'details' }, name: 'details', keys: 'details', lineAbove: true },
    ...(state.isEditable
      ? [{ command: { do: 'next-problem', backwards: false }, name: 'problem', keys: 'problem' } as const]
      : []),
  ]
  const copy: Item = { command: { do: 'copy' }, name: 'copy', keys: 'copy' }
  if (!state.isEditable) return [copy, ...look]
  return [
    copy,
    { command: { do: 'cut' }, name: 'cut', keys: 'cut' },
    paste(false),
    paste(true),
    ...(state.taken === null ? [] : inserts(state.taken)),
    { command: { do: 'fill-down' }, name: 'fillDown', keys: 'fillDown', lineAbove: true },
    { command: { do: 'fill-right' }, name: 'fillRight', keys: 'fillRight' },
    { command: { do: 'clear' }, name: 'clear', keys: 'clear' },
    { command: { do: 'change' }, name: 'change', keys: 'change' },
    { command: { do: 'replace' }, name: 'replace', keys: 'replace' },
    {
      command: { do: 'revert' },
      name: state.isRange ? 'revertSelection' : 'revertCell',
      keys: 'revert',
      lineAbove: true,
      disabled: !state.mayRevert,
    },
    {
      command: { do: 'revert-rows' },
      name: state.rows === 1 ? 'revertRow' : 'revertRows',
      keys: 'revertRows',
      disabled: !state.mayRevertRows,
    },
    { command: { do: 'undo' }, name: 'undo', keys: 'undo', disabled: !state.canUndo },
    { command: { do: 'redo' }, name: 'redo', keys: 'redo', disabled: !state.canRedo },
    ...look,
  ]
}

/** The entries of a cell's menu, and the command of each by its key. */
export function menuEntries(state: MenuState, t: Translate): { entries: MenuEntry[]; commands: Map<string, Command> } {
  const all = items(state, t)
  return {
    entries: all.map(({ name, keys, disabled, lineAbove, hint }) => ({
      key: name,
      label: t(`sheet.menu.${name}`),
      ...(hint !== undefined || keys !== undefined ? { hint: hint ?? chordText(chordFor(keys ?? '')) } : {}),
      ...(disabled ? { disabled } : {}),
      ...(lineAbove ? { lineAbove } : {}),
    })),
    commands: new Map(all.map(({ name, command }) => [name, command])),
  }
}
