import { kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import type { Carried } from '../operations/carrier.ts'
import type { Sizes } from '../panel/sizes.ts'
import type { Operation } from '../store/operation.ts'

/** Operations that go in one request. */
export interface Packet {
  readonly kind: KindName
  readonly operations: readonly (Carried<unknown> & { readonly subject: string; readonly changeSet: number })[]
}

/** The operations of a request. */
export const idsOf = (packet: Packet): number[] => packet.operations.map((operation) => operation.id)

/** How many operations of a kind go in one request to this panel. */
export function batchMostOf(name: KindName, sizes: Pick<Sizes, 'of'>): number {
  return sizes.of(name, kindOf(name).batchMost)
}

const asDocumented: Pick<Sizes, 'of'> = { of: (_what, most) => most }

/**
 * Packs operations into requests, in their order: those of one kind, batch key and part share one, up to the kind's
 * most, or less where the panel is known to take less.
 */
export function pack(
  operations: readonly Pick<Operation, 'id' | 'kind' | 'params' | 'part' | 'subject' | 'changeSet'>[],
  sizes: Pick<Sizes, 'of'> = asDocumented,
): Packet[] {
  const packets: { kind: KindName; operations: Packet['operations'][number][] }[] = []
  const open = new Map<string, (typeof packets)[number]>()
  for (const operation of operations) {
    const declared = kindOf(operation.kind)
    const { id, params, part, subject, changeSet } = operation
    const carried = { id, params, part, subject, changeSet }
    const batch = declared.batchKey(params)
    const key = `${operation.kind} ${operation.part} ${batch}`
    const packet = batch === null ? undefined : open.get(key)
    if (packet && packet.operations.length < batchMostOf(operation.kind, sizes)) {
      packet.operations.push(carried)
    } else {
      const begun = { kind: operation.kind, operations: [carried] }
      packets.push(begun)
      open.set(key, begun)
    }
  }
  return packets
}
