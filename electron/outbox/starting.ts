import { principalOf } from '../panel/endpoint.ts'
import type { Gate } from './gate.ts'
import type { Batch } from './batching.ts'
import type { RequestsUnderWay } from './requests-under-way.ts'

/** Starts requests side by side, as many as there is room for. */
export interface Starting {
  /**
   * Starts requests, those of each principal in their order. Leaves the rest for another look once something came back to
   * be sent, once it is asked for, and once a principal has nothing more to do: there may be more by now.
   */
  all(batches: readonly Batch[]): Promise<void>
  /** Something that was not there when the requests were batched may go now: it is looked for before the next one starts. */
  recheck(): void
  /** Another look is wanted, even if nothing that is under way has ended. */
  lookAgain(): void
}

export function createStarting(core: {
  gate: Gate
  underWay: RequestsUnderWay
  start: (batch: Batch) => void
  /** No more can be started until one that is under way has been answered. */
  waiting: () => void
}): Starting {
  const { gate, underWay } = core
  let isStale = false
  let askedMeanwhile = (): void => undefined

  return {
    async all(batches) {
      isStale = false
      const asked = new Promise<'asked'>((resolve) => (askedMeanwhile = () => resolve('asked')))
      const queues = new Map<string, Batch[]>()
      for (const batch of batches) {
        const principal = principalOf(batch.endpoint)
        const queue = queues.get(principal)
        if (queue) queue.push(batch)
        else queues.set(principal, [batch])
      }
      const principals = [...queues.keys()]
      for (;;) {
        for (const [principal, queue] of queues) {
          while (queue.length > 0 && underWay.hasRoom(principal)) {
            if (isStale || !gate.isOpen) return
            core.start(queue.shift()!)
          }
          if (queue.length === 0) queues.delete(principal)
        }
        if (queues.size === 0) return
        core.waiting()
        if ((await Promise.race([asked, ...underWay.changes()])) === 'asked') return
        if (principals.some((principal) => !queues.has(principal) && underWay.isIdle(principal))) return
      }
    },
    recheck: () => void (isStale = true),
    lookAgain: () => askedMeanwhile(),
  }
}
