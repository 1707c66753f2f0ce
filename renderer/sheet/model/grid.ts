import type { Sign } from '../../../shared/operations/states.ts'

/** A column as the grid draws it. */
export interface GridColumn {
  readonly field: string
  readonly heading: string
  /** What is to be known of what it holds, for who asks. */
  readonly remark: string | null
  /** What it means, and what the panel calls an edit of it, where there is more to say than its heading does. */
  readonly about: string | null
  /** Pixels. */
  readonly width: number
  readonly pinned: boolean
  readonly align: 'start' | 'end' | 'center'
  /** Identifiers are compared digit by digit. */
  readonly monospace: boolean
  readonly editable: boolean
  readonly sort: 'ascending' | 'descending' | null
  /** Which of several sorts it is, from 1; null where it is the only one, or none. */
  readonly sortPlace: number | null
  readonly filtered: boolean
}

/** Whether a column differs from another at most in what its heading shows: how it is sorted and filtered. */
export function isLaidOutAs(one: GridColumn, other: GridColumn | undefined): boolean {
  const { sort, sortPlace, filtered } = one
  return other !== undefined && JSON.stringify(one) === JSON.stringify({ ...other, sort, sortPlace, filtered })
}

/** A cell as the grid draws it. */
export interface GridCell {
  readonly text: string
  /** Draws the text as a check mark; the text is what it is called. */
  readonly check: boolean
  readonly sign: Sign | null
  /** The whole text where it may be cut, the old value, what is wrong: shown on hover, told to screen readers. */
  readonly hint: string
  readonly invalid: boolean
  /** Where in the text stands what is searched for; null where it does not. */
  readonly hit: readonly [number, number] | null
  /** Whether something has to be known of it, for which nothing stays behind. */
  readonly warned: boolean
}

/** What stands before a row. */
export interface GridRowHead {
  readonly text: string
  readonly sign: Sign | null
  readonly hint: string
}

/** Where rows come to stand: before another one, or behind it. */
export interface Landing {
  readonly row: number
  readonly side: 'before' | 'behind'
}

/** The row that stands before those of a group, as the grid draws it: over its whole width. */
export interface GridGroup {
  /** The column that the rows are grouped by. */
  readonly heading: string
  readonly text: string
  /** Whether the text stands for no value at all. */
  readonly blank: boolean
  /** How many rows it has, in words. */
  readonly count: string
  readonly folded: boolean
}

/** What the grid asks of the sheet while it draws; rows and columns count from 0. */
export interface GridContent {
  /** The cell, or null until its row has arrived. */
  cell(row: number, field: string): GridCell | null
  rowHead(row: number): GridRowHead
  /** Whether a row has not arrived yet. */
  awaits(row: number): boolean
  /** Null for rows that are no group's. */
  group(row: number): GridGroup | null
}

/** What the sheet can ask of the grid, apart from its props. */
export interface GridHandle {
  /** Brings a row into sight, at once, and a column; a pinned one brings the first of the others. */
  scrollTo(row: number, column: number | null): void
  /** Brings a row to the upper edge. */
  scrollToTop(row: number): void
  /** The first row in sight. */
  topRow(): number
  /** How many rows are wholly in sight. */
  pageRows(): number
  /** The column that is a screen to the left or right of another. */
  columnAside(from: number, direction: -1 | 1): number
  /** The place of a cell on the screen; null where it is not drawn. */
  rectOf(row: number, column: number): DOMRect | null
  /** The place of a column's heading on the screen; null where it is not drawn. */
  headingRect(field: string): DOMRect | null
  /** Gives it the keyboard. */
  focus(): void
}
