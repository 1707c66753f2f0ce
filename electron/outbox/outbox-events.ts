import { kindOf } from '../../shared/operations/catalogue.ts'
import type { Operation, UnreadableOperation } from '../store/operation.ts'

/** What the outbox tells the window after each commit. */
export interface OutboxEvents {
  /** These change sets, or their operations, have changed, and with them the marks on the rows whose lanes these are. */
  changed(changeSets: readonly number[], lanes: readonly string[]): void
  /** An attempt was begun or has ended. */
  attempted(): void
}

/** The lanes of an operation. */
export function lanesOf({ kind, params }: Pick<Operation, 'kind' | 'params'>): string[] {
  return kindOf(kind).lanes(params)
}

/** An operation as far as {@link tell} wants to know it. */
export type Told =
  | (Pick<Operation, 'kind' | 'params' | 'changeSet'> & { readonly unreadable?: null })
  | Pick<UnreadableOperation, 'unreadable' | 'changeSet'>

/**
 * Tells the window of operations that have just been committed. The lanes of one that cannot be read are known to the
 * journal alone, as long as it is not settled: `lanes` are those that it had.
 */
export function tell(events: OutboxEvents, operations: readonly Told[], lanes: readonly string[] = []): void {
  if (operations.length === 0) return
  const own = operations.flatMap((operation) => (operation.unreadable ? [] : lanesOf(operation)))
  const changeSets = new Set(operations.map((operation) => operation.changeSet))
  events.changed([...changeSets], [...new Set([...own, ...lanes])])
}
