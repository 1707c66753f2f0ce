import { isKindName, kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import type { Carried, Surroundings } from '../operations/carrier.ts'
import { carrierOf } from '../operations/carriers.ts'
import type { Clock } from '../ports.ts'
import type { Journal, Operation } from '../store/journal.ts'

/** How long after a request's time-out the panel may still be working on it: milliseconds. (design, section 4) */
export const proofAfter = 120_000

/**
 * Looks up the effect of operations that are unknown, and settles those that can be: what took effect is done; what
 * certainly did not goes again. Seeing no effect is proof only once the panel can no longer be working on the
 * request, unless doing it twice would do the same again. The rest is looked up later. Throws where reading fails.
 */
export async function lookUp(
  core: { journal: Journal; clock: Clock; around: Surroundings; timeout: number },
  operations: readonly Operation[],
): Promise<{ done: number; ready: number }> {
  const { journal, clock, around, timeout } = core
  const byKind = new Map<KindName, (Carried<unknown> & { sentAt: number })[]>()
  for (const operation of operations) {
    if (!isKindName(operation.kind)) continue
    const parsed = kindOf(operation.kind).params.safeParse(operation.params)
    if (!parsed.success) continue
    const carried = { id: operation.id, params: parsed.data, part: operation.part, sentAt: operation.sentAt ?? 0 }
    const others = byKind.get(operation.kind)
    if (others) others.push(carried)
    else byKind.set(operation.kind, [carried])
  }

  const settled = { done: 0, ready: 0 }
  for (const [name, carried] of byKind) {
    const asked = clock.now()
    const proofs = await carrierOf(name).readBack(carried, around)
    journal.commit(() => {
      const done = new Map<number, Record<string, unknown> | null>()
      for (const { id, sentAt } of carried) {
        const proof = proofs.get(id)
        if (proof?.effect === true) {
          done.set(id, proof.result)
          settled.done++
          continue
        }
        const provedAt = sentAt + timeout + proofAfter
        if (proof?.effect === false && (kindOf(name).twice === 'same-again' || asked >= provedAt)) {
          settled.ready += journal.move([id], 'ready').length
        } else {
          journal.lookAgain(id, proof?.effect === false ? provedAt : null)
        }
      }
      journal.finish(done)
    })
  }
  return settled
}
