import { z } from 'zod'
import { Refusal } from '../errors.ts'
import type { Effect } from '../ledger.ts'
import { flag, integer, integers, label } from '../parameters.ts'
import type { TrackerRecord } from '../records.ts'
import type { PanelState } from '../state.ts'
import type { Repeats } from '../repeats.ts'
import { method } from './method.ts'
import { soundTracker } from './trackers.ts'

/** Most trackers of one `batch_clone`. (panel-tracker.md, batch_clone) */
const cloneMost = 1000
/** Most clones of one `batch_delete_clones`. (panel-openapi.json) */
const deleteMost = 500

const mayCreate = { category: 'trackers', operation: 'create' }
const mayDelete = { category: 'trackers', operation: 'delete' }

/** `tracker/clone`: one clone with a label of its own. (panel-tracker.md, clone) */
export const trackerClone = method({
  needs: mayCreate,
  parameters: z.object({ tracker_id: integer(), label: label(), user_id: integer() }),
  answer({ state, repeats, record }, asked) {
    const original = state.trackers.get(asked.tracker_id)
    if (!original) throw new Refusal(201)
    if (original.clone) throw new Refusal(219)
    if (original.source.corrupted) throw new Refusal(252)
    if (!state.users.get(asked.user_id) || original.userId === asked.user_id) throw new Refusal(246)
    const existing = state.cloneFor(original, asked.user_id)
    if (existing) {
      record(...repeatedClones(repeats, [existing], true))
      throw new Refusal(247)
    }
    const clone = state.trackers.nextId
    record({ effect: 'tracker.clone', tracker: original.id, user: asked.user_id, label: asked.label, clone })
    return { id: clone }
  },
})

/**
 * `tracker/batch_clone`: clones of several trackers for one user, with the originals' labels: all of them or none, or
 * with `ignore_existing` those that the user does not have yet. (panel-tracker.md, batch_clone)
 *
 * Undocumented and decided here: a clone among the trackers is refused with 217 (it does not exist as an original), an
 * original that the user owns with 246, as `clone` does, a corrupted one with 252, and an id that stands twice with 7.
 */
export const trackerBatchClone = method({
  needs: mayCreate,
  parameters: z.object({
    tracker_ids: integers(cloneMost).refine((ids) => new Set(ids).size === ids.length, 'must not contain duplicates'),
    user_id: integer(),
    ignore_existing: flag().default(false),
  }),
  answer({ state, repeats, record }, { tracker_ids, user_id, ignore_existing }) {
    if (!state.users.get(user_id)) throw new Refusal(246)
    const originals = tracker_ids.map((id) => state.trackers.get(id)).filter((tracker) => tracker && !tracker.clone)
    const known = originals.filter((tracker) => tracker !== undefined)
    if (known.length < tracker_ids.length) throw new Refusal(217)
    if (known.some(({ source }) => source.corrupted)) throw new Refusal(252)
    if (known.some(({ userId }) => userId === user_id)) throw new Refusal(246)

    const fresh = known.filter((tracker) => !state.cloneFor(tracker, user_id))
    const taken = known.filter((tracker) => state.cloneFor(tracker, user_id))
    const existing = taken.flatMap((tracker) => state.cloneFor(tracker, user_id) ?? [])
    if (existing.length > 0 && !ignore_existing) {
      record(...repeatedClones(repeats, existing, true))
      throw new Refusal(247, { list: existing.map(({ id }) => id) })
    }
    const first = state.trackers.nextId
    const made = fresh.map(({ id, label }, index) => ({
      effect: 'tracker.clone' as const,
      tracker: id,
      user: user_id,
      label,
      clone: first + index,
    }))
    record(...made, ...repeatedClones(repeats, existing, false))
    return {
      ...(taken.length > 0 ? { ignored_trackers: taken.map(({ id }) => id) } : {}),
      list: made.map(({ clone }) => clone),
    }
  },
})

/** `tracker/delete_clone`. (panel-tracker.md, delete_clone) */
export const trackerDeleteClone = method({
  needs: mayDelete,
  parameters: z.object({ tracker_id: integer() }),
  answer({ state, repeats, record }, { tracker_id }) {
    if (!state.trackers.get(tracker_id) || state.isDeleted(tracker_id)) record(...repeatedDeletion(repeats, tracker_id))
    const tracker = soundTracker(state, tracker_id)
    if (!tracker.clone) throw new Refusal(249)
    if (tracker.associated) throw new Refusal(203, tracker.associated)
    record({ effect: 'tracker.deleteClone', clone: tracker.id })
    return {}
  },
})

/**
 * `tracker/batch_delete_clones`: goes through however many fail, and says of each why. (panel-tracker.md,
 * batch_delete_clones)
 */
export const trackerBatchDeleteClones = method({
  needs: mayDelete,
  parameters: z.object({ trackers: integers(deleteMost) }),
  answer({ state, repeats, record }, { trackers }) {
    const effects: Effect[] = []
    const gone = new Set<number>()
    const failed: { id: number; error: string }[] = []
    for (const id of trackers) {
      const error = gone.has(id) ? 'Already deleted' : deletionError(state, repeats, id)
      if (error === null) {
        gone.add(id)
        effects.push({ effect: 'tracker.deleteClone', clone: id })
        continue
      }
      failed.push({ id, error })
      effects.push(...repeatedDeletion(repeats, id))
    }
    record(...effects)
    return {
      deleted_count: gone.size,
      not_deleted_count: failed.length,
      ...(failed.length > 0 ? { not_deleted_trackers: failed } : {}),
    }
  },
})

function deletionError(state: PanelState, repeats: Repeats, id: number): string | null {
  const tracker = state.trackers.get(id)
  if (!tracker || state.isDeleted(id))
    return repeats.ofDeletion(id) === undefined ? 'Entity not found' : 'Already deleted'
  if (!tracker.clone) return 'Not a clone'
  if (tracker.source.corrupted) return 'Device already corrupted'
  if (tracker.associated) return 'Delete entity associated with'
  return null
}

/** Notes of the clones among `existing` that a client made itself and now asks for again. */
function repeatedClones(repeats: Repeats, existing: readonly TrackerRecord[], refused: boolean): Effect[] {
  return existing.flatMap(({ id }) => {
    const of = repeats.ofClone(id)
    return of === undefined ? [] : [{ effect: 'none' as const, fault: 'repeat' as const, refused, of, about: id }]
  })
}

/** A note of a deletion that a client has made already. */
function repeatedDeletion(repeats: Repeats, id: number): Effect[] {
  const of = repeats.ofDeletion(id)
  return of === undefined ? [] : [{ effect: 'none', fault: 'repeat', refused: true, of, about: id }]
}
