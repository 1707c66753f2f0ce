import { z } from 'zod'
import { problem } from '../problem.ts'
import { sheetNames } from '../sheets/catalogue.ts'
import { cellValue } from '../sheets/cell-value.ts'
import type { Versioned } from '../versioned.ts'
import { call } from './call.ts'

export { cellValue, type CellValue } from '../sheets/cell-value.ts'

/** Most values that a filter can name. */
export const valuesAtOnce = 500

const field = z.string()
/** An end of a range; null leaves it open. */
const bound = z.union([z.string().max(200), z.number(), z.null()])

/**
 * What a column must hold, as it is shown: staged values count. Empty is an absent field, null or "". Upper and lower
 * case are alike in `contains` and `between`, as in the search, and apart in `oneOf`.
 */
export const condition = z.discriminatedUnion('is', [
  z.object({ is: z.literal('oneOf'), field, values: z.array(cellValue).max(valuesAtOnce) }),
  z.object({ is: z.literal('contains'), field, text: z.string().min(1).max(200), not: z.boolean() }),
  /**
   * Both ends belong to it, and what begins with the end `to` does too: of dates, which are text, a day means its
   * whole day and a month its whole month. What is empty lies between nothing.
   */
  z.object({ is: z.literal('between'), field, from: bound, to: bound }),
  z.object({ is: z.literal('empty'), field, empty: z.boolean() }),
])
export type Condition = z.infer<typeof condition>

const sort = z.array(z.object({ field, descending: z.boolean() })).max(5)
/** All rows, those with something staged, those that need a person, or those in conflict with the panel. */
const only = z.enum(['all', 'staged', 'attention', 'conflicts'])
/** The column by whose values the rows are grouped. */
const group = field.nullable().default(null)

const question = {
  search: z.string().max(200),
  sort,
  filter: z.array(condition).max(20),
  only,
  group,
}

const folds = {
  /** Values of the group's column whose rows are left out; their group row stays. */
  folded: z.array(cellValue).max(5000).default([]),
  /** Whether `folded` names, the other way round, those that are not left out: so all can be folded, however many. */
  foldOthers: z.boolean().default(false),
}

/**
 * How a sheet is looked at. Sorting, filtering and searching are the core's; the grid's own are off. All of them, and
 * grouping, go by what is shown: staged values over pulled ones. What is empty comes last, whichever way it is sorted.
 */
export const sheetQuery = z.object({
  sheet: z.enum(sheetNames),
  ...question,
  ...folds,
})
export type SheetQuery = z.infer<typeof sheetQuery>

/** A column as a person has it; the order of the list is that of the screen. */
export const keptColumn = z.object({
  field,
  /** Pixels. */
  width: z.int().min(1).max(5000),
  hidden: z.boolean(),
  pinned: z.boolean(),
})
export type KeptColumn = z.infer<typeof keptColumn>

const columns = z.array(keptColumn).max(200)

/** A way to look at a sheet that a person has given a name. */
export const look = z.object({ ...question, columns })
export type Look = z.infer<typeof look>
/** As a saved view is kept. */
export const keptView: Versioned<Look> = { version: 1, shape: look }

/**
 * How a person left a sheet, so that it is found as it was: `columns` are those that they have without a view, `view`
 * the saved one that is looked through, `lent` the columns that it came with. What was searched for is not part of it.
 */
export const lastLook = look
  .omit({ search: true })
  .extend({ ...folds, view: z.int().nullable(), lent: columns.nullable() })
export type LastLook = z.infer<typeof lastLook>
/** As it is kept. */
export const keptLook: Versioned<LastLook> = { version: 1, shape: lastLook }

const sheet = z.enum(sheetNames)

/** Ways to look at a sheet, kept with the profile. */
export const lookCalls = {
  /** The saved views of a sheet, by name; without its look one that cannot be read by this version, and why. */
  'views.list': call(
    z.object({ sheet }),
    z.object({
      views: z.array(z.object({ id: z.int(), name: z.string(), look })),
      unreadable: z.array(z.object({ id: z.int(), name: z.string(), problem })),
    }),
  ),
  /** Saves a view; one of the same name is replaced. */
  'views.save': call(z.object({ sheet, name: z.string().trim().min(1).max(80), look }), z.object({ id: z.int() })),
  'views.remove': call(z.object({ id: z.int() }), z.object({})),
  /** How the person last left the sheet, without what it no longer has; null before the first time. */
  'sheet.recallLook': call(z.object({ sheet }), lastLook.nullable()),
  'sheet.keepLook': call(z.object({ sheet, look: lastLook }), z.object({})),
}
