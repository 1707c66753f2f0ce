import { laneOfRow, rowOfLane } from '../../shared/entities/entity.ts'
import type { EditSource } from '../../shared/contract/sheets.ts'
import type { Journal } from '../store/journal.ts'
import type { News } from './news.ts'
import { rowsOf, type OperationStaging } from './stage-operations.ts'
import type { Staging } from './staging.ts'
import type { UndoLog } from './undo-log.ts'

/** What an undo or redo took back, counted in cells and operations. */
export interface Undone {
  readonly source: EditSource
  readonly cells: number
  readonly ids: number[]
  /** Whether it was a part of a step, and there is more of it. */
  readonly more: boolean
}

/** Takes the last step of staging, or the last part of it, back in one commit, or does it again; null where there is none. */
export function undo(
  core: { journal: Journal; news: News; log: UndoLog; staging: Staging; operationStaging: OperationStaging },
  redo: boolean,
): Undone | null {
  const { journal, news, log, staging, operationStaging } = core
  const done = journal.commit(() => {
    const step = log.take(redo)
    if (!step) return null
    const cells = step.cells.map(({ before, after, further, ...cell }) => ({
      ...cell,
      value: redo ? after : before,
      ...(further ? { further: (redo ? further.after : further.before) ?? {} } : {}),
    }))
    const { changeSets, lanes } = staging.put(cells)
    return { step, lanes, touched: new Set([...changeSets, ...operationStaging.put(step.actions, redo)]) }
  })
  if (!done) return null
  const { source, cells, actions, more } = done.step
  // An action may have been asked for several rows at once, before and after not the same ones.
  const rows = actions.flatMap(({ kind, before, after }) =>
    [before, after].flatMap((params) => (params === null ? [] : rowsOf({ kind, params }))),
  )
  const lanes = new Set([...done.lanes, ...rows.map(laneOfRow)])
  const along = [...done.lanes].flatMap((lane) => rowOfLane(lane)?.id ?? [])
  const ids = [...new Set([...[...cells, ...actions, ...rows].map(({ id }) => id), ...along])]
  news.changed([...done.touched], [...lanes])
  return { source, cells: cells.length + actions.length, ids, more }
}
