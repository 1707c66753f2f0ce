import { z } from 'zod'
import { operationStates, signs } from '../operations/states.ts'
import { problem } from '../problem.ts'
import { sheetNames } from '../sheets/catalogue.ts'
import { cellMost, cellValues } from '../sheets/cell-value.ts'
import { sheetAction } from './acting.ts'
import { call } from './call.ts'
import { columnChange, stagedCells } from './changing.ts'
import { cellValue, sheetQuery } from './looking.ts'
import { waitsFor } from './waits-for.ts'

export { cellValue, condition, sheetQuery } from './looking.ts'
export type { CellValue, Condition, SheetQuery } from './looking.ts'
export type { SheetAction } from '../actions/catalogue.ts'

/** What is staged or happening at a cell, or, under the field `""`, at its row as a whole. */
export const mark = z.object({
  sign: z.enum(signs),
  state: z.enum(operationStates),
  operation: z.int(),
  kind: z.string(),
  /** What was staged for this cell; absent for a mark on the row. */
  value: cellValue.optional(),
  /** What the panel held when it was staged. */
  base: cellValue.optional(),
  /** What the panel holds instead of both, where that is in conflict. */
  theirs: cellValue.optional(),
  /** A rule that it breaks, or the panel's refusal. */
  problem: problem.optional(),
  /** What it waits behind, where it is released. */
  waitsFor: waitsFor.optional(),
})
export type Mark = z.infer<typeof mark>

/**
 * A row of a sheet: the values as last pulled, and marks by field for what is staged over them. The row that stands
 * before those of a group has a negative id, of this view alone, and neither values nor marks.
 */
export const sheetRow = z.object({
  id: z.int(),
  values: cellValues,
  marks: z.record(z.string(), mark),
  /** What a person should know of cells before anything is sent, by field; nothing stays behind for it. */
  warnings: z.record(z.string(), problem).optional(),
  /** In a view with groups, its number among the rows that fit, folded ones too; of a group row that of the row before. */
  number: z.int().optional(),
  /** What a group row stands for: how many rows have this value, and whether they are left out. */
  group: z.object({ value: cellValue, count: z.int(), folded: z.boolean() }).optional(),
})
export type SheetRow = z.infer<typeof sheetRow>

/** The row beside which others are made, by our id, and where they are to stand. */
export const besideRow = z.object({ row: z.int(), at: z.enum(['behind', 'end']) })
export type BesideRow = z.infer<typeof besideRow>

/** Where an edit comes from: decides what undo calls it. */
export const editSources = ['type', 'paste', 'clear', 'fill', 'change', 'revert', 'act', 'make'] as const
export type EditSource = (typeof editSources)[number]

/** A longer text than this is not completed. */
export const completedMost = 100

