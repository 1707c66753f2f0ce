import { join } from 'node:path'
import { tariffOf, userOf } from '../../electron/panel/answers.ts'
import { createColumnChanges } from '../../electron/outbox/column-change.ts'
import { createStagingArea } from '../../electron/outbox/staging-area.ts'
import { createStagingSteps } from '../../electron/outbox/staging-steps.ts'
import { createLongSteps, heldEvents } from '../../electron/outbox/long-steps.ts'
import type { Clock } from '../../electron/ports.ts'
import { openCache } from '../../electron/store/open-cache.ts'
import { openJournal } from '../../electron/store/open-journal.ts'
import { createUnfinished } from '../../electron/store/unfinished.ts'
import { createSheetView } from '../../electron/store/sheet-view.ts'
import type { CellText } from '../../electron/outbox/cell-staging.ts'
import type { ColumnChange } from '../../shared/contract/changing.ts'
import type { EditSource } from '../../shared/contract/sheets.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import { journalPlace } from './journals.ts'
import { things } from './plain-sheet.ts'

/** Real enough for everything that takes no time. */
const clock: Clock = {
  now: () => Date.UTC(2026, 10, 20, 12),
  monotonic: () => 0,
  sleep: () => Promise.resolve(),
  turn: () => Promise.resolve(),
}

/**
 * Opens the sheet of trackers over real files in a folder, as a profile has it open, without a panel. Steps of more than
 * three cells are committed in parts.
 */
export function openSheet(folder: string) {
  const journal = openJournal(join(folder, 'journal.db'), journalPlace())
  const { cache } = openCache(join(folder, 'cache.db'))
  const events = heldEvents({ changed: () => undefined, attempted: () => undefined })
  const stagingArea = createStagingArea({ journal, unfinished: createUnfinished(journal), cache, clock, events })
  const steps = createLongSteps({ events, clock, rowsAtOnce: 3 })
  const stagingSteps = createStagingSteps(stagingArea)
  const view = createSheetView({ cache, journal, clock })
  const changes = createColumnChanges({ sheets: view, steps: stagingSteps, clock, reader: stagingArea.reader })
  return {
    stagingArea,
    view,
    stage: (source: EditSource, cells: readonly CellText[]) =>
      steps.inTurn('stage', (parts) => stagingSteps.stage('tracker', source, cells, parts)),
    change: (change: ColumnChange) => steps.inTurn('stage', (parts) => changes.make(change, parts)),
    revert: (cells: readonly { id: number; field: string | null }[]) =>
      steps.inTurn('revert', (parts) => stagingSteps.revert('tracker', cells, parts)),
    undo: (redo: boolean) => steps.inTurn(redo ? 'redo' : 'undo', (parts) => stagingSteps.undo(redo, parts)),
    /** Trackers as a pull brings them. */
    pull(trackers: readonly Tracker[]): void {
      cache.beginPull()
      const plans = things.plan.map(([id, name]) => tariffOf({ id, name, price: 1 })!)
      const users = things.owner.map(([id, login, name = '', , legal_name]) => {
        const [first_name, last_name] = name.split(' ')
        return userOf({ id, login, first_name, last_name, legal_name })!
      })
      cache.writePage('tariff', plans, 0)
      cache.writePage('user', users, 0)
      cache.writePage('tracker', trackers, 0)
    },
    /** How many operations are staged. */
    staged: () => journal.inState('draft').length,
    async close(): Promise<void> {
      await view.close()
      cache.close()
      journal.close()
    },
  }
}
