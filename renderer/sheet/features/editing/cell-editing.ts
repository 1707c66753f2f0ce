import type { Problem } from '../../../../shared/problem.ts'
import type { Choice, FindChoices } from './choices.ts'
import type { FindCompletion } from './completion.ts'

/** How an edit ended by an arrow. */
type ArrowEnd = 'arrow-up' | 'arrow-down' | 'arrow-left' | 'arrow-right'

/**
 * How an edit ended, and so where the selection goes; `all`: nowhere, and the text goes into all selected cells. By Enter it
 * goes down or up, and by Tab aside.
 */
export type EditEnd = 'up' | 'down' | 'left' | 'right' | 'stay' | 'all' | ArrowEnd

/** What the sheet can ask of the field in which cells are edited. */
export interface CellEditorHandle {
  /** Begins an edit, within the event that asks for it. */
  open(cell: CellEditing): void
  /** The cell has moved on the screen. */
  place(rect: CellEditing['rect']): void
  /** Ends the edit, if there is one; what is in the field goes to the sheet. */
  commit(end: EditEnd): void
}

/** A cell that is being edited. */
export interface CellEditing {
  /** Where the cell is, in pixels from the upper left corner of the sheet. */
  readonly rect: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
  /** What it is called: column and row. */
  readonly label: string
  readonly text: string
  /** Begun by typing: what stands there is replaced, and arrows end the edit. */
  readonly typed: boolean
  readonly multiline: boolean
  /** The rule of the panel for a value. */
  check(value: string): Problem | null
  /** Where a value names something: what there is to name, which is offered in a list. */
  readonly choices: FindChoices | null
  /** What a text that is typed may be completed to from the column; null where nothing is. */
  readonly completes: FindCompletion | null
}

/** What is in the field when an edit ends. */
export interface Typed {
  readonly text: string
  /** What was taken of the list, as soon as it is known; null where the text is meant as it is. */
  readonly chosen: Promise<Choice | null> | null
}