export const sheetCalls = {
  /**
   * Orders the sheet's rows once and keeps the order as a view, so that an edit or a pull moves no row under the
   * person's hands. The first rows come with it; the core keeps the last few views.
   */
  'sheet.open': call(
    sheetQuery,
    z.object({
      view: z.int(),
      /** Rows in the view, group rows among them and those of folded groups not. */
      count: z.int(),
      /** Rows that fit the question, folded or not, and rows in the sheet altogether. */
      matching: z.int(),
      total: z.int(),
      rows: z.array(sheetRow),
    }),
  ),
  /** Rows `from`, counted from 0, of a view. `view-gone` where the core no longer has it: open it anew. */
  'sheet.rows': call(
    z.object({ view: z.int(), from: z.int().min(0), count: z.int().min(1).max(1000) }),
    z.object({ rows: z.array(sheetRow) }),
  ),
  /** Rows by their ids, in the order asked; those that are gone are left out. */
  'sheet.rowsById': call(
    z.object({ sheet: z.enum(sheetNames), ids: z.array(z.int()).max(5000) }),
    z.object({ rows: z.array(sheetRow) }),
  ),
  /** Ids alone, for a range that is larger than what has been scrolled past; those of group rows are negative. */
  'sheet.ids': call(
    z.object({ view: z.int(), from: z.int().min(0), count: z.int().min(1).max(200_000) }),
    z.object({ ids: z.array(z.int()) }),
  ),
  /** The distinct values of a column as they are shown, and how many rows have each, most first. */
  'sheet.facet': call(
    z.object({ sheet: z.enum(sheetNames), field: z.string(), search: z.string().max(100) }),
    z.object({ values: z.array(z.object({ value: cellValue, count: z.int() })), more: z.boolean() }),
  ),
  /**
   * What a text may be completed to from a column, as it is shown: the only value that begins with it, upper and lower case
   * alike, where at least two rows hold it. `more`: several begin so, and a longer text may be the beginning of one.
   */
  'sheet.completion': call(
    z.object({ sheet: z.enum(sheetNames), field: z.string(), text: z.string().min(1).max(completedMost) }),
    z.object({ value: z.string().nullable(), more: z.boolean() }),
  ),
  /** Text for the clipboard: the range's cells as they are shown, staged values included; group rows give no line. */
  'sheet.cells': call(
    z.object({
      view: z.int(),
      from: z.int().min(0),
      count: z.int().min(1).max(200_000),
      fields: z.array(z.string()).min(1).max(50),
    }),
    z.object({ cells: z.array(z.array(cellValue)) }),
  ),
  /** What stands in a range of cells, as it is shown. `sum` is null unless all of the columns hold numbers or money. */
  'sheet.summary': call(
    z.object({
      view: z.int(),
      from: z.int().min(0),
      count: z.int().min(1).max(200_000),
      fields: z.array(z.string()).min(1).max(50),
    }),
    z.object({ rows: z.int(), filled: z.int(), distinct: z.int(), sum: z.number().nullable() }),
  ),
  /**
   * The next row of the view, after or before the row `from`, that needs a person, has something staged or is in
   * conflict; the search goes round at the end. `field` is the first such cell, null where it is the row as a whole.
   */
  'sheet.next': call(
    z.object({
      view: z.int(),
      from: z.int().min(0),
      backwards: z.boolean(),
      what: z.enum(['attention', 'staged', 'conflicts']),
    }),
    z.object({ row: z.int().nullable(), field: z.string().nullable() }),
  ),
  /**
   * Rows of all sheets that a text names, a few of each: those whose panel's id it is, then those whose name begins with
   * it, then those that the search finds. `matched` is the field by which it was found where that is neither of both.
   */
  'sheet.find': call(
    z.object({ text: z.string().max(100), most: z.int().min(1).max(20) }),
    z.object({
      found: z.array(
        z.object({
          sheet: z.enum(sheetNames),
          id: z.int(),
          panelId: z.int().nullable(),
          name: z.string(),
          matched: z.object({ field: z.string(), value: z.string() }).nullable(),
        }),
      ),
    }),
  ),
  /**
   * Stages rows that the panel does not have yet, each by its fields as they are typed: one call is one undo step,
   * committed before it answers. Answers our ids of all of them, in their order. Rows that there are already are not
   * staged again: `skipped` says at which places they stood, and why; `broken` of the others break a rule.
   */
  'sheet.make': call(
    z.object({
      sheet: z.enum(sheetNames),
      rows: z
        .array(z.record(z.string(), z.string().max(cellMost)))
        .min(1)
        .max(100_000),
      /** Where rows are made beside another one: which, and whether just behind it or behind all that it is together with. */
      beside: besideRow.optional(),
    }),
    z.object({
      ids: z.array(z.int()),
      skipped: z.array(z.object({ place: z.int(), problem })),
      broken: z.int(),
    }),
  ),
  /**
   * Stages edits of cells: one call is one undo step, committed before it answers. A value that the panel is known
   * to hold un-stages the cell. Cells that cannot be edited are counted, not staged.
   */
  'sheet.stage': call(
    z.object({
      sheet: z.enum(sheetNames),
      source: z.enum(editSources),
      cells: z.array(z.object({ id: z.int(), field: z.string(), value: z.string().max(cellMost) })).max(200_000),
    }),
    stagedCells,
  ),
  /**
   * What a change of a column would come to; stages nothing. It looks at some thousand rows, from row `from` of the
   * change on, and says as `next` where to go on; the counts are of these rows, `total` of all that the change is for.
   * `broken` of those changed would break a rule; examples come with those first. `problem`: it cannot be made at all,
   * and why.
   */
  'sheet.previewChange': call(
    columnChange.extend({ from: z.int().min(0).default(0) }),
    z.object({
      total: z.int(),
      next: z.int().nullable(),
      rows: z.int(),
      changed: z.int(),
      same: z.int(),
      broken: z.int(),
      examples: z.array(
        z.object({ id: z.int(), name: z.string(), before: z.string(), after: z.string(), problem: problem.optional() }),
      ),
      problem: problem.optional(),
    }),
  ),
  /** Stages a change of a column as one undo step, committed before it answers. Cells that it leaves alone count nowhere. */
  'sheet.change': call(columnChange, stagedCells),
  /** Takes the staged edits of these cells back; one undo step. Without a field: all of the row, deletions too. */
  'sheet.revert': call(
    z.object({ sheet: z.enum(sheetNames), cells: z.array(z.object({ id: z.int(), field: z.string().nullable() })) }),
    z.object({ unstaged: z.int() }),
  ),
  /**
   * Stages an action on rows of its kind's entity. Rows to which it means nothing, as the deletion of what is no clone,
   * are skipped; one that makes a row what it is takes a draft back.
   */
  'sheet.act': call(
    sheetAction,
    z.object({
      staged: z.int(),
      /** Rows for which the operation of another row does it as well: those of one device. */
      shared: z.int(),
      unstaged: z.int(),
      skipped: z.int(),
      /** Why some of those were skipped, where that is known, and how many. */
      left: z.array(z.object({ problem, rows: z.int() })).optional(),
      /** Staged, but not to be released: behind the deletion of the same tracker, for one. */
      broken: z.int(),
    }),
  ),
  /**
   * Takes the last step back, or does it again. `step` is null where there was none; `made` of it is the sheet in which
   * rows of our own came or went with it. `not-pulled` where it takes rows that were lost with the cache; it can then be
   * asked for again after the next pull.
   */
  'sheet.undo': call(
    z.object({ redo: z.boolean() }),
    z.object({
      step: z
        .object({
          source: z.enum(editSources),
          cells: z.int(),
          ids: z.array(z.int()),
          made: z.enum(sheetNames).nullable(),
        })
        .nullable(),
    }),
  ),
  /**
   * Trackers named in a list that a person pasted, by the panel's ids or by IMEIs, in that order; words beside the
   * numbers are passed over. Of an original and its clones with one IMEI, the original. `has`: the user named, if one
   * is, owns it or has a clone of it. `unknown`: numbers not found.
   */
  'lookup.trackers': call(
    z.object({ text: z.string().max(2_000_000), user: z.int().nullable().default(null) }),
    z.object({
      trackers: z.array(
        z.object({
          id: z.int(),
          panelId: z.int(),
          label: z.string(),
          deviceId: z.string(),
          clone: z.boolean(),
          /** Deleted by its owner: it cannot be cloned. */
          corrupted: z.boolean(),
          has: z.boolean(),
        }),
      ),
      unknown: z.array(z.string()),
    }),
  ),
  /** Trackers to choose from, by what has been typed so far of a label, an id or an IMEI. */
  'lookup.trackersLike': call(
    z.object({ search: z.string().max(100) }),
    z.object({
      trackers: z.array(
        z.object({ id: z.int(), panelId: z.int(), label: z.string(), deviceId: z.string(), clone: z.boolean() }),
      ),
    }),
  ),
  /** Users to choose from, by what has been typed so far. */
  'lookup.users': call(
    z.object({ search: z.string().max(100) }),
    z.object({ users: z.array(z.object({ id: z.int(), login: z.string(), name: z.string(), trackers: z.int() })) }),
  ),
  /** The trackers of a user, by label; by the panel's ids. */
  'lookup.trackersOf': call(
    z.object({ user: z.int() }),
    z.object({ trackers: z.array(z.object({ id: z.int(), label: z.string(), deviceId: z.string() })) }),
  ),
  /** The plans that the panel has, by name; those that it no longer gives out are marked. */
  'lookup.tariffs': call(
    z.object({}),
    z.object({ tariffs: z.array(z.object({ id: z.int(), name: z.string(), price: z.number(), active: z.boolean() })) }),
  ),
  'lookup.equipment': call(
    z.object({}),
    z.object({ equipment: z.array(z.object({ id: z.int(), name: z.string(), modelCode: z.string() })) }),
  ),
}
