/** Lights the row under the pointer. */
export interface RowLight {
  /** The pointer has come over something in the grid. */
  over(event: MouseEvent): void
  /** It has left the grid. */
  off(): void
  /** The rows have moved under it. */
  scrolled(): void
  /** Ends it. */
  close(): void
}

/** Milliseconds without a movement after which the rows are at rest again. */
const resting = 150

/**
 * Lights a row in all its columns: RevoGrid draws the pinned ones and the others as two rows, so that the browser knows
 * of half of it alone. One rule of style names the row and gives it `--row-ground`, and no cell is drawn anew for it.
 * Another rule makes the browser look at the style of every cell, which would take half of each frame while rows move
 * under the pointer: until they rest, none is lit.
 */
export function rowLight(): RowLight {
  const style = new CSSStyleSheet()
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style]
  let lit: string | null = null
  let moving: ReturnType<typeof setTimeout> | undefined
  let pointer: { readonly x: number; readonly y: number } | null = null

  function light(row: string | null): void {
    if (row === lit) return
    lit = row
    style.replaceSync(
      row === null ? '' : `.grid-frame .rgRow[aria-rowindex='${row}'] { --row-ground: var(--lit-ground) }`,
    )
  }

  function lightUnder(target: EventTarget | null): void {
    const row = target instanceof Element ? target.closest('revogr-data .rgRow') : null
    light(row?.getAttribute('aria-rowindex') ?? null)
  }

  function rest(): void {
    moving = undefined
    if (pointer) lightUnder(document.elementFromPoint(pointer.x, pointer.y))
  }

  return {
    over({ target, clientX, clientY }) {
      pointer = { x: clientX, y: clientY }
      if (moving === undefined) lightUnder(target)
    },
    off() {
      pointer = null
      light(null)
    },
    scrolled() {
      clearTimeout(moving)
      moving = setTimeout(rest, resting)
      light(null)
    },
    close() {
      clearTimeout(moving)
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== style)
    },
  }
}
