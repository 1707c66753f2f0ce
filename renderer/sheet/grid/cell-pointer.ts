import type { Place } from '../model/selection.ts'
import { cellDrag, type DragGround, type Point } from './cell-drag.ts'

/** Where the pointer went down: on a cell, or, without a column, on a row's number. */
export interface PressedAt {
  readonly row: number
  readonly column: number | null
}

/** What the pointer asks for on the cells. */
export interface CellHandlers {
  /** The cells are to have the keyboard. */
  focus(): void
  press(at: PressedAt, event: MouseEvent): void
  /** The pointer was drawn on to this cell. */
  draw(to: Place): void
  /** The selected rows were taken hold of by a number, drawn to a row, and let go. */
  rowsBegin(): void
  rowsTo(row: number): void
  rowsEnd(): void
  /** The handle that fills was taken hold of, drawn to a cell, let go, or double-clicked. */
  fillBegin(): void
  fillTo(to: Place): void
  fillEnd(event: MouseEvent): void
  fillDown(): void
  /** A cell was double-clicked. */
  open(at: Place): void
  /** A group's row was clicked. */
  toggle(row: number): void
  /** A menu is asked for: at a point of the window, or by a key, which is no place. */
  menu(at: Point | null): void
}

/** The cells as they are while the pointer is over them. */
export interface CellGround extends Omit<DragGround, 'cellAt'> {
  /** The column of a field on the screen, from 0. */
  columnOf(field: string): number
  /** How many there are. */
  columns(): number
  /** Whether a row is one of those that can be drawn to another place by their numbers. */
  isMovable(row: number): boolean
  /** The column of the active cell, which stays where a whole row is clicked. */
  activeColumn(): number
}

/** RevoGrid's outlines let the pointer through to the cells; only the handle drawn on them does not. */
function isHandle(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('.selection-border-range, revogr-focus')
}

/** Whether no key is held that selects something else besides. */
function isPlain({ shiftKey, ctrlKey, metaKey }: MouseEvent): boolean {
  return !shiftKey && !ctrlKey && !metaKey
}

/** The group whose row this is in. */
function groupOf(target: EventTarget | null): number | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-group]') : null
  return cell ? Number(cell.dataset['group']) : null
}

/** Presses and drags on the cells, on the numbers of their rows and on the handle that fills. */
export function cellPointer(
  ground: CellGround,
  handlers: CellHandlers,
): {
  pressed(event: MouseEvent): void
  doubleClicked(event: MouseEvent): void
  menuAsked(event: MouseEvent): void
  /** Ends it, whatever is under way. */
  close(): void
} {
  const drag = cellDrag({
    cellAt({ x, y }) {
      const place = placeOf(document.elementFromPoint(x, y))
      // From a row's number the range is drawn over the whole row.
      return place && { row: place.row, column: place.column ?? ground.columns() - 1 }
    },
    body: () => ground.body(),
    scroll: (by) => ground.scroll(by),
  })

  function placeOf(target: EventTarget | null): PressedAt | null {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-row], [data-row-head]') : null
    if (!cell) return null
    const field = cell.dataset['field']
    if (field === undefined) return { row: Number(cell.dataset['rowHead']), column: null }
    return { row: Number(cell.dataset['row']), column: ground.columnOf(field) }
  }

  function take(event: MouseEvent): void {
    // Neither RevoGrid's own selection nor the browser's.
    event.preventDefault()
    handlers.focus()
  }

  /** Draws the selected rows; where the pointer goes nowhere, their number was pressed as any other. */
  function drawRows(from: PressedAt, event: MouseEvent): void {
    let isDrawn = false
    handlers.rowsBegin()
    drag.begin(event, {
      to({ row }) {
        isDrawn ||= row !== from.row
        handlers.rowsTo(row)
      },
      end() {
        handlers.rowsEnd()
        if (!isDrawn) handlers.press(from, event)
      },
    })
  }

  return {
    pressed(event) {
      const group = groupOf(event.target)
      const place = placeOf(event.target)
      if (isHandle(event.target)) {
        take(event)
        if (event.button !== 0) return
        handlers.fillBegin()
        drag.begin(event, { to: (to) => handlers.fillTo(to), end: (end) => handlers.fillEnd(end) })
      } else if (group !== null) {
        take(event)
        handlers.press({ row: group, column: ground.activeColumn() }, event)
        if (event.button === 0 && isPlain(event)) handlers.toggle(group)
      } else if (place?.column === null && event.button === 0 && isPlain(event) && ground.isMovable(place.row)) {
        take(event)
        drawRows(place, event)
      } else if (place) {
        take(event)
        handlers.press(place, event)
        if (event.button === 0) drag.begin(event, { to: (to) => handlers.draw(to) })
      }
    },
    doubleClicked(event) {
      if (isHandle(event.target)) return handlers.fillDown()
      const place = placeOf(event.target)
      event.preventDefault()
      if (place && place.column !== null) handlers.open({ row: place.row, column: place.column })
    },
    menuAsked(event) {
      const target = event.target instanceof Element ? event.target : null
      // That of the numbers has none.
      if (target?.closest('[role=columnheader]')) return
      event.preventDefault()
      const at = placeOf(target) || isHandle(target) ? { x: event.clientX, y: event.clientY } : null
      const ask = (): void => handlers.menu(at)
      // Some systems ask while the button is still down, and a menu would close again as soon as it comes up.
      if (event.buttons === 0) ask()
      else window.addEventListener('mouseup', ask, { once: true })
    },
    close: () => drag.close(),
  }
}
