/** Lights the row under the pointer. */
export interface RowLight {
  /** The pointer has come over something in the grid. */
  over(event: MouseEvent): void
  /** It has left the grid. */
  off(): void
  /** Ends it. */
  close(): void
}

/**
 * Lights a row in all its columns: RevoGrid draws the pinned ones and the others as two rows, so that the browser knows
 * of half of it alone. One rule of style names the row and gives it `--row-ground`, and no cell is drawn anew for it.
 */
export function rowLight(): RowLight {
  const style = new CSSStyleSheet()
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style]
  let lit: string | null = null

  function light(row: string | null): void {
    if (row === lit) return
    lit = row
    style.replaceSync(
      row === null ? '' : `.grid-frame .rgRow[aria-rowindex='${row}'] { --row-ground: var(--lit-ground) }`,
    )
  }

  return {
    over({ target }) {
      const row = target instanceof Element ? target.closest('revogr-data .rgRow') : null
      light(row?.getAttribute('aria-rowindex') ?? null)
    },
    off: () => light(null),
    close() {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== style)
    },
  }
}
