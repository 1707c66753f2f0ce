import { isKindName, kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import type { Carried, Proof, Surroundings } from '../operations/carrier.ts'
import { carrierOf } from '../operations/carriers.ts'
import { PanelFailure } from '../panel/failure.ts'
import type { Clock } from '../ports.ts'
import type { Journal, Operation } from '../store/journal.ts'

/** How long after a request's time-out the panel may still be working on it: milliseconds. (design, section 4) */
export const lingering = 120_000
/** How long after a look-up that failed the next is tried: milliseconds. */
const afterFailure = 10_000

/** What became of a look-up. */
interface LookedUp {
  /** Operations that took effect, and those that are proved not to have. */
  done: number
  ready: number
  /** What went wrong with reading, kind by kind; the operations concerned are looked up later. */
  readonly failures: unknown[]
}

type Asked = Carried<unknown> & {
  readonly sentAt: number
  readonly attempts: number
  /** The panel itself has answered, if with a failure: it is not working on the request any more. */
  readonly answered: boolean
}

/**
 * Looks up the effect of operations that are unknown, and settles those that can be: what took effect is done; what
 * certainly did not goes again. Seeing no effect is proof only once the panel can no longer be working on the request:
 * `proofAfter` milliseconds after it left. Carried out late, even what does the same again when done twice would undo
 * what was sent meanwhile; so only where the panel itself has answered does that go again at once. The rest is looked
 * up later, or left to a person where the panel will not tell.
 */
export async function lookUp(
  core: { journal: Journal; clock: Clock; around: Surroundings; proofAfter: number },
  operations: readonly Operation[],
): Promise<LookedUp> {
  const { journal, clock, around, proofAfter } = core
  const settled: LookedUp = { done: 0, ready: 0, failures: [] }
  for (const [name, asked] of byKind(operations, (unreadable) => journal.lookAgain(unreadable, null))) {
    const askedAt = clock.now()
    let proofs: ReadonlyMap<number, Proof>
    try {
      proofs = await proofsOf(name, asked, around)
    } catch (error) {
      settled.failures.push(error)
      journal.commit(() => {
        for (const { id } of asked) journal.lookAgain(id, clock.now() + afterFailure)
      })
      continue
    }
    journal.commit(() => {
      const done = new Map<number, Record<string, unknown> | null>()
      for (const { id, sentAt, answered } of stillUnknown(journal, asked)) {
        const proof = proofs.get(id)
        if (proof?.effect === true) {
          done.set(id, proof.result)
          settled.done++
          continue
        }
        const provedAt = sentAt + proofAfter
        if (proof?.effect === false && (askedAt >= provedAt || (kindOf(name).twice === 'same-again' && answered))) {
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

/** Operations by kind; those that this version cannot read are handed to `unreadable`. */
function byKind(operations: readonly Operation[], unreadable: (id: number) => void): Map<KindName, Asked[]> {
  const kinds = new Map<KindName, Asked[]>()
  for (const { id, kind, params, part, sentAt, attempts, problem } of operations) {
    const parsed = isKindName(kind) ? kindOf(kind).params.safeParse(params) : null
    if (!isKindName(kind) || !parsed?.success) {
      unreadable(id)
      continue
    }
    const answered = problem?.panelCode !== undefined
    const asked = { id, params: parsed.data, part, sentAt: sentAt ?? 0, attempts, answered }
    const others = kinds.get(kind)
    if (others) others.push(asked)
    else kinds.set(kind, [asked])
  }
  return kinds
}

/** Reads effects back; where the panel refuses that for good, each by itself, so that one does not hide the others. */
async function proofsOf(
  name: KindName,
  asked: readonly Asked[],
  around: Surroundings,
): Promise<ReadonlyMap<number, Proof>> {
  try {
    return await carrierOf(name).readBack(asked, around)
  } catch (error) {
    if (!(error instanceof PanelFailure) || error.next !== 'refused') throw error
    const [only, ...others] = asked
    if (only && others.length === 0) return new Map([[only.id, { effect: null }]])
    const proofs = new Map<number, Proof>()
    for (const one of asked) for (const [id, proof] of await proofsOf(name, [one], around)) proofs.set(id, proof)
    return proofs
  }
}

/** Those that nobody has settled, let alone sent again, while they were being read back. */
function stillUnknown(journal: Journal, asked: readonly Asked[]): Asked[] {
  const now = new Map(journal.byIds(asked.map(({ id }) => id)).map((operation) => [operation.id, operation]))
  return asked.filter(({ id, attempts }) => {
    const operation = now.get(id)
    return operation?.state === 'unknown' && operation.attempts === attempts
  })
}
