import type { EntityName } from '../../shared/entities/entity.ts'
import type { Clock } from '../ports.ts'
import { createTypedPasswords, type TypedPasswords } from './typed-passwords.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import type { Unfinished } from '../store/unfinished.ts'
import { createCellReader, type CellReader } from './cell-reader.ts'
import type { OutboxEvents } from './outbox-events.ts'
import { createRowMaking, type RowMaking } from './row-making.ts'
import { createFileStaging, type FileStaging } from './file-staging.ts'
import { createRemedying, type Remedying } from './remedying.ts'
import { createOperationStaging, type OperationStaging } from './operation-staging.ts'
import { createOperationWriting } from './operation-writing.ts'
import { createCellStaging, type CellStaging } from './cell-staging.ts'
import { createUndoLog, type StepSoFar, type UndoLog } from './undo-log.ts'
import { undo, type Undone } from './undo.ts'

/** Where things are staged and taken back: cells, whole operations, and one log of steps over both. */
export interface StagingArea {
  /** What texts stand for in cells. */
  readonly reader: CellReader
  readonly cells: CellStaging
  readonly operations: OperationStaging
  readonly files: FileStaging
  readonly rows: RowMaking
  readonly remedying: Remedying
  readonly log: UndoLog
  /** How parts of a step are committed; see the journal. */
  readonly commits: Pick<Journal, 'parts' | 'lastingParts'>
  /**
   * Takes back what is staged in these cells and has not been released, actions on their rows as well, in one commit, as
   * an undo step or as a further part of one that has begun; without a field, all of the row. Answers how many cells and
   * actions.
   */
  revert(
    entity: EntityName,
    cells: readonly { readonly id: number; readonly field: string | null }[],
    step?: StepSoFar,
  ): number
  /**
   * Takes the last step of staging back, or does it again, in one commit: as many of its parts as make about `most`
   * cells, or one. Null where there is none.
   */
  undo(redo: boolean, most?: number): Undone | null
  undoState(): { canUndo: boolean; canRedo: boolean }
}

export function createStagingArea(core: {
  journal: Journal
  unfinished: Unfinished
  cache: Cache
  clock: Clock
  events: OutboxEvents
  /** Where passwords are kept that are typed for users; without it, in memory. */
  passwords?: TypedPasswords
}): StagingArea {
  const { journal, clock, events } = core
  const log = createUndoLog(journal, clock)
  let last = 0
  const { passwords = createTypedPasswords({ newName: () => String(++last) }) } = core
  const reader = createCellReader({ ...core, passwords })
  const staging = createCellStaging({ ...core, log, reader })
  const writing = createOperationWriting(core)
  const operationStaging = createOperationStaging({ ...core, log, staging, writing })
  return {
    reader,
    cells: staging,
    operations: operationStaging,
    files: createFileStaging({ ...core, writing, passwords }),
    rows: createRowMaking({ ...core, log, reader, operations: operationStaging }),
    remedying: createRemedying({ ...core, log, writing }),
    log,
    commits: journal,
    revert(entity, cells, step = { begun: false }) {
      const count = journal.commit(() =>
        log.asOne(() => staging.revert(entity, cells).unstaged + operationStaging.revert(entity, cells), step.begun),
      )
      step.begun ||= count > 0
      return count
    },
    undo: (redo, most) => undo({ journal, events, log, staging, operationStaging }, redo, most),
    undoState: () => log.state(),
  }
}
