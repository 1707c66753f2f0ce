import { z } from 'zod'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import { isAboutThatAlone } from '../panel/failure.ts'
import { readTracker } from '../panel/panel-api.ts'
import type { Executor, Outcome, Proof } from './executor.ts'
import { narrowed, rowCodes } from './narrowing.ts'
import { panelIds } from '../entities/panel-ids.ts'

type Params = ParamsOf<'tracker.deleteClone'>

const inUse = 203
const notDeleted = z.object({ not_deleted_trackers: z.array(z.looseObject({ id: z.int() })) })
/** What is in the way, in the forms that are documented. (panel-tracker.md, delete_clone; panel-openapi.json) */
const held = z.object({
  rules: z.array(z.union([z.int(), z.string()])).optional(),
  vehicles: z.array(z.union([z.int(), z.string()])).optional(),
  entities: z.array(z.looseObject({ type: z.string() })).optional(),
})

/** What keeps a clone from being deleted. */
function whatHolds(answer: unknown): Pick<Problem, 'code' | 'values'> {
  const { rules = [], vehicles = [], entities = [] } = held.safeParse(answer).data ?? {}
  const named = (ids: readonly unknown[]) => ({ count: ids.length, ids: ids.map((id) => `#${String(id)}`).join(', ') })
  if (rules.length > 0) return { code: 'clone-in-rules', values: named(rules) }
  if (vehicles.length > 0) return { code: 'clone-in-vehicles', values: named(vehicles) }
  if (entities.length === 0) return { code: 'clone-in-use' }
  const types = [...new Set(entities.map(({ type }) => type))]
  return { code: 'clone-in-use', values: { types: types.join(', ') } }
}

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
    const refused = new Set(notDeleted.safeParse(answer.json).data?.not_deleted_trackers.map(({ id }) => id))
    return new Map(
      operations.map(({ id, params }): [number, Outcome] =>
        // Its words alone say why, and are not to be relied on: asked for by itself, the panel says it by a code.
        [id, refused.has(ids(params.tracker)) ? { again: `alone:${id}` } : { done: null }],
      ),
    )
  },

  refusal: (_, { code, answer, problem }) => (code === inUse ? { ...problem, ...whatHolds(answer) } : problem),

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
