import { isMadeWithParts, kindOf, kindsMadeWithParts, type KindName } from '../../shared/operations/catalogue.ts'
import { editIn } from '../../shared/operations/edit.ts'
import type { Executable, Proof, Surroundings } from '../operations/executor.ts'
import { executorOf } from '../operations/executors.ts'
import { isAboutThatAlone, PanelFailure } from '../panel/failure.ts'
import type { Log } from '../ports.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type Operation } from '../store/operation.ts'
import type { SteadyTime } from '../time.ts'
import { baseInForce } from './base.ts'
import { meetsAllOfItsSort } from './kind-pauses.ts'
import { hasParts, idsOf, inBatches, type Batch } from './batching.ts'

/** How long after a request's time-out the panel may still be working on it: milliseconds. (design, section 4) */
export const afterTimeout = 120_000
/** How long after a look-up that failed the next is tried: milliseconds. */
const afterFailure = 10_000

/** What a look-up works with. */
interface LookUp {
  readonly journal: Journal
  readonly time: SteadyTime
  readonly around: Surroundings
  /** Milliseconds after a request left from when on seeing no effect of it is proof. */
  readonly proofAfter: number
  /** Told at once of every reading that fails. What it was for is looked up later. */
  readonly failed: (error: unknown) => void
  /** Told of operations that have been looked at, or put off: how many of them were done, and how many go again. */
  readonly looked: (operations: readonly number[], done: number, ready: number) => void
}

/**
 * Looks up the effect of operations that are unknown, those of one request together, and settles those that can be:
 * what took effect is done; what certainly did not goes again. Seeing no effect is proof only once the panel can no
 * longer be working on the request: `proofAfter` milliseconds after it left. Carried out late, even what does the same
 * again when done twice would undo what was sent meanwhile; so only where the panel itself has answered does that go
 * again at once. The rest is looked up later, or left to a person where the panel will not tell.
 */
async function lookUp(core: LookUp, operations: readonly Operation[]): Promise<void> {
  const { journal, time, around } = core
  const batches = inBatches(operations)
  for (const [index, batch] of batches.entries()) {
    const askedAt = time.now()
    let proofs: ReadonlyMap<number, Proof>
    try {
      proofs = await proofsOf(batch.kind, againstTheirBases(journal, batch.operations), around)
    } catch (error) {
      // What fails for one need not fail for the others, unless it is the connection.
      const alone = isAboutThatAlone(error)
      const putOff = (alone ? [batch] : batches.slice(index)).flatMap(idsOf)
      journal.commit(() => {
        for (const id of putOff) journal.lookAgain(id, time.now() + afterFailure)
      })
      core.looked(putOff, 0, 0)
      core.failed(error)
      if (alone) continue
      return
    }
    settle(core, batch, stillUnknown(journal, batch, operations), proofs, askedAt)
  }
}

/** Looks up what is unknown while others are sent: a look-up that fails holds nothing but what shares a lane with it. */
export interface LookUps {
  /** Looks up what is due, unless a look-up is under way. */
  due(): void
  /** Looks these up now, whatever their time; answers how many were settled. */
  these(operations: readonly Operation[]): Promise<number>
  /** What was due and is being looked up; null where nothing is. */
  readonly underWay: Promise<void> | null
}

export function createLookUps(
  core: LookUp & {
    readonly log: Log
    readonly closing: AbortSignal
    /** Brings the cache up to the journal. */
    readonly settle: () => void
    /** A look-up could not be written down. */
    readonly broken: () => void
    /** What was due has been looked up. */
    readonly ended: () => void
  },
): LookUps {
  const { journal, time, log } = core
  let underWay: Promise<void> | null = null

  async function these(operations: readonly Operation[]): Promise<number> {
    core.settle()
    let settled = 0
    const looked: LookUp['looked'] = (ids, done, ready) => {
      settled += done + ready
      core.looked(ids, done, ready)
    }
    await lookUp({ ...core, looked }, withParts(journal, operations))
    return settled
  }

  return {
    these,
    due() {
      const unknown = journal.due('unknown', time.now())
      const due = unknown.filter(isReadable)
      // What cannot be read cannot be looked up either: it is left to a person.
      for (const operation of unknown) if (!isReadable(operation)) journal.lookAgain(operation.id, null)
      if (underWay !== null || due.length === 0) return
      underWay = these(due)
        .then(() => undefined)
        .catch((error: unknown) => {
          if (core.closing.aborted) return
          log.error('a look-up could not be settled', { error: String(error) })
          core.broken()
        })
        .finally(() => {
          underWay = null
          core.ended()
        })
    },
    get underWay() {
      return underWay
    },
  }
}

