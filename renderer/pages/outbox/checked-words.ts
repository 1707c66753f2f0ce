import type { Checked } from '../../../shared/contract/outbox.ts'
import { counted } from '../../operations/words.ts'

/** What a check has come to, in a sentence. */
export function checkedWords({ operations, found }: Checked): string {
  const against = found.reduce((sum, group) => sum + group.operations, 0)
  if (against > 0) return counted('outbox.plan.check.against', against)
  return counted('outbox.plan.check.clear', operations)
}
