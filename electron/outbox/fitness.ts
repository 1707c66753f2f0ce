import { kindOf } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type StoredOperation } from '../store/operation.ts'

/**
 * Why an operation cannot be sent by this program, whatever the panel holds: it cannot be read, it breaks a rule, or
 * what it needs has left no result that can be read. Null where it can.
 */
export function unfitness(journal: Pick<Journal, 'byIds'>, operation: StoredOperation): Problem | null {
  if (!isReadable(operation)) return operation.unreadable
  const declared = kindOf(operation.kind)
  return (
    operation.broken ?? declared.check(operation.params) ?? lostNeed(journal, declared.after?.(operation.params) ?? [])
  )
}

function lostNeed(journal: Pick<Journal, 'byIds'>, needs: readonly number[]): Problem | null {
  const known = new Map(journal.byIds(needs).map((operation) => [operation.id, operation]))
  for (const id of needs) {
    const needed = known.get(id)
    if (needed && isReadable(needed)) continue
    return { code: 'needs-unreadable', values: { name: needed?.subject ?? '', operation: id } }
  }
  return null
}
