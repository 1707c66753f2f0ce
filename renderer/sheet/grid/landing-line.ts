import { shallowRef, type ShallowRef } from 'vue'
import type { Landing } from '../model/grid.ts'

/** The line between the rows where others would land. */
export function landingLine(frame: () => HTMLElement | null): {
  /** How far below the upper edge of the frame it is drawn, in pixels; null while it is not. */
  readonly top: Readonly<ShallowRef<number | null>>
  /** Draws it where they would land by now, as far as that is in sight. */
  show(landing: Landing | null): void
} {
  const top = shallowRef<number | null>(null)
  return {
    top,
    show(landing) {
      const around = frame()
      const head = landing && around?.querySelector(`[data-row-head="${landing.row}"]`)
      const rect = head?.getBoundingClientRect()
      if (!around || !landing || !rect) top.value = null
      else top.value = (landing.side === 'before' ? rect.top : rect.bottom) - around.getBoundingClientRect().top
    },
  }
}
