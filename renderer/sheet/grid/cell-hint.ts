/** Tells the whole of what may be cut in the cell under the pointer. */
export interface CellHint {
  /** The pointer has come over something in the grid. */
  over(event: MouseEvent): void
  /** It has left the grid, or something else has come under it. */
  off(): void
}

/**
 * Gives a cell its title once the pointer is over it. With every cell, the browser would look at the style of each for
 * each frame of a scroll: a style sheet of its own has a rule that goes by titles. `hintOf` tells what is to be said.
 */
export function cellHint(hintOf: (row: number, field: string) => string): CellHint {
  let hinted: HTMLElement | null = null

  function off(): void {
    // What is drawn with a sign has had its title from the drawing meanwhile.
    if (hinted && !isToldByDrawing(hinted)) hinted.removeAttribute('title')
    hinted = null
  }

  return {
    over({ target }) {
      const cell = target instanceof Element ? target.closest<HTMLElement>('[data-row][data-field]') : null
      if (cell === hinted) return
      off()
      if (!cell || isToldByDrawing(cell)) return
      const hint = hintOf(Number(cell.dataset['row']), cell.dataset['field'] ?? '')
      if (!hint) return
      cell.title = hint
      hinted = cell
    },
    off,
  }
}

/** Whether a cell has a sign or a warning, and with it its title. */
const isToldByDrawing = ({ dataset }: HTMLElement): boolean => Boolean(dataset['sign'] ?? dataset['warned'])
