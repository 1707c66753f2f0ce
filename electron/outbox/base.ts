import { anyEdit, type AnyEdit } from '../../shared/operations/edit.ts'
import type { Journal } from '../store/journal.ts'

/**
 * The base that is in force for an edit: what it was made against, or, where that was to be made by an earlier
 * operation that came to nothing, the base of that one.
 */
export function baseInForce(journal: Journal, edit: AnyEdit): Record<string, unknown> {
  const base = { ...edit.base }
  for (const [field, id] of Object.entries(edit.baseFrom)) {
    const [earlier] = journal.byIds([id])
    if (!earlier || earlier.state === 'done') continue
    const parsed = anyEdit.safeParse(earlier.params)
    if (parsed.success) base[field] = baseInForce(journal, parsed.data)[field]
  }
  return base
}
