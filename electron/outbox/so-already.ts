import type { Problem } from '../../shared/problem.ts'
import type { Proof, Surroundings } from '../operations/carrier.ts'
import { carrierOf } from '../operations/carriers.ts'
import { PanelFailure } from '../panel/failure.ts'
import type { Journal } from '../store/journal.ts'
import type { SteadyTime } from '../time.ts'
import { tell, type News } from './news.ts'
import type { Packet } from './packing.ts'
import type { Settled } from './runs.ts'
import { longestWait } from './waiting.ts'

/** Of operations of a request that were refused with these problems, settles those that are so already as done. */
export type ReadWhatIsSo = (packet: Packet, problems: ReadonlyMap<number, Problem>) => Promise<void>

/**
 * Reads back what was refused perhaps because it is so already. Until that is read, it counts as under way: after a
 * crash it would be looked up.
 */
export function createReadWhatIsSo(core: {
  journal: Journal
  time: SteadyTime
  news: News
  around: Surroundings
  settled: (settled: Settled) => void
  /** Reading failed in a way that may concern the connection as a whole. */
  lost: (error: unknown) => void
}): ReadWhatIsSo {
  const { journal, time, news, around } = core

  /** They are known to have had no effect, so they go once more, and will be refused once more. */
  function waitToBeRefused(problems: ReadonlyMap<number, Problem>, error: unknown): void {
    journal.commit(() => {
      for (const [id, problem] of problems) {
        journal.move([id], 'waiting', { problem, retryAt: time.now() + longestWait })
      }
    })
    tell(news, journal.byIds([...problems.keys()]))
    core.lost(error)
  }

  return async (packet, problems) => {
    const operations = packet.operations.filter(({ id }) => problems.has(id))
    let proofs: ReadonlyMap<number, Proof> = new Map()
    try {
      proofs = await carrierOf(packet.kind).readBack(operations, around, true)
    } catch (error) {
      // What the panel will not show is not seen to be so.
      const isRefused = error instanceof PanelFailure && error.next === 'refused'
      if (!isRefused) return waitToBeRefused(problems, error)
    }
    const so = new Map<number, Record<string, unknown>>()
    for (const [id, proof] of proofs) if (proof.effect === true) so.set(id, { ...proof.result, already: true })
    journal.commit(() => {
      journal.finish(so)
      for (const [id, problem] of problems) if (!so.has(id)) journal.move([id], 'rejected', { problem })
    })
    core.settled({ done: so.size, already: so.size, refused: problems.size - so.size })
    tell(news, journal.byIds(operations.map(({ id }) => id)))
  }
}
