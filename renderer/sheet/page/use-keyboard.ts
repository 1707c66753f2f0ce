import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import { commandEverywhere, commandOf } from '../features/keyboard/keys.ts'
import type { Commands } from './use-commands.ts'
import type { Clipboard } from '../features/clipboard/use-clipboard.ts'

/** What keys do in a sheet. */
export interface Keyboard {
  /** A key came down within the sheet. */
  keyed(event: KeyboardEvent): void
}

/** Whether keys typed now are meant for the cells of a sheet, and not for a field. */
export function cellsHaveKeyboard(frame: HTMLElement | null): boolean {
  const active = document.activeElement
  return (
    active instanceof HTMLElement &&
    active.matches('[role=grid], [role=treegrid]') &&
    (frame?.contains(active) ?? false)
  )
}

/** Gives the keys of a page to its sheet: those of cells while the cells have the keyboard, a few everywhere. */
export function useKeyboard(options: {
  commands: Commands
  clipboard: Clipboard
  /** The element that the cells are in. */
  frame: Readonly<Ref<HTMLElement | null>>
}): Keyboard {
  const { commands, clipboard, frame } = options

  /** Keys that the page knows wherever the focus is, unless a field or a dialog has it. */
  function keyedAnywhere(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return
    const command = commandEverywhere(event)
    if (!command) return
    const isField =
      event.target instanceof Element && event.target.matches('input, textarea, select, [contenteditable]')
    // A field has an undo of its own, and takes in what is a sign.
    if (
      isField &&
      (command.do === 'undo' || command.do === 'redo' || event.key.length === 1) &&
      command.do !== 'search' &&
      command.do !== 'save'
    ) {
      return
    }
    if (commands.run(command)) event.preventDefault()
  }

  onMounted(() => window.addEventListener('keydown', keyedAnywhere))
  onBeforeUnmount(() => window.removeEventListener('keydown', keyedAnywhere))

  return {
    keyed(event) {
      if (!cellsHaveKeyboard(frame.value)) return
      const command = commandOf(event)
      if (!command) return
      // The browser makes of these events of the clipboard, which need no permission.
      if (command.do === 'paste') return clipboard.expectPaste(command.all)
      if (command.do === 'copy' || command.do === 'cut') return
      if (commands.run(command)) event.preventDefault()
    },
  }
}
