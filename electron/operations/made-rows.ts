import { z } from 'zod'
import type { KindName } from '../../shared/operations/catalogue.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable } from '../store/operation.ts'

const ofRow = z.looseObject({ row: z.int() })
const told = z.looseObject({ panelId: z.int() })

/**
 * Our ids of the rows that operations of a kind have made, by the panel's, as its answers told them: so a cache that is
 * pulled anew gives every row its old id of ours.
 */
export function madeRows(journal: Journal, kind: KindName): Map<number, number> {
  const made = new Map<number, number>()
  for (const { params, result } of journal.doneOf(kind).filter(isReadable)) {
    const [ours, theirs] = [ofRow.safeParse(params), told.safeParse(result)]
    if (ours.success && theirs.success) made.set(theirs.data.panelId, ours.data.row)
  }
  return made
}