/** What goes as a whole is looked up as a whole: a part of it alone would be sent once more by itself. */
function withParts(journal: Journal, operations: readonly Operation[]): readonly Operation[] {
  const ofParts = new Set(kindsMadeWithParts().map(({ madeWith }) => madeWith.kind))
  const isOfWhole = (kind: KindName) => isMadeWithParts(kindOf(kind)) || ofParts.has(kind) || executorOf(kind).rewrite
  const whole = operations.filter(({ kind }) => isOfWhole(kind)).map(({ id }) => id)
  if (whole.length === 0) return operations
  const known = new Set(operations.map(({ id }) => id))
  const others = journal.unknownWith(whole).filter((id) => !known.has(id))
  return [...operations, ...journal.byIds(others).filter(isReadable)].sort((a, b) => a.id - b.id)
}

/** Commits what has been found out, by reading from `askedAt` on, about the operations of one request. */
function settle(
  { journal, time, proofAfter, looked }: LookUp,
  batch: Batch,
  operations: readonly Operation[],
  proofs: ReadonlyMap<number, Proof>,
  askedAt: number,
): void {
  const sameAgain = kindOf(batch.kind).idempotence === 'same-again'
  const done = new Map<number, Record<string, unknown> | null>()
  let ready = 0
  journal.commit(() => {
    for (const { id, sentAt, problem } of operations) {
      const proof = proofs.get(id)
      if (proof?.effect === true) {
        done.set(id, proof.result)
        continue
      }
      const provedAt = (sentAt ?? 0) + proofAfter
      // The panel itself has answered, if with a failure: it is not working on the request any more.
      const answered = problem?.panelCode !== undefined
      if (proof?.effect === false && (askedAt >= provedAt || (sameAgain && answered))) {
        ready += journal.move([id], 'ready').length
      } else {
        journal.lookAgain(id, !proof ? time.now() + afterFailure : proof.effect === false ? provedAt : null)
      }
    }
    journal.finish(done)
  })
  looked(idsOf(batch), done.size, ready)
}

/** Edits with the bases that are in force: what has not changed since is no effect of theirs. */
function againstTheirBases(journal: Journal, asked: Batch['operations']): Batch['operations'] {
  return asked.map((operation) => {
    const edit = editIn(operation.params)
    return edit ? { ...operation, params: { ...edit, base: baseInForce(journal, edit) } } : operation
  })
}

/** Reads effects back; where the panel refuses that for good, each by itself, so that one does not hide the others. */
async function proofsOf(
  name: KindName,
  asked: readonly Executable<unknown>[],
  around: Surroundings,
): Promise<ReadonlyMap<number, Proof>> {
  try {
    return await executorOf(name).readBack(asked, around)
  } catch (error) {
    // A permission that is gone, and will be back, says nothing of what became of anything: that is asked again later.
    if (!(error instanceof PanelFailure) || error.next !== 'refused' || meetsAllOfItsSort(error)) throw error
    const [only, ...others] = asked
    if (only && others.length === 0) return new Map([[only.id, { effect: null }]])
    if (hasParts({ kind: name, operations: asked })) return new Map(asked.map(({ id }) => [id, { effect: null }]))
    const proofs = new Map<number, Proof>()
    for (const one of asked) for (const [id, proof] of await proofsOf(name, [one], around)) proofs.set(id, proof)
    return proofs
  }
}

/** Those of a request that nobody has settled, let alone sent again, while they were being read back. */
function stillUnknown(journal: Journal, batch: Batch, asked: readonly Operation[]): Operation[] {
  const attempts = new Map(asked.map((operation) => [operation.id, operation.attempts]))
  return journal
    .byIds(idsOf(batch))
    .filter(isReadable)
    .filter((operation) => operation.state === 'unknown' && operation.attempts === attempts.get(operation.id))
}
