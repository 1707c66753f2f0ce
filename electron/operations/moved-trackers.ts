import { trackerMoveKind } from '../../shared/operations/tracker-move.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable } from '../store/operation.ts'
import { moveResult } from './tracker-move.ts'

/**
 * Our ids of the trackers that we have moved, by the panel's present ids: a move gives a tracker a new one there and
 * never here. The journal knows them all, so a cache that is pulled anew gives every row its old id of ours.
 */
export function movedTrackers(journal: Journal): Map<number, number> {
  const present = new Map<number, number>()
  for (const { params, result } of journal.doneOf(trackerMoveKind.name).filter(isReadable)) {
    const parsed = trackerMoveKind.params.safeParse(params)
    const moved = moveResult.safeParse(result)
    if (parsed.success && moved.success) present.set(parsed.data.row, moved.data.panelId)
  }
  return new Map([...present].map(([tracker, panelId]) => [panelId, tracker]))
}
