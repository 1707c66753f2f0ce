import { Notification } from 'electron'
import type { BrowserWindow } from 'electron'
import { desktop } from '../../shared/locales/en/desktop.ts'
import type { RunEnd } from '../wire/run-end.ts'
import { windowOrigin } from './protocol.ts'

const counts = new Intl.NumberFormat('en')

/** Tells by the system that a run of sending has ended, where nobody looks at the window; a click leads to the outbox. */
export function notifyOfRunEnd(window: BrowserWindow, end: RunEnd): void {
  if (window.isDestroyed() || window.isFocused() || !Notification.isSupported()) return
  const notification = new Notification({ title: desktop.sent.title, body: wordsOf(end) })
  notification.on('click', () => {
    if (window.isDestroyed()) return
    bringForward(window)
    // Only the page within the window changes.
    void window.loadURL(`${windowOrigin}/index.html#/outbox`)
  })
  notification.show()
}

function wordsOf({ sent, refused, open }: RunEnd): string {
  const parts = [
    desktop.sent.sent.replace('{n}', counts.format(sent)),
    ...(refused > 0 ? [desktop.sent.refused.replace('{n}', counts.format(refused))] : []),
    ...(open > 0 ? [desktop.sent.open.replace('{n}', counts.format(open))] : []),
  ]
  return parts.join(' · ')
}

/** Shows the window over the others, with the keyboard. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
