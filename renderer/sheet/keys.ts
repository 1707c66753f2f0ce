import { type Extent, go, type Place, type Selection } from './selection.ts'

/** What a key asks of the sheet. */
export type Command =
  | { readonly do: 'move'; readonly rows: number; readonly columns: number; readonly extend: boolean }
  | { readonly do: 'page'; readonly direction: -1 | 1; readonly extend: boolean }
  | { readonly do: 'jump'; readonly to: Jump; readonly extend: boolean }
  | { readonly do: 'select-all' | 'select-rows' }
  | { readonly do: 'edit' | 'enter' | 'clear' | 'panel' | 'search' | 'escape' | 'undo' | 'redo' }
  /** A character: it begins an edit, and the editor receives the key itself. */
  | { readonly do: 'type' }

/** To the end of the row or column, or to a corner of the sheet. */
export type Jump = 'row-start' | 'row-end' | 'column-start' | 'column-end' | 'sheet-start' | 'sheet-end'

/** What of a `KeyboardEvent` decides. */
export interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  readonly isComposing?: boolean
}

const arrows: Readonly<Record<string, { rows: number; columns: number; jump: Jump }>> = {
  ArrowUp: { rows: -1, columns: 0, jump: 'column-start' },
  ArrowDown: { rows: 1, columns: 0, jump: 'column-end' },
  ArrowLeft: { rows: 0, columns: -1, jump: 'row-start' },
  ArrowRight: { rows: 0, columns: 1, jump: 'row-end' },
}

/** What a key means in a sheet, as in Excel and LibreOffice; null where it is not the sheet's business. */
export function commandOf(key: Key): Command | null {
  const control = key.ctrlKey || key.metaKey
  const extend = key.shiftKey
  if (key.altKey && !control) return null
  const arrow = arrows[key.key]
  if (arrow) {
    return control
      ? { do: 'jump', to: arrow.jump, extend }
      : { do: 'move', rows: arrow.rows, columns: arrow.columns, extend }
  }
  switch (key.key) {
    case 'Tab':
      return control ? null : { do: 'move', rows: 0, columns: extend ? -1 : 1, extend: false }
    case 'Home':
      return { do: 'jump', to: control ? 'sheet-start' : 'row-start', extend }
    case 'End':
      return { do: 'jump', to: control ? 'sheet-end' : 'row-end', extend }
    case 'PageUp':
      return control ? null : { do: 'page', direction: -1, extend }
    case 'PageDown':
      return control ? null : { do: 'page', direction: 1, extend }
    case 'Enter':
      return control ? null : extend ? { do: 'move', rows: -1, columns: 0, extend: false } : { do: 'enter' }
    case 'F2':
      return { do: 'edit' }
    case 'Delete':
    case 'Backspace':
      return control ? null : { do: 'clear' }
    case 'Escape':
      return { do: 'escape' }
    case ' ':
      if (control) return { do: 'panel' }
      if (extend) return { do: 'select-rows' }
      break
  }
  if (control) {
    switch (key.key.toLowerCase()) {
      case 'a':
        return { do: 'select-all' }
      case 'f':
        return { do: 'search' }
      case 'y':
        return { do: 'redo' }
      case 'z':
        return { do: extend ? 'redo' : 'undo' }
      default:
        return null
    }
  }
  return key.key.length === 1 || key.key === 'Process' || key.isComposing ? { do: 'type' } : null
}

/** Where a jump leads from a cell. */
export function jumpFrom(from: Place, to: Jump, extent: Extent): Place {
  switch (to) {
    case 'row-start':
      return { row: from.row, column: 0 }
    case 'row-end':
      return { row: from.row, column: extent.columns - 1 }
    case 'column-start':
      return { row: 0, column: from.column }
    case 'column-end':
      return { row: extent.rows - 1, column: from.column }
    case 'sheet-start':
      return { row: 0, column: 0 }
    case 'sheet-end':
      return { row: extent.rows - 1, column: extent.columns - 1 }
  }
}

/** The selection after a command that only moves, or null where the command does something else. */
export function selectionAfter(
  command: Command,
  selection: Selection,
  extent: Extent,
  pageRows: number,
): Selection | null {
  // A range grows from its far corner; a step without Shift starts from the active cell.
  switch (command.do) {
    case 'move': {
      const from = command.extend ? selection.head : selection.active
      return go(
        selection,
        { row: from.row + command.rows, column: from.column + command.columns },
        command.extend,
        extent,
      )
    }
    case 'page': {
      const from = command.extend ? selection.head : selection.active
      return go(
        selection,
        { row: from.row + command.direction * pageRows, column: from.column },
        command.extend,
        extent,
      )
    }
    case 'jump': {
      const from = command.extend ? selection.head : selection.active
      return go(selection, jumpFrom(from, command.to, extent), command.extend, extent)
    }
    default:
      return null
  }
}
