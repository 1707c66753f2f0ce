import { onBeforeUnmount } from 'vue'
import { type CellGround, type CellHandlers, cellPointer } from './cell-pointer.ts'
import { cellHint } from './cell-hint.ts'
import { type HeadingHandlers, headingPointer } from './heading-pointer.ts'
import { rowLight } from './row-light.ts'

/** What the pointer does anywhere on the grid. */
export interface Pointing {
  pressed(event: MouseEvent): void
  clicked(event: MouseEvent): void
  doubleClicked(event: MouseEvent): void
  menuAsked(event: MouseEvent): void
  over(event: MouseEvent): void
  left(): void
  /** The cells have moved under it. */
  scrolled(): void
  /** The cells are drawn anew: what is told of the one under it may not be true any more. */
  redrawn(): void
}

/** The pointer on cells and headings, the light under it, and what is told of the cell that it rests on. */
export function pointing(options: {
  frame: () => HTMLElement | null
  ground: CellGround
  cells: CellHandlers
  headings: HeadingHandlers
  /** What is told of a cell. */
  hintOf: (row: number, field: string) => string
}): Pointing {
  const cells = cellPointer(options.ground, options.cells)
  const headings = headingPointer(options.frame, options.headings)
  const light = rowLight()
  const hint = cellHint(options.hintOf)

  onBeforeUnmount(() => {
    cells.close()
    headings.close()
    light.close()
  })

  return {
    pressed(event) {
      headings.pressed(event)
      cells.pressed(event)
    },
    clicked: headings.clicked,
    doubleClicked(event) {
      headings.doubleClicked(event)
      cells.doubleClicked(event)
    },
    menuAsked(event) {
      if (!headings.menuAsked(event)) cells.menuAsked(event)
    },
    over(event) {
      light.over(event)
      hint.over(event)
    },
    left() {
      light.off()
      hint.off()
    },
    scrolled() {
      light.scrolled()
      hint.off()
    },
    redrawn: hint.off,
  }
}
