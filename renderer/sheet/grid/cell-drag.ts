import type { Place } from '../model/selection.ts'
import { framesBetweenSteps, stepBeyond, timeBetweenSteps } from './drawing-on.ts'

/** A point of the window, in pixels. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** The cells that something is drawn out over. */
export interface DragGround {
  /** The cell under a point; null where none is. */
  cellAt(point: Point): Place | null
  /** Where cells that are scrolled can be seen. */
  body(): DOMRect | null
  /** Scrolls down or up by rows, or to the side by pixels. */
  scroll(by: { readonly rows: number } | { readonly pixels: number }): void
}

/** What is drawn out: a selection, or what it is filled on into. */
export interface Drawn {
  /** The pointer has come to another cell. */
  to(place: Place): void
  /** The button came up. */
  end?(event: MouseEvent): void
}

/** How far it scrolls to the side at a time, in pixels. */
const sideStep = 72

/** Draws something out over cells while the button is held; while the pointer rests beyond an edge, it grows on by itself. */
export function cellDrag(ground: DragGround): {
  /** The button went down. */
  begin(event: MouseEvent, what: Drawn): void
  /** Ends it, whatever is under way. */
  close(): void
} {
  let held: { readonly what: Drawn; point: Point } | null = null
  let last: Place | null = null
  let frame = 0
  let framesSinceStep = 0
  let steppedAt = 0

  function drawTo(point: Point): void {
    const place = ground.cellAt(point)
    if (!place || (place.row === last?.row && place.column === last.column)) return
    last = place
    held?.what.to(place)
  }

  function moved({ clientX: x, clientY: y }: MouseEvent): void {
    if (!held) return
    held.point = { x, y }
    drawTo(held.point)
  }

  function released(event: MouseEvent): void {
    const { what, point } = held ?? {}
    if (point && (event.clientX !== point.x || event.clientY !== point.y)) moved(event)
    close()
    what?.end?.(event)
  }

  function goOn(time: number): void {
    if (!held) return
    framesSinceStep += 1
    if (framesSinceStep >= framesBetweenSteps && time - steppedAt >= timeBetweenSteps) {
      framesSinceStep = 0
      steppedAt = time
      step(held.point)
    }
    frame = requestAnimationFrame(goOn)
  }

  function step({ x, y }: Point): void {
    const body = ground.body()
    if (!body) return
    const inside = {
      x: Math.max(body.left + 2, Math.min(x, body.right - 2)),
      y: Math.max(body.top + 2, Math.min(y, body.bottom - 2)),
    }
    const rows = y > body.bottom ? stepBeyond(y - body.bottom) : y < body.top ? -stepBeyond(body.top - y) : 0
    if (rows !== 0) {
      drawTo({ x, y: inside.y })
      ground.scroll({ rows })
    }
    if (x > body.right) {
      drawTo(inside)
      ground.scroll({ pixels: sideStep })
    }
  }

  function close(): void {
    held = null
    cancelAnimationFrame(frame)
    window.removeEventListener('mousemove', moved)
    window.removeEventListener('mouseup', released)
  }

  return {
    begin(event, what) {
      close()
      held = { what, point: { x: event.clientX, y: event.clientY } }
      last = null
      window.addEventListener('mousemove', moved)
      window.addEventListener('mouseup', released)
      frame = requestAnimationFrame(goOn)
    },
    close,
  }
}
