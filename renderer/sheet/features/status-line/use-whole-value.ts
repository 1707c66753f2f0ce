import { computed, type ComputedRef, type Ref } from 'vue'
import type { GridCell, GridColumn, GridContent } from '../../model/grid.ts'
import { isRange, type Selection } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import type { Columns } from '../../model/use-columns.ts'

/** What of a column's width is no room for a text, in pixels: its padding and line, and a sign. */
const besides = { padding: 17, sign: 22 }

let pen: CanvasRenderingContext2D | null = null

/** How wide a text is drawn in a cell, in pixels. Nothing is laid out for that. */
function widthOf(text: string, { monospace }: GridColumn): number {
  pen ??= document.createElement('canvas').getContext('2d')
  if (!pen) return 0
  const family = getComputedStyle(document.documentElement).getPropertyValue(monospace ? '--mono' : '--sans')
  pen.font = `${monospace ? 12 : 13}px ${family}`
  return pen.measureText(text).width
}

function isCutOff({ text, sign, warned }: GridCell, column: GridColumn): boolean {
  const room = column.width - besides.padding - (sign ? besides.sign : 0) - (warned ? besides.sign : 0)
  // A cell shows one line, whatever stands in it.
  return text.includes('\n') || widthOf(text, column) > room
}

/** The text of the active cell where its column has no room for all of it; null where it can be read there, or more is selected. */
export function useWholeValue(
  session: Pick<SheetSession, 'painted'>,
  columns: Pick<Columns, 'drawn'>,
  selection: Readonly<Ref<Selection | null>>,
  content: Pick<GridContent, 'cell'>,
): ComputedRef<string | null> {
  return computed(() => {
    void session.painted.value
    if (!selection.value || isRange(selection.value)) return null
    const column = columns.drawn.value[selection.value.active.column]
    const cell = column ? content.cell(selection.value.active.row, column.field) : null
    return column && cell && !cell.check && isCutOff(cell, column) ? cell.text : null
  })
}
