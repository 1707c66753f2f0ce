import type { SheetAction } from '../actions/catalogue.ts'
import type { Permission } from '../model/permissions.ts'
import type { SheetName } from './catalogue.ts'
import type { ColumnEdit } from './column-edit.ts'

/** What a column holds; decides alignment, typeface and how a text is read into it. */
export type ColumnType = 'text' | 'identifier' | 'number' | 'money' | 'flag' | 'date' | 'choice'

/** A column of a sheet. Its heading stands in `locales/` under `columns.<sheet>.<field>`. */
export interface SheetColumn {
  readonly field: string
  readonly type: ColumnType
  /** Pixels, before a person resizes it. */
  readonly width: number
  /** Stays in sight while the others scroll by: by what a row is told from others. */
  readonly pinned?: true
  /** Whether the search box looks into it. */
  readonly searched?: true
  /** Whether the bar offers it as a filter by its distinct values. */
  readonly facet?: true
  /** Whether it changes by itself all the time, as when a device last reported: that is not kept as a change at the panel. */
  readonly passing?: true
  /** Whether its times are in UTC, as the panel documents of few; of the others it names no zone. */
  readonly utc?: true
  /** How a person's text becomes an edit; without it the column is read-only. */
  readonly edit?: ColumnEdit
}

/** The kinds of actions that say where rows are to stand. */
type MovingKind = Extract<SheetAction, { readonly to: string }>['kind']

/** The kinds of actions that put rows beside another one. */
type PuttingKind = Extract<SheetAction, { readonly beside: unknown }>['kind']

/** How whole rows of a sheet come to a clipboard: they are to stand elsewhere, or others like them. */
export type TakenHow = 'cut' | 'copied'

/** A sheet: rows of one sort of thing, as columns. */
export interface Sheet {
  readonly name: string
  readonly columns: readonly SheetColumn[]
  /** By which it is sorted before a person sorts it: columns, or what the store knows it by; alike rows go by the next. */
  readonly order: readonly [string, ...string[]]
  /** The column that shows the panel's id of a row. */
  readonly id: string
  /** The column by which a person calls a row. */
  readonly named: string
  /** The action by which its rows come to stand elsewhere in the sheet's own order: one that asks to which place, `to`. */
  readonly moves?: MovingKind
  /** The actions by which whole rows that were cut or copied are put beside another one; without them they are texts. */
  readonly puts?: Readonly<Record<TakenHow, PuttingKind>>
  /** What an account has to be allowed for there to be any rows in it. */
  readonly needs?: readonly Permission[]
  /** The columns that stand in a file of it in any case: by them an import finds the rows again. */
  readonly told?: readonly string[]
  /** Sheets and pages to which its rows lead. */
  readonly related?: readonly Related[]
}

/** Whether anything can be staged in a sheet's cells. */
export function isEditable(sheet: Sheet): boolean {
  return sheet.columns.some(({ edit }) => edit !== undefined)
}

/** To what rows of a sheet lead: to those that belong to them, to those of their users, or to a page that is about them. */
export type Related = Belonging | OfUsers | PageOfRows

/** A sheet whose rows belong to those of another one, and the columns in which they say so. */
export interface Belonging {
  readonly sheet: SheetName
  /** The column of it that holds the panel's id of that row. */
  readonly id: string
  /** The column that shows what that row is called. */
  readonly name: string
  /** Whether several may be called alike, as routes may: then the id tells them, where they have one. */
  readonly alike?: true
}

/** A sheet that shows rows of chosen users alone: those of these rows are chosen. */
export interface OfUsers {
  readonly sheet: SheetName
  /** The column of these rows that holds the id of the user. */
  readonly user: string
}

/** A page that is about the selected rows: it is opened for them, by our ids. */
export interface PageOfRows {
  readonly page: 'console'
  readonly needs: readonly Permission[]
  /** Of so many rows together. */
  readonly most: number
}
