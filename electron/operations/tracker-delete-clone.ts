import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { isAboutThatAlone } from '../panel/failure.ts'
import { readTracker } from '../panel/panel-api.ts'
import type { Executor, Outcome, Proof } from './executor.ts'
import { narrowed, rowCodes } from './narrowing.ts'
import { panelIds } from '../entities/panel-ids.ts'

type Params = ParamsOf<'tracker.deleteClone'>

/** `tracker/delete_clone` for one, `tracker/batch_delete_clones`, which answers for each, for several. */
export const trackerDeleteCloneExecutor: Executor<Params> = {
  reads: () => null,

  request(operations, around) {
    const trackers = operations.map(({ params }) => params.tracker)
    const ids = trackers.map(panelIds(around.cache, trackers))
    return ids.length === 1
      ? { path: 'tracker/delete_clone', body: { tracker_id: ids[0] } }
      : { path: 'tracker/batch_delete_clones', body: { trackers: ids } }
  },

  outcomes(operations, answer, around) {
    const ids = panelIds(
      around.cache,
      operations.map(({ params }) => params.tracker),
    )
    const words = new Map<number, string>()
    const refused = answer.json['not_deleted_trackers']
    if (Array.isArray(refused)) {
      for (const entry of refused as unknown[]) {
        if (typeof entry !== 'object' || entry === null || !('id' in entry) || typeof entry.id !== 'number') continue
        words.set(entry.id, 'error' in entry ? String(entry.error) : '')
      }
    }
    return new Map(
      operations.map(({ id, params }): [number, Outcome] => {
        const panelWords = words.get(ids(params.tracker))
        if (panelWords === undefined) return [id, { done: null }]
        // Its words alone say why, and are not to be relied on: whether the clone is gone is read.
        return [id, { rejected: { code: 'panel-refused', panelWords }, perhapsSo: true }]
      }),
    )
  },

  narrow: (operations, failure) =>
    Promise.resolve(failure.code !== null && rowCodes.has(failure.code) ? narrowed(operations, new Map()) : null),

  soAlready: new Set([201, 204]),

  async readBack(operations, around, refused = false) {
    const trackers = operations.map(({ params }) => params.tracker)
    const ids = panelIds(around.cache, trackers)
    const proofs = new Map<number, Proof>()
    for (const { id, params } of operations) {
      try {
        const held = await readTracker(around.panel, ids(params.tracker), { signal: around.signal })
        // A panel may keep deleted clones listed as `deleted`, which is also what a hidden one is, no matter who hid it: only a
        // refusal tells the two apart. So it is sent again, which the panel refuses if it is so.
        const gone = held === null || (held.hidden === true && refused)
        proofs.set(id, gone ? { effect: true, result: null } : { effect: false })
      } catch (error) {
        // One that cannot be read just now says nothing of the others.
        if (!isAboutThatAlone(error) || error.next === 'refused') throw error
      }
    }
    return proofs
  },

  inverse({ params }, cache) {
    const { was } = params
    const original = was && cache.trackers.originalOf(was.source)
    if (!original) return { none: { code: 'no-inverse' } }
    return {
      kind: 'tracker.clone',
      params: { tracker: original.id, user: was.user, label: was.label },
      subject: original.label,
    }
  },

  apply: ({ params }, cache, outcome) => cache.remove('tracker', params.tracker, outcome),
}
