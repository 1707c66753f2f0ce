import { z } from 'zod'
import { entityName } from '../../shared/entities/entity.ts'
import { editSources, type EditSource } from '../../shared/contract/sheets.ts'
import { isKindName, kindOf, readParams, type KindName } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import { readVersioned, type Versioned } from '../../shared/versioned.ts'
import type { Clock } from '../ports.ts'
import type { Journal } from '../store/journal.ts'
import { whileUnchanged } from '../store/unchanged.ts'
import { openChangeSet } from './open-change-set.ts'

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
/** What a step did to the staged operation of one kind of one row: its parameters; null where there was none. */
export type ActionPart = Omit<z.infer<typeof actionPart>, 'version' | 'kind'> & { readonly kind: KindName }
/**
 * So many cells and actions are one part of a step, as it is kept: it is taken back by as many parts at a time as are
 * quick enough, and to take a cell back takes longer than to stage it.
 */
const partsAtOnce = 250

/** One step that a person can take back, or a part of one that was too long for a single commit. */
export interface UndoStep {
  readonly source: EditSource
  readonly cells: readonly CellPart[]
  readonly actions: readonly ActionPart[]
  /** Whether there are further parts of the same step to be taken. */
  readonly more: boolean
}

/** What a step did, as it is kept. */
export const keptStep: Versioned<(z.infer<typeof cellPart> | z.infer<typeof actionPart>)[]> = {
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

/** The steps that can be taken back or done again, in the journal: they outlast a restart and end with the release. */
export interface UndoLog {
  /**
   * Writes down a step inside the caller's commit; what had been undone before can no longer be done again. With
   * `continues` it is a further part of the last step.
   */
  record(source: EditSource, parts: readonly (CellPart | ActionPart)[], continues?: boolean): void
  /** Makes all that `work` writes down one step, or with `continues` one part of it, inside the caller's commit. */
  asOne<T>(work: () => T, continues?: boolean): T
  /**
   * The last step, or with `redo` the next, or a part of it, marked as taken inside the caller's commit; null where there
   * is none. `step-unreadable` where it cannot be read: it stays, and nothing behind it is taken.
   */
  take(redo: boolean): UndoStep | null
  /** How many parts the step has that would be taken. */
  partsLeft(redo: boolean): number
  /** Forgets what has been undone: it cannot be done again. */
  forgetUndone(): void
  state(): { canUndo: boolean; canRedo: boolean }
}

/** A step that may have several parts, each written down in a commit of its own. */
export interface StepSoFar {
  /** Whether a part of it has been committed: the next one continues it. */
  begun: boolean
}

export function createUndoLog(journal: Journal, clock: Clock): UndoLog {
  const { database } = journal
  const insert = database.prepare(
    `INSERT INTO undo_step (change_set, source, cells, version, continues) VALUES (?, ?, ?, ?, ?)`,
  )
  const dropUndone = database.prepare('DELETE FROM undo_step WHERE undone = 1')
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
  const state = whileUnchanged([database], () => {
    const any = selectAny.get()
    return { canUndo: any?.done === 1, canRedo: any?.undone === 1 }
  })
  const mark = database.prepare('UPDATE undo_step SET undone = ? WHERE id = ?')

  /** What is being written down as one step; null while every record is one of its own. */
  let joined: { source: EditSource; parts: (CellPart | ActionPart)[] }[] | null = null

  function record(source: EditSource, recorded: readonly (CellPart | ActionPart)[], continues = false): void {
    if (recorded.length === 0) return
    if (joined) {
      joined.push({ source, parts: [...recorded] })
      return
    }
    dropUndone.run()
    const kept = recorded.map((part) => ('kind' in part ? { ...part, version: kindOf(part.kind).version } : part))
    const changeSet = openChangeSet(journal, clock)
    for (let at = 0; at < kept.length; at += partsAtOnce) {
      const some = JSON.stringify(kept.slice(at, at + partsAtOnce))
      insert.run(changeSet, source, some, keptStep.version, Number(continues || at > 0))
    }
  }

  return {
    record,
    asOne(work, continues = false) {
      const steps: NonNullable<typeof joined> = []
      joined = steps
      let result
      try {
        result = work()
      } finally {
        joined = null
      }
      const [first] = steps
      if (first) {
        record(
          first.source,
          steps.flatMap(({ parts }) => parts),
          continues,
        )
      }
      return result
    },
    take(redo) {
      const raw = (redo ? next : last).get()
      if (!raw) return null
      const step = row.safeParse(raw).data
      const read = step && readVersioned(keptStep, step.version, step.cells)
      if (!read || 'unreadable' in read) return fail('step-unreadable')
      const actions = read.value.filter((part) => 'kind' in part).map(present)
      mark.run(redo ? 0 : 1, step.id)
      return {
        source: step.source,
        cells: read.value.filter((part) => 'field' in part),
        actions,
        more: (redo ? goesOn.get() : step.continues) === 1,
      }
    },
    partsLeft: (redo) => (redo ? partsToRedo : partsToUndo).get() ?? 0,
    forgetUndone: () => void dropUndone.run(),
    state,
  }
}

/** What a step did to an operation, in the present version of its kind's parameters. */
function present({ version, before, after, kind, ...part }: z.infer<typeof actionPart>): ActionPart {
  if (!isKindName(kind)) return fail('step-unreadable')
  const read = (params: unknown) => {
    if (params === null || params === undefined) return null
    const found = readParams(kind, version, JSON.stringify(params))
    return 'value' in found ? found.value : fail('step-unreadable')
  }
  return { ...part, kind, before: read(before), after: read(after) }
}
