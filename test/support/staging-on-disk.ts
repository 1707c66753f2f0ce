import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createRelease } from '../../electron/outbox/release.ts'
import { createStagingArea } from '../../electron/outbox/staging-area.ts'
import { trackerOf } from '../../electron/panel/answers.ts'
import { openCache } from '../../electron/store/open-cache.ts'
import { isReadable } from '../../electron/store/operation.ts'
import { createUnfinished } from '../../electron/store/unfinished.ts'
import { trackerSettingsKind } from '../../shared/operations/tracker-settings.ts'
import { allAtOnce } from './all-at-once.ts'
import { openTestJournal, testFolder } from './journals.ts'
import { createSimClock } from './sim-clock.ts'

/** Staging over a journal and a cache in real files: trackers 1 to `count`, labelled `Van 1` and so on. */
export function stagingOnDisk(count = 500) {
  const { journal, path } = openTestJournal()
  const { cache } = openCache(join(testFolder(), 'cache.db'))
  onTestFinished(() => cache.close())
  const rows = Array.from({ length: count }, (_, index) => trackerOf({ id: index + 1, label: `Van ${index + 1}` })!)
  cache.beginPull()
  cache.writePage('tracker', rows as never, 0)
  const core = {
    journal,
    unfinished: createUnfinished(journal),
    cache,
    clock: createSimClock(),
    events: { changed: () => undefined, attempted: () => undefined },
  }
  return {
    journal,
    cache,
    path,
    core,
    staging: stagingOf(core),
    /** Releases the drafts of change sets in one part. */
    release: (changeSets: readonly number[]) => createRelease(core).release(changeSets, 'exact', allAtOnce),
    /** Every row of the table of operations, as it stands. */
    everything: () => journal.database.prepare('SELECT * FROM operation ORDER BY id').all(),
    /** What is staged, as `row field` → value. */
    staged: () =>
      new Map(
        journal
          .inState('draft')
          .filter(isReadable)
          .flatMap(({ params }) => {
            const { row, set } = trackerSettingsKind.params.parse(params)
            return Object.entries(set).map(([field, value]) => [`${row} ${field}`, value] as const)
          }),
      ),
  }
}

/** Staging of cells on these files, with what takes it back: a new one finds what another left. */
export function stagingOf(core: Parameters<typeof createStagingArea>[0]) {
  const { cells, undo, undoState } = createStagingArea(core)
  return { edit: cells.edit, revert: cells.revert, undo, canUndo: undoState }
}
