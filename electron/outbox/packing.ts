import { kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import type { Carried } from '../operations/carrier.ts'
import { endpointOf } from '../operations/carriers.ts'
import { principalOf, type Endpoint } from '../panel/endpoint.ts'
import type { Sizes } from '../panel/sizes.ts'
import type { Operation } from '../store/operation.ts'

/** Operations that go in one request. */
export interface Packet {
  readonly kind: KindName
  readonly endpoint: Endpoint
  readonly operations: readonly (Carried<unknown> & { readonly subject: string; readonly changeSet: number })[]
}

/** The operations of a request. */
export const idsOf = (packet: Packet): number[] => packet.operations.map((operation) => operation.id)

/** How many operations of a kind go in one request to this panel. */
export function batchMostOf(name: KindName, sizes: Pick<Sizes, 'of'>): number {
  return sizes.of(name, kindOf(name).batchMost)
}

const asDocumented: Pick<Sizes, 'of'> = { of: (_what, most) => most }

/** What is packed of an operation. */
type Packed = Pick<Operation, 'id' | 'kind' | 'params' | 'part' | 'subject' | 'changeSet'>

/** Packs operations as they come. */
export interface Packer {
  add(operations: readonly Packed[]): void
  /** The requests so far, in the order in which they were begun. */
  readonly packets: readonly Packet[]
}

/**
 * Packs operations into requests, in their order: those of one kind, endpoint, batch key and part share one, up to the kind's
 * most, or less where the panel is known to take less.
 */
export function createPacker(sizes: Pick<Sizes, 'of'> = asDocumented): Packer {
  const packets: { kind: KindName; endpoint: Endpoint; operations: Packet['operations'][number][] }[] = []
  const open = new Map<string, (typeof packets)[number]>()
  return {
    packets,
    add(operations) {
      for (const operation of operations) {
        const { id, kind, params, part, subject, changeSet } = operation
        const carried = { id, params, part, subject, changeSet }
        const batch = kindOf(kind).batchKey(params)
        const endpoint = endpointOf(kind, params)
        const key = batch === null ? null : `${kind} ${principalOf(endpoint)} ${part} ${batch}`
        const packet = key === null ? undefined : open.get(key)
        if (packet && packet.operations.length < batchMostOf(kind, sizes)) {
          packet.operations.push(carried)
        } else {
          const begun = { kind, endpoint, operations: [carried] }
          packets.push(begun)
          if (key !== null) open.set(key, begun)
        }
      }
    },
  }
}

/** The same at once. */
export function pack(operations: readonly Packed[], sizes?: Pick<Sizes, 'of'>): readonly Packet[] {
  const packer = createPacker(sizes)
  packer.add(operations)
  return packer.packets
}
