import { z } from 'zod'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import { listAllTrackers, type PanelTracker } from '../panel/panel-api.ts'
import type { Executor, Outcome, Proof } from './executor.ts'
import { inverseEdit } from './inverse-edit.ts'

type Params = ParamsOf<'tracker.move'>

/** What may be sent: a text that names no user never is. */
const soundSet = z.object({ owner: z.int().optional() })

const holds = ({ userId }: { readonly userId: number }) => ({ owner: userId })

/** What is kept of a move: the tracker's new id at the panel. */
export const moveResult = z.object({ panelId: z.int() })

/** `tracker/move`: the tracker is found again by the device behind it, under a new id. */
export const trackerMoveExecutor: Executor<Params, PanelTracker> = {
  reads: ({ row }) => row,
  holds,

  request([operation], around) {
    const held = operation && around.fresh(operation.params.row)
    if (!held) return fail('entity-gone')
    return {
      path: 'tracker/move',
      body: { tracker_id: held.panelId, user_id: soundSet.parse(operation.params.set).owner },
    }
  },

  // Older pages show an answer without the new id; without it nothing more could be done with the tracker.
  outcomes: (operations, answer) =>
    new Map(
      operations.map(({ id }): [number, Outcome] => {
        const moved = moveResult.safeParse({ panelId: answer.json['id'] })
        return [id, moved.success ? { done: moved.data } : { unclear: true }]
      }),
    ),
  narrow: () => Promise.resolve(null),

  async readBack(operations, around) {
    const proofs = new Map<number, Proof>()
    for (const { id, params } of operations) {
      const { owner } = soundSet.parse(params.set)
      const theirs = owner === undefined ? [] : await listAllTrackers(around.panel, { userId: owner }, around.signal)
      const moved = theirs.find((row) => row.sourceId === params.source && !row.clone)
      proofs.set(id, moved ? { effect: true, result: { panelId: moved.panelId } } : { effect: false })
    }
    return proofs
  },

  inverse: ({ params }, cache) => inverseEdit('tracker.move', params, cache, holds),

  apply({ params, result }, cache, outcome) {
    const moved = moveResult.safeParse(result)
    const { owner } = soundSet.parse(params.set)
    if (!moved.success || owner === undefined) return
    cache.trackers.move(params.row, moved.data.panelId, owner, outcome)
    cache.markStale(`trackers-of:${owner}`, outcome)
  },
}
