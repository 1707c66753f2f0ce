import type { Ref } from 'vue'
import type { GridColumn, GridContent, Landing } from '../model/grid.ts'
import type { Range, Selection } from '../model/selection.ts'
import type { GridWords } from './revo-columns.ts'

/** What the grid is given. */
export interface GridProps {
  /** The grid's accessible name. */
  label: string
  columns: readonly GridColumn[]
  /** How many rows there are, in sight or not. */
  count: number
  /** The largest number that may stand before a row. */
  lastNumber: number
  content: GridContent
  /** Counted up whenever `content` answers otherwise: what gives it need not be drawn anew for that. */
  painted: Readonly<Ref<number>>
  selection: Selection | null
  /** Cells that a fill is being drawn over. */
  filling: Range | null
  /** Whether selected rows can be drawn to another place by their numbers. */
  movable: boolean
  /** Where rows that are being drawn would land. */
  landing: Landing | null
  /** Whether a row was cut, and stays where it is until it is put elsewhere. Another function whenever it answers otherwise. */
  isCut: (row: number) => boolean
  /** Cells that were copied, with dashes around them. */
  copied: readonly Range[]
  /** Pixels. */
  rowHeight: number
  words: GridWords
  /** Whether the rows are grouped. */
  grouped: boolean
}
