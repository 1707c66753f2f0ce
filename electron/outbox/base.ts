import { editIn, keptBy, type AnyEdit } from '../../shared/operations/edit.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable } from '../store/operation.ts'

/**
 * The base that is in force for an edit: what it was made against, or, where that was to be made by an earlier
 * operation, what the panel has kept of that; if that one came to nothing, its base.
 */
export function baseInForce(journal: Journal, edit: AnyEdit): Record<string, unknown> {
  const base = { ...edit.base }
  for (const [field, id] of Object.entries(edit.baseFrom)) {
    const [earlier] = journal.byIds([id])
    // What it was made against cannot be told of one that cannot be read: a conflict lets a person see.
    if (!earlier || !isReadable(earlier)) continue
    const made = editIn(earlier.params)
    if (!made) continue
    const left = earlier.state === 'done' ? keptBy(made, earlier.result) : baseInForce(journal, made)
    base[field] = left[field]
  }
  return base
}
