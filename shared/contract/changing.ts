import { z } from 'zod'
import { problem } from '../problem.ts'
import { sheetNames } from '../sheets/catalogue.ts'
import { sheetChange } from '../sheets/sheet-change.ts'

export { sheetChange, type SheetChange } from '../sheets/sheet-change.ts'

/** Which rows a change is for: a stretch of a view, all of a view, or all of the sheet; in the order in which they are shown. */
export const changedRows = z.discriminatedUnion('rows', [
  z.object({ rows: z.literal('range'), view: z.int(), from: z.int().min(0), count: z.int().min(1) }),
  z.object({ rows: z.literal('view'), view: z.int() }),
  z.object({ rows: z.literal('all') }),
])
export type ChangedRows = z.infer<typeof changedRows>

/** A change of one column. */
export const columnChange = z.object({
  sheet: z.enum(sheetNames),
  field: z.string(),
  where: changedRows,
  change: sheetChange,
})
export type ColumnChange = z.infer<typeof columnChange>

/** What staging came to, in cells. */
export const stagedCells = z.object({
  staged: z.int(),
  unstaged: z.int(),
  /** Cells that are read-only, or whose row is gone. */
  skipped: z.int(),
  /** Staged, but breaking a rule: they cannot be released. */
  broken: z.int(),
  /** Why cells of a row were skipped that cannot be edited as it is: the first such reason. */
  why: problem.optional(),
})
