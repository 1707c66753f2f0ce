import { kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import type { Executable } from '../operations/executor.ts'
import { endpointOf } from '../operations/executors.ts'
import { principalOf, type Endpoint } from '../panel/endpoint.ts'
import type { Sizes } from '../panel/sizes.ts'
import type { Operation } from '../store/operation.ts'

/** Operations that go in one request. */
export interface Batch {
  readonly kind: KindName
  readonly endpoint: Endpoint
  readonly operations: readonly (Executable<unknown> & { readonly subject: string; readonly changeSet: number })[]
}

/** The operations of a request. */
export const idsOf = (batch: Batch): number[] => batch.operations.map((operation) => operation.id)

/** How many operations of a kind go in one request to this panel. */
export function batchMostOf(name: KindName, sizes: Pick<Sizes, 'of'>): number {
  return sizes.of(name, kindOf(name).batchMost)
}

const asDocumented: Pick<Sizes, 'of'> = { of: (_what, most) => most }

/** What goes into a batch of an operation. */
type Batchable = Pick<Operation, 'id' | 'kind' | 'params' | 'part' | 'subject' | 'changeSet'>

/** Puts operations into batches as they come. */
export interface Batcher {
  add(operations: readonly Batchable[]): void
  /** The requests so far, in the order in which they were begun. */
  readonly batches: readonly Batch[]
}

/**
 * Puts operations into batches, one a request, in their order: those of one kind, endpoint, batch key and part share one, up to the kind's
 * most, or less where the panel is known to take less.
 */
export function createBatcher(sizes: Pick<Sizes, 'of'> = asDocumented): Batcher {
  const batches: { kind: KindName; endpoint: Endpoint; operations: Batch['operations'][number][] }[] = []
  const open = new Map<string, (typeof batches)[number]>()
  return {
    batches,
    add(operations) {
      for (const operation of operations) {
        const { id, kind, params, part, subject, changeSet } = operation
        const executable = { id, params, part, subject, changeSet }
        const shared = kindOf(kind).batchKey(params)
        const endpoint = endpointOf(kind, params)
        const key = shared === null ? null : `${kind} ${principalOf(endpoint)} ${part} ${shared}`
        const batch = key === null ? undefined : open.get(key)
        if (batch && batch.operations.length < batchMostOf(kind, sizes)) {
          batch.operations.push(executable)
        } else {
          const begun = { kind, endpoint, operations: [executable] }
          batches.push(begun)
          if (key !== null) open.set(key, begun)
        }
      }
    },
  }
}

/** The same at once. */
export function inBatches(operations: readonly Batchable[], sizes?: Pick<Sizes, 'of'>): readonly Batch[] {
  const batcher = createBatcher(sizes)
  batcher.add(operations)
  return batcher.batches
}
