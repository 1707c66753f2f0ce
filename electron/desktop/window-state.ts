import { readFileSync, writeFileSync } from 'node:fs'
import { screen } from 'electron'
import type { BrowserWindow, Rectangle } from 'electron'
import { z } from 'zod'

const windowState = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().min(400), height: z.int().min(300) }),
  maximized: z.boolean(),
})

/** How a window was left. */
export type WindowState = z.infer<typeof windowState>

/** How the window was left last time; null if that is not known or no display shows that place any more. */
export function readWindowState(path: string): WindowState | null {
  try {
    const state = windowState.parse(JSON.parse(readFileSync(path, 'utf8')))
    return isVisible(state.bounds) ? state : null
  } catch {
    return null
  }
}

/** Keeps how `window` is left, whenever it closes. */
export function keepWindowState(path: string, window: BrowserWindow): void {
  window.on('close', () => {
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() }
    try {
      writeFileSync(path, JSON.stringify(state))
    } catch {
      // The window opens at its first size again; nothing is lost.
    }
  })
}

function isVisible({ x, y, width, height }: Rectangle): boolean {
  return screen
    .getAllDisplays()
    .some(
      ({ workArea: area }) =>
        x < area.x + area.width && y < area.y + area.height && x + width > area.x && y + height > area.y,
    )
}
