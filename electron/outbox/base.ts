import { anyEdit, keptBy, type AnyEdit } from '../../shared/operations/edit.ts'
import type { Journal } from '../store/journal.ts'

/**
 * The base that is in force for an edit: what it was made against, or, where that was to be made by an earlier
 * operation, what the panel has kept of that; if that one came to nothing, its base.
 */
export function baseInForce(journal: Journal, edit: AnyEdit): Record<string, unknown> {
  const base = { ...edit.base }
  for (const [field, id] of Object.entries(edit.baseFrom)) {
    const [earlier] = journal.byIds([id])
    const parsed = anyEdit.safeParse(earlier?.params)
    if (!earlier || !parsed.success) continue
    const left = earlier.state === 'done' ? keptBy(parsed.data, earlier.result) : baseInForce(journal, parsed.data)
    base[field] = left[field]
  }
  return base
}
