import type { EditSource } from '../../shared/contract/sheets.ts'
import { isKindName, kindOf, readParams, type KindName } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { Journal } from '../store/journal.ts'
import type { CellPart, KeptActionPart } from '../store/undo-steps.ts'

/** What a step did to the staged operation of one kind of one row: its parameters; null where there was none. */
export type ActionPart = Omit<KeptActionPart, 'version' | 'kind'> & { readonly kind: KindName }
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
  const { undoSteps } = journal
  /** What is being written down as one step; null while every record is one of its own. */
  let joined: { source: EditSource; parts: (CellPart | ActionPart)[] }[] | null = null

  function record(source: EditSource, recorded: readonly (CellPart | ActionPart)[], continues = false): void {
    if (recorded.length === 0) return
    if (joined) {
      joined.push({ source, parts: [...recorded] })
      return
    }
    undoSteps.dropUndone()
    const kept = recorded.map((part) => ('kind' in part ? { ...part, version: kindOf(part.kind).version } : part))
    const changeSet = journal.openSheetSet(clock.now())
    for (let at = 0; at < kept.length; at += partsAtOnce) {
      undoSteps.add(changeSet, source, kept.slice(at, at + partsAtOnce), continues || at > 0)
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
      const step = undoSteps.next(redo)
      if (!step) return null
      const actions = step.parts.filter((part) => 'kind' in part).map(present)
      undoSteps.mark(step.id, !redo)
      return {
        source: step.source,
        cells: step.parts.filter((part) => 'field' in part),
        actions,
        more: redo ? undoSteps.goesOn() : step.continues,
      }
    },
    partsLeft: (redo) => undoSteps.partsLeft(redo),
    forgetUndone: () => undoSteps.dropUndone(),
    state: () => undoSteps.any(),
  }
}

/** What a step did to an operation, in the present version of its kind's parameters. */
function present({ version, before, after, kind, ...part }: KeptActionPart): ActionPart {
  if (!isKindName(kind)) return fail('step-unreadable')
  const read = (params: unknown) => {
    if (params === null || params === undefined) return null
    const found = readParams(kind, version, JSON.stringify(params))
    return 'value' in found ? found.value : fail('step-unreadable')
  }
  return { ...part, kind, before: read(before), after: read(after) }
}
