import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { trackerSettingsKind, type TrackerSettings } from '../../shared/operations/tracker-settings.ts'
import type { Journal } from '../store/journal.ts'

/**
 * The base that is in force for an edit: what it was made against, or, where that was to be made by an earlier
 * operation that came to nothing, the base of that one.
 */
export function baseInForce(journal: Journal, params: ParamsOf<'tracker.settings'>): TrackerSettings {
  const base: Record<string, unknown> = { ...params.base }
  for (const [field, id] of Object.entries(params.baseFrom)) {
    if (id === undefined) continue
    const [earlier] = journal.byIds([id])
    if (!earlier || earlier.state === 'done') continue
    const parsed = trackerSettingsKind.params.safeParse(earlier.params)
    if (!parsed.success) continue
    base[field] = (baseInForce(journal, parsed.data) as Record<string, unknown>)[field]
  }
  return base
}
