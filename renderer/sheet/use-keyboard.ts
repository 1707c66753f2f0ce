import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import type { GridHandle } from './grid/grid.ts'
import { type Command, commandOf, selectionAfter } from './keys.ts'
import { at, everything, isRange, rangeOf, type Selection } from './selection.ts'
import type { EditingCell } from './use-cell-editor.ts'
import type { Columns } from './use-columns.ts'
import type { Edits } from './use-edits.ts'
import type { Selecting } from './use-selecting.ts'

/** What keys do in a sheet. */
export interface Keyboard {
  /** Whether keys typed now are meant for the cells, and not for a field. */
  belongsToCells(): boolean
  /** A key came down within the sheet. */
  keyed(event: KeyboardEvent): void
}

/** Gives the keys of a page to its sheet: those of cells while the cells have the keyboard, a few everywhere. */
export function useKeyboard(options: {
  columns: Columns
  selecting: Selecting
  editing: EditingCell
  edits: Edits
  grid: Readonly<Ref<GridHandle | null>>
  frame: Readonly<Ref<HTMLElement | null>>
  /** Whether the panel beside the cells is open. */
  panelOpen: Ref<boolean>
  /** Goes to the search field. */
  search(): void
}): Keyboard {
  const { columns, selecting, editing, edits, grid, frame, panelOpen } = options
  const { selection, extent } = selecting

  function belongsToCells(): boolean {
    const active = document.activeElement
    return (
      active instanceof HTMLElement &&
      active.getAttribute('role') === 'grid' &&
      (frame.value?.contains(active) ?? false)
    )
  }

  /** Carries a command out; answers whether the key has been used up. */
  function run(command: Command, current: Selection): boolean {
    const moved = selectionAfter(command, current, extent.value, grid.value?.pageRows() ?? 20)
    if (moved) {
      // Tab leads out of the sheet at either end of a row, so that the keyboard is never caught in it.
      const stays = moved.head.row === current.head.row && moved.head.column === current.head.column
      if (command.do === 'move' && !command.extend && command.columns !== 0 && stays && !isRange(current)) return false
      selecting.select(moved)
      return true
    }
    switch (command.do) {
      case 'select-all':
        selection.value = everything(extent.value)
        return true
      case 'select-rows': {
        const { top, bottom } = rangeOf(current)
        selection.value = { active: { row: top, column: 0 }, head: { row: bottom, column: extent.value.columns - 1 } }
        return true
      }
      case 'type':
        // The key itself goes into the field, which has the focus by now.
        editing.edit(current.active, true)
        return false
      case 'edit':
        editing.edit(current.active, false)
        return true
      case 'enter':
        if (columns.shown.value[current.active.column]?.edit) editing.edit(current.active, false)
        else panelOpen.value = true
        return true
      case 'clear':
        void edits.clear(rangeOf(current))
        return true
      case 'panel':
        panelOpen.value = !panelOpen.value
        return true
      case 'undo':
      case 'redo':
        void edits.undo(command.do === 'redo')
        return true
      case 'escape':
        if (panelOpen.value) panelOpen.value = false
        else if (isRange(current)) selection.value = at(current.active.row, current.active.column)
        else return false
        return true
      default:
        return false
    }
  }

  /** Keys that the page knows wherever the focus is, unless a field or a dialog has it. */
  function keyedAnywhere(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return
    const command = commandOf(event)
    if (command?.do === 'search') {
      event.preventDefault()
      options.search()
    }
    const isField =
      event.target instanceof Element && event.target.matches('input, textarea, select, [contenteditable]')
    if ((command?.do === 'undo' || command?.do === 'redo') && !isField) {
      event.preventDefault()
      void edits.undo(command.do === 'redo')
    }
  }

  onMounted(() => window.addEventListener('keydown', keyedAnywhere))
  onBeforeUnmount(() => window.removeEventListener('keydown', keyedAnywhere))

  return {
    belongsToCells,
    keyed(event) {
      if (!selection.value || !belongsToCells()) return
      const command = commandOf(event)
      if (command && command.do !== 'search' && run(command, selection.value)) event.preventDefault()
    },
  }
}
