// The sheet in the window, as a person points at it.

/** The part of the sheet that has the keyboard. */
export function grid(): HTMLElement {
  const found = document.querySelector<HTMLElement>('[role=grid]')
  if (!found) throw new Error('There is no grid')
  return found
}

/** A cell of the sheet; rows count from 0. */
export function cell(row: number, field: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-row="${row}"][data-field="${field}"]`)
  if (!found) throw new Error(`There is no cell ${field} in row ${row}`)
  return found
}

/** What the browser makes of a key for the clipboard; answers the text that is put there. */
export function clip(type: 'cut' | 'copy' | 'paste', text = '', at: Element = grid()): string {
  const clipboardData = new DataTransfer()
  if (type === 'paste') clipboardData.setData('text/plain', text)
  at.dispatchEvent(new ClipboardEvent(type, { clipboardData, bubbles: true, cancelable: true }))
  return clipboardData.getData('text/plain')
}
