import type { Clock } from '../ports.ts'
import type { Journal } from '../store/journal.ts'

/** The change set into which edits in sheets go until it is released; begun where there is none. */
export function openChangeSet(journal: Journal, clock: Clock): number {
  const open = journal.database
    .prepare<[], { id: number }>(
      `SELECT id FROM change_set WHERE origin = 'sheet' AND released_at IS NULL ORDER BY id DESC LIMIT 1`,
    )
    .get()
  return open?.id ?? journal.addChangeSet('sheet', '', clock.now())
}
