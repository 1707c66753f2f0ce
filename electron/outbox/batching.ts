import { kindOf, kindsMadeWithParts, type KindName } from '../../shared/operations/catalogue.ts'
import type { Executable } from '../operations/executor.ts'
import { endpointOf, executorOf } from '../operations/executors.ts'
import { principalOf, type Endpoint } from '../panel/endpoint.ts'
import type { Sizes } from '../panel/sizes.ts'
import type { Operation } from '../store/operation.ts'

type Batched = Executable<unknown> & { readonly subject: string; readonly changeSet: number }

/** Operations that go in one request. */
export interface Batch {
  readonly kind: KindName
  readonly endpoint: Endpoint
  readonly operations: readonly Batched[]
}

/** The operations of a request. */
export const idsOf = (batch: Batch): number[] => batch.operations.map((operation) => operation.id)

/** The operations that a request is about, without those of another kind that go along with one of them. */
export function leadersIn({ kind, operations }: Batch): readonly Batched[] {
  return operations.filter((operation) => operation.kind === kind)
}

/** Those of another kind that go along with one of them. */
export function partsIn({ kind, operations }: Batch): readonly Batched[] {
  return operations.filter((operation) => operation.kind !== kind)
}

/** Whether a request makes one thing with its parts: it goes as a whole, and cannot be narrowed down. */
export const hasParts = ({
  kind,
  operations,
}: Pick<Batch, 'kind'> & { readonly operations: readonly Executable<unknown>[] }): boolean =>
  operations.some((operation) => operation.kind !== kind)

/** Whether a request writes the whole that several operations change parts of. */
export const isRewriting = ({ kind, operations }: Pick<Batch, 'kind' | 'operations'>): boolean =>
  operations.length > 1 && executorOf(kind).rewrite !== undefined

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
 * most, or less where the panel is known to take less; each goes by itself where they are fewer than the kind's least. What makes a part of something new goes in the batch of that, if it is there.
 */
export function createBatcher(sizes: Pick<Sizes, 'of'> = asDocumented): Batcher {
  /** By the kind of the parts, the kind of the whole. */
  const wholes = new Map(kindsMadeWithParts().map(({ name, madeWith }) => [madeWith.kind, name as KindName]))
  const batches: { kind: KindName; endpoint: Endpoint; operations: Batched[] }[] = []
  const open = new Map<string, (typeof batches)[number]>()

  function put({ id, kind, params, part, subject, changeSet }: Batchable): void {
    const executable = { id, kind, params, part, subject, changeSet }
    const shared = kindOf(kind).batchKey(params)
    const endpoint = endpointOf(kind, params)
    const keyOf = (of: KindName) => (shared === null ? null : `${of} ${principalOf(endpoint)} ${part} ${shared}`)
    const ofWhole = wholes.get(kind)
    const whole = ofWhole === undefined ? undefined : open.get(keyOf(ofWhole) ?? '')
    if (whole) {
      whole.operations.push(executable)
      return
    }
    const key = keyOf(kind)
    const batch = key === null ? undefined : open.get(key)
    if (batch && batch.operations.length < batchMostOf(kind, sizes)) {
      batch.operations.push(executable)
    } else {
      const begun = { kind, endpoint, operations: [executable] }
      batches.push(begun)
      if (key !== null) open.set(key, begun)
    }
  }

  return {
    get batches() {
      return batches.flatMap((batch) => (isTooSmall(batch) ? oneByOne(batch) : batch))
    },
    add(operations) {
      const parts: Batchable[] = []
      for (const operation of operations) {
        if (wholes.has(operation.kind)) parts.push(operation)
        else put(operation)
      }
      // What they go along with may have been staged later.
      parts.forEach(put)
    },
  }
}

/** Whether it has too few operations to be one request. */
const isTooSmall = ({ kind, operations }: Batch): boolean => operations.length < (kindOf(kind).batchLeast ?? 0)

function oneByOne({ operations, ...same }: Batch): Batch[] {
  return operations.map((operation) => ({ ...same, operations: [operation] }))
}

/** The same at once. */
export function inBatches(operations: readonly Batchable[], sizes?: Pick<Sizes, 'of'>): readonly Batch[] {
  const batcher = createBatcher(sizes)
  batcher.add(operations)
  return batcher.batches
}
