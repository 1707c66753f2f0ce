/** A column of a windowed table; its cells are drawn by the slot `cell-<key>`. */
export interface TableColumn {
  readonly key: string
  readonly title: string
  /** Pixels; with `share`, at least. */
  readonly width: number
  /** Its part of the room that is left over. */
  readonly share?: number
  /** Numbers line up at their end. */
  readonly align?: 'end'
  /** Is left out while the table is narrower than this, in pixels; or, with `below`, has a line of its own. */
  readonly from?: number
  /** Stands below the others while there is no room beside them: what must be read at every width. */
  readonly below?: boolean
}

/** Rows that a person chose, `to` not included, and whether they replace or flip what was chosen before. */
export interface RowChoice {
  readonly from: number
  readonly to: number
  readonly how: 'only' | 'flip'
}

/** What lets several rows be chosen at a time. */
export interface Choosing<Row> {
  isChosen(row: Row): boolean
  /** How many are chosen. */
  readonly chosen: number
  /** The name of the box that chooses all. */
  readonly allLabel: string
}

/** The row at an index, or undefined while it is being fetched. */
export type RowAt<Row> = (index: number) => Row | undefined
