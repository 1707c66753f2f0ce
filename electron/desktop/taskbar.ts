import { app } from 'electron'
import type { BrowserWindow } from 'electron'
import type { Glance } from '../wire/glance.ts'

/** Shows at the taskbar or the dock how far sending has come, and how much waits for a person; where there is such a place. */
export function showAtTaskbar(window: BrowserWindow, { progress, needs }: Glance): void {
  if (!window.isDestroyed()) window.setProgressBar(progress ?? -1)
  app.setBadgeCount(needs)
}
