import { z } from 'zod'
import { entityName } from '../entities/entity.ts'
import { problem } from '../problem.ts'
import { call } from './call.ts'
import { cellValue } from './looking.ts'

/** What became of a row: it came to the panel, one of its fields changed, or it went. */
export const changeSorts = ['new', 'changed', 'gone'] as const
export type ChangeSort = (typeof changeSorts)[number]

/** A pull that has ended. */
export const endedPull = z.object({
  id: z.int(),
  /** Milliseconds since 1970, UTC. */
  at: z.number(),
})
export type EndedPull = z.infer<typeof endedPull>

/** Something that has changed at the panel from one pull to the next. */
export const panelChange = z.object({
  id: z.int(),
  /** When the pull ended by which it is known: milliseconds since 1970, UTC; null for what has come since the last one. */
  at: z.number().nullable(),
  entity: entityName,
  /** Our id of the row. */
  row: z.int(),
  panelId: z.int().nullable(),
  /** What the row was called then. */
  name: z.string(),
  /** Whether the row is still in its sheet. */
  isThere: z.boolean(),
  sort: z.enum(changeSorts),
  /** The column; null for the row as a whole. */
  field: z.string().nullable(),
  /** As the sheet shows it: what is named elsewhere, by the name that it had then. */
  from: cellValue,
  to: cellValue,
  /** Whether it is what we sent ourselves. */
  ours: z.boolean(),
})
export type PanelChange = z.infer<typeof panelChange>

/** Which changes are looked at: those that are known after a pull. */
export const changesAsked = z.object({
  /** The id of that pull; 0 for all that are kept. */
  since: z.int().min(0),
  entity: entityName.nullable(),
  /** Empty for all. */
  sorts: z.array(z.enum(changeSorts)).max(changeSorts.length),
  /** A column, of whichever entity has it. */
  field: z.string().max(100).nullable(),
  whose: z.enum(['all', 'ours', 'others']),
  search: z.string().max(200),
})
export type ChangesAsked = z.infer<typeof changesAsked>

/** What was put back: cells that are staged now, those whose staged edit went, and why others stay. */
export const putBackAnswer = z.object({
  staged: z.int(),
  unstaged: z.int(),
  /** Staged, but breaking a rule: they cannot be released. */
  broken: z.int(),
  /** So many steps take it back. */
  steps: z.int(),
  left: z.array(z.object({ problem, changes: z.int() })),
})
export type PutBackAnswer = z.infer<typeof putBackAnswer>

export const changeCalls = {
  /** The last pulls, newest first, and the last one before each of these moments; null where there was none. */
  'changes.pulls': call(
    z.object({ before: z.array(z.number()).max(100) }),
    z.object({ latest: z.array(endedPull), before: z.array(endedPull.nullable()) }),
  ),
  /** Changes, newest first. */
  'changes.list': call(
    changesAsked.extend({ from: z.int().min(0), count: z.int().min(1).max(1000) }),
    z.object({ count: z.int(), rows: z.array(panelChange) }),
  ),
  /** How many changes there are since a pull, of each sort and column. */
  'changes.summary': call(
    changesAsked.pick({ since: true }),
    z.object({
      groups: z.array(
        z.object({
          entity: entityName,
          sort: z.enum(changeSorts),
          field: z.string().nullable(),
          ours: z.boolean(),
          changes: z.int(),
        }),
      ),
    }),
  ),
  /**
   * Stages the values before these changes, in their cells, where the panel still holds what each changed to; of several
   * changes of one cell the value before the first. One undo step for each sheet.
   */
  'changes.putBack': call(z.object({ ids: z.array(z.int()).min(1).max(200_000) }), putBackAnswer),
}
