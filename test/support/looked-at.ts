import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createStagingArea } from '../../electron/outbox/staging-area.ts'
import { createStagingSteps } from '../../electron/outbox/staging-steps.ts'
import type { Clock } from '../../electron/ports.ts'
import { openCache } from '../../electron/store/open-cache.ts'
import { createUnfinished } from '../../electron/store/unfinished.ts'
import { openJournal } from '../../electron/store/open-journal.ts'
import { createSavedViews } from '../../electron/store/saved-views.ts'
import { createSheetView } from '../../electron/store/sheet-view.ts'
import type { SheetQuery } from '../../shared/contract/looking.ts'
import type { SheetAction } from '../../shared/contract/sheets.ts'
import type { Tariff } from '../../shared/model/tariff.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import type { User } from '../../shared/model/user.ts'
import { newFolder } from './core-rig.ts'
import { allAtOnce } from './all-at-once.ts'
import { journalPlace } from './journals.ts'

/** Real enough for everything that takes no time. */
const clock: Clock = { now: () => 0, monotonic: () => 0, sleep: () => Promise.resolve(), turn: () => Promise.resolve() }

/** What a pull brings. */
export interface Pulled {
  readonly trackers?: readonly Tracker[]
  readonly users?: readonly User[]
  readonly tariffs?: readonly Tariff[]
}

/** How a sheet is looked at where nothing else is said. */
export const plainly: SheetQuery = {
  sheet: 'trackers',
  search: '',
  sort: [],
  filter: [],
  only: 'all',
  group: null,
  folded: [],
  foldOthers: false,
}

/** Sheets over the real files of a folder, closed at the end of the test. */
export function lookAt(folder: string, viewBytes?: number) {
  const journal = openJournal(join(folder, 'journal.db'), journalPlace())
  const { cache } = openCache(join(folder, 'cache.db'))
  const stagingArea = createStagingArea({
    journal,
    unfinished: createUnfinished(journal),
    cache,
    clock,
    events: { changed: () => undefined, attempted: () => undefined },
  })
  const view = createSheetView({ cache, journal, clock, ...(viewBytes === undefined ? {} : { viewBytes }) })
  let closed = false
  async function close(): Promise<void> {
    if (closed) return
    closed = true
    await view.close()
    cache.close()
    journal.close()
  }
  onTestFinished(close)
  return {
    cache,
    journal,
    stagingArea,
    act: (action: SheetAction) => createStagingSteps(stagingArea).act(action, allAtOnce),
    view,
    saved: createSavedViews(journal),
    /** A complete pull: what it does not bring stays. */
    pull({ trackers = [], users = [], tariffs = [] }: Pulled): void {
      cache.beginPull()
      cache.writePage('user', users, cache.applied())
      cache.writePage('tariff', tariffs, cache.applied())
      cache.writePage('tracker', trackers, cache.applied())
      cache.setPulledAt(1)
    },
    /** The ids that a question brings, group rows among them. */
    ids(query: Partial<SheetQuery> = {}): number[] {
      const { view: id, count } = view.open({ ...plainly, ...query })
      return view.ids(id, 0, Math.max(1, count))
    },
    type(id: number, field: string, value: string): void {
      stagingArea.cells.edit('tracker', 'type', [{ id, field, value }])
    },
    close,
  }
}

/** The same in a folder of its own, with rows in it. */
export function lookAtNew(pulled: Pulled, viewBytes?: number) {
  const folder = newFolder()
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const looked = lookAt(folder, viewBytes)
  looked.pull(pulled)
  return { ...looked, folder }
}
