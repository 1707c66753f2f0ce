import { principalOf } from '../panel/endpoint.ts'
import { idsOf, type Batch } from './batching.ts'

/** How many requests may be under way at once: for one principal, and for all. */
const sideBySide = { each: 6, all: 48 }

/** The requests that have been begun and are not settled yet. */
export interface RequestsUnderWay {
  /** Their operations. */
  readonly operations: ReadonlySet<number>
  readonly count: number
  /** Whether another request for a principal may be begun. */
  hasRoom(principal: string): boolean
  /** Whether nothing of a principal is under way. */
  isIdle(principal: string): boolean
  /**
   * Begins one. `send` calls `answered` when the panel has no more to do with it, which makes room for another; `ended`
   * is called once it is settled.
   */
  begin(batch: Batch, send: (answered: () => void) => Promise<void>, ended: () => void): void
  /** Promises that one has been answered, or settled. */
  changes(): Promise<void>[]
  /** Promises that each has been settled. */
  settled(): Promise<void>[]
}

export function createRequestsUnderWay(): RequestsUnderWay {
  const operations = new Set<number>()
  /** Each with its principal. */
  const requests = new Map<Promise<void>, string>()
  /**
   * Those of them that the panel may still have to do with, as promises that this is over. The next takes the place of one
   * that was answered at once: its attempt then shares the commit that writes down what came of the other.
   */
  const places = new Map<Promise<void>, string>()
  const countFor = (some: ReadonlyMap<unknown, string>, principal: string) =>
    [...some.values()].filter((other) => other === principal).length

  return {
    operations,
    get count() {
      return requests.size
    },
    hasRoom: (principal) => places.size < sideBySide.all && countFor(places, principal) < sideBySide.each,
    isIdle: (principal) => countFor(requests, principal) === 0,
    begin(batch, send, ended) {
      const principal = principalOf(batch.endpoint)
      for (const id of idsOf(batch)) operations.add(id)
      let leave = (): void => undefined
      const place = new Promise<void>((resolve) => (leave = resolve))
      places.set(place, principal)
      function answered(): void {
        places.delete(place)
        leave()
      }
      const request = send(answered).finally(() => {
        answered()
        requests.delete(request)
        for (const id of idsOf(batch)) operations.delete(id)
        ended()
      })
      requests.set(request, principal)
    },
    changes: () => [...places.keys(), ...requests.keys()],
    settled: () => [...requests.keys()],
  }
}
