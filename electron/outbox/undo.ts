import { entities, laneOfRow, rowOfLane } from '../../shared/entities/entity.ts'
import { isCreator, kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import type { EditSource } from '../../shared/contract/sheets.ts'
import type { SheetName } from '../../shared/sheets/catalogue.ts'
import type { Journal } from '../store/journal.ts'
import type { OutboxEvents } from './outbox-events.ts'
import { rowsOf, type OperationStaging } from './operation-staging.ts'
import type { CellStaging } from './cell-staging.ts'
import type { UndoLog } from './undo-log.ts'

/** What an undo or redo took back, counted in cells and operations. */
export interface Undone {
  readonly source: EditSource
  readonly cells: number
  readonly ids: number[]
  /** The sheet in which rows of our own came or went with it; null where none did. */
  readonly made: SheetName | null
  /** How many parts of the step these were. */
  readonly parts: number
  /** Whether there are more of them. */
  readonly more: boolean
}

interface Core {
  readonly journal: Journal
  readonly events: OutboxEvents
  readonly log: UndoLog
  readonly staging: CellStaging
  readonly operationStaging: OperationStaging
}

/**
 * Takes the last step of staging back in one commit, or does it again: as many of its parts as make about `most` cells,
 * and one at least. Null where there is none.
 */
export function undo(core: Core, redo: boolean, most = 1): Undone | null {
  const taken = core.journal.commit(() => {
    const taken: TakenPart[] = []
    let cells = 0
    for (let part = takePart(core, redo); part;) {
      taken.push(part)
      cells += part.cells
      part = part.more && cells + part.cells <= most ? takePart(core, redo) : null
    }
    return taken
  })
  const last = taken.at(-1)
  if (!last) return null
  core.events.changed(
    [...new Set(taken.flatMap(({ changeSets }) => [...changeSets]))],
    [...new Set(taken.flatMap(({ lanes }) => [...lanes]))],
  )
  return {
    source: last.source,
    cells: taken.reduce((sum, { cells }) => sum + cells, 0),
    ids: [...new Set(taken.flatMap(({ ids }) => ids))],
    made: taken.find(({ made }) => made !== null)?.made ?? null,
    parts: taken.length,
    more: last.more,
  }
}

/** One part of a step that was taken back, or done again, and whose rows and change sets it has touched. */
interface TakenPart extends Omit<Undone, 'parts'> {
  readonly changeSets: ReadonlySet<number>
  readonly lanes: ReadonlySet<string>
}

function takePart({ log, staging, operationStaging }: Core, redo: boolean): TakenPart | null {
  const step = log.take(redo)
  if (!step) return null
  const { source, actions, more } = step
  const cells = step.cells.map(({ before, after, further, ...cell }) => ({
    ...cell,
    value: redo ? after : before,
    ...(further ? { further: (redo ? further.after : further.before) ?? {} } : {}),
  }))
  // A row of our own has to be there before what is staged in its cells.
  const isMaking = ({ kind }: { readonly kind: KindName }) => isCreator(kindOf(kind))
  const making = actions.filter(isMaking)
  const [first] = making
  const made = operationStaging.put(making, redo)
  const put = staging.put(cells)
  const others = operationStaging.put(making.length === 0 ? actions : actions.filter((one) => !isMaking(one)), redo)
  const changeSets = new Set([...made, ...put.changeSets, ...others])
  // An action may have been asked for several rows at once, before and after not the same ones.
  const rows = actions.flatMap(({ kind, before, after }) =>
    [before, after].flatMap((params) => (params === null ? [] : rowsOf({ kind, params }))),
  )
  const along = [...put.lanes].flatMap((lane) => rowOfLane(lane)?.id ?? [])
  return {
    source,
    cells: cells.length + actions.length,
    ids: [...[...cells, ...actions, ...rows].map(({ id }) => id), ...along],
    made: first ? entities[kindOf(first.kind).entity].sheet : null,
    more,
    changeSets,
    lanes: new Set([...put.lanes, ...rows.map(laneOfRow)]),
  }
}
