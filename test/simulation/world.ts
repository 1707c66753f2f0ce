import type { Dice } from '../../electron/demo-panel/dice.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { SimRig } from '../support/core-rig.ts'
import { oursOf } from '../support/effects.ts'

/** What a seed has to do with, and what it has done so far, as far as later actions need to know. */
export interface World {
  readonly rig: SimRig
  readonly throws: Dice
  /** Whether the clock may be another after the power was cut. */
  readonly clockJumps: boolean
  /** Tells the trace of something. */
  readonly note: (what: string) => void
  /** Originals with a sound device, by our ids, which are the panel's first ones. */
  readonly originals: readonly number[]
  readonly users: readonly number[]
  readonly plans: readonly number[]
  readonly equipment: number
  imeis: number
  commands: number
}

/** Few enough trackers that whatever happens, happens to the same ones. */
export function someTrackers({ originals }: World): readonly number[] {
  return originals.slice(0, 6)
}

/** One to `most` of them, each once. */
export function pickTrackers(world: World, most: number): number[] {
  const { throws } = world
  return [...new Set(Array.from({ length: throws.whole(1, most) }, () => throws.pick(someTrackers(world))))]
}

/** The panel's present id of a tracker. */
export function presentId({ rig }: World, tracker: number): number {
  const entries = rig.panel.ledger.entries()
  const ours = oursOf(entries)
  const last = entries.findLast((entry) => entry.effect === 'tracker.move' && ours(entry.newId) === tracker)
  return last?.effect === 'tracker.move' ? last.newId : tracker
}

/** A refusal of the core is an answer like any other; only what it did not expect is an error. */
export async function allowed(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code === 'unexpected') throw error
  }
}

/** An operation as the journal holds it. */
interface Kept {
  readonly id: number
  readonly kind: string
  readonly params: string
  readonly change_set: number
  readonly state: OperationState
  readonly file_row: number | null
}

/** All operations of the journal: one question for all that is asked of them after each action. */
export function operationsOf(rig: SimRig): readonly Kept[] {
  return rig.journal('SELECT id, kind, params, change_set, state, file_row FROM operation ORDER BY id')
}
