import { z } from 'zod'
import { editSources, type EditSource } from '../../shared/contract/sheets.ts'
import { entityName } from '../../shared/entities/entity.ts'
import { fail } from '../../shared/problem.ts'
import { readVersioned, type Versioned } from '../../shared/versioned.ts'
import type { Sqlite } from './database.ts'
import { inList, many } from './in-sql.ts'
import { whileUnchanged } from './unchanged.ts'

const stagedValue = z.union([z.string(), z.boolean(), z.number()]).nullable()
const furtherValue = z.record(z.string(), z.unknown()).nullable()
const cellPart = z.object({
  entity: entityName,
  id: z.int(),
  field: z.string(),
  before: stagedValue,
  after: stagedValue,
  /** What of the parameters of the edit's kind goes with it; see `further` of a kind. */
  further: z.object({ before: furtherValue, after: furtherValue }).optional(),
})
const actionPart = z.object({
  id: z.int(),
  kind: z.string(),
  subject: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  /** Of which version of the kind's parameters `before` and `after` are. */
  version: z.int().default(1),
})

/** What a step did to the staged value of one cell; null where nothing was staged. */
export type CellPart = z.infer<typeof cellPart>
/** What a step did to the staged operation of one row, as it is kept. */
export type KeptActionPart = z.infer<typeof actionPart>

/** What a step did, as it is kept. */
export const keptStep: Versioned<(CellPart | KeptActionPart)[]> = {
  version: 3,
  shape: z.array(z.union([cellPart, actionPart])),
  // Before, the cells were those of trackers.
  upgrade: {
    1: (kept) =>
      z
        .array(z.looseObject({}))
        .parse(kept)
        .map((part) => ('field' in part ? { entity: 'tracker', ...part } : part)),
    // Before, a cell held no id, and an edit nothing else.
    2: (kept) => kept,
  },
}

const row = z.object({
  id: z.int(),
  source: z.enum(editSources),
  cells: z.string(),
  version: z.int(),
  continues: z.int(),
})

/** A step, or one part of it, as the journal has it. */
export interface KeptUndoStep {
  readonly id: number
  readonly source: EditSource
  readonly parts: readonly (CellPart | KeptActionPart)[]
  /** Whether it is a further part of the step before it. */
  readonly continues: boolean
}

/** The steps that can be taken back or done again, in the journal. Whatever changes them does so inside the caller's commit. */
export interface UndoSteps {
  add(changeSet: number, source: EditSource, parts: readonly (CellPart | KeptActionPart)[], continues: boolean): void
  /**
   * The step, or part of one, that is taken back next, or with `redo` done again; null where there is none.
   * `step-unreadable` where it cannot be read.
   */
  next(redo: boolean): KeptUndoStep | null
  /** Marks a step as undone, or as done again. */
  mark(id: number, undone: boolean): void
  /** Whether what would be done again next is a further part of the step before it. */
  goesOn(): boolean
  /** How many parts the step has that would be taken. */
  partsLeft(redo: boolean): number
  /** Drops what has been undone: it cannot be done again. */
  dropUndone(): void
  /** Drops the steps of change sets. */
  dropOf(changeSets: readonly number[]): void
  /** Whether there is anything to be taken back, and to be done again. */
  any(): { canUndo: boolean; canRedo: boolean }
}

/** The undo steps of an open journal. */
export function undoStepsIn(database: Sqlite): UndoSteps {
  const insert = database.prepare(
    `INSERT INTO undo_step (change_set, source, cells, version, continues) VALUES (?, ?, ?, ?, ?)`,
  )
  const dropUndone = database.prepare('DELETE FROM undo_step WHERE undone = 1')
  const dropOf = database.prepare(`DELETE FROM undo_step WHERE change_set ${inList}`)
  const columns = 'id, source, cells, version, continues'
  const last = database.prepare(`SELECT ${columns} FROM undo_step WHERE undone = 0 ORDER BY id DESC LIMIT 1`)
  const next = database.prepare(`SELECT ${columns} FROM undo_step WHERE undone = 1 ORDER BY id LIMIT 1`)
  const goesOn = database.prepare('SELECT continues FROM undo_step WHERE undone = 1 ORDER BY id LIMIT 1').pluck()
  const partsToUndo = database
    .prepare<[], number>(
      `SELECT count(*) FROM undo_step WHERE undone = 0
       AND id >= (SELECT max(id) FROM undo_step WHERE undone = 0 AND continues = 0)`,
    )
    .pluck()
  const partsToRedo = database
    .prepare<[], number>(
      `WITH step AS (SELECT min(id) AS first FROM undo_step WHERE undone = 1)
       SELECT count(*) FROM undo_step, step WHERE undone = 1
         AND id < coalesce((SELECT min(id) FROM undo_step WHERE undone = 1 AND continues = 0 AND id > first), id + 1)`,
    )
    .pluck()
  // A step can be long, and this is asked with every status.
  const selectAny = database.prepare<[], { done: number; undone: number }>(
    `SELECT EXISTS (SELECT 1 FROM undo_step WHERE undone = 0) AS done,
       EXISTS (SELECT 1 FROM undo_step WHERE undone = 1) AS undone`,
  )
  const mark = database.prepare('UPDATE undo_step SET undone = ? WHERE id = ?')

  return {
    add: (changeSet, source, parts, continues) =>
      void insert.run(changeSet, source, JSON.stringify(parts), keptStep.version, Number(continues)),
    next(redo) {
      const raw = (redo ? next : last).get()
      if (!raw) return null
      const step = row.safeParse(raw).data
      const read = step && readVersioned(keptStep, step.version, step.cells)
      if (!read || 'unreadable' in read) return fail('step-unreadable')
      return { id: step.id, source: step.source, parts: read.value, continues: step.continues === 1 }
    },
    mark: (id, undone) => void mark.run(Number(undone), id),
    goesOn: () => goesOn.get() === 1,
    partsLeft: (redo) => (redo ? partsToRedo : partsToUndo).get() ?? 0,
    dropUndone: () => void dropUndone.run(),
    dropOf: (changeSets) => void dropOf.run(many(changeSets)),
    any: whileUnchanged([database], () => {
      const any = selectAny.get()
      return { canUndo: any?.done === 1, canRedo: any?.undone === 1 }
    }),
  }
}
