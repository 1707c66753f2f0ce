import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { deletionOf } from '../../shared/operations/tracker-delete-clone.ts'
import type { Problem } from '../../shared/problem.ts'
import { listAllTrackers, readTracker } from '../panel/panel-api.ts'
import type { Executable, Executor, Outcome, Proof, Surroundings } from './executor.ts'
import { narrowed, rowCodes } from './narrowing.ts'
import { panelIds } from '../entities/panel-ids.ts'

type Params = ParamsOf<'tracker.clone'>

/** A part under which clones that exist are passed over, so that the answer names them. */
const passingOver = '+existing'
const exists = 247
/** Said of the one tracker, and of a list that it is in. */
const notThere: ReadonlySet<number | null> = new Set([201, 217])
/** Said of the request's user, and also where that user owns one of the originals. */
const wrongUser = 246

/** `tracker/clone` with a label, `tracker/batch_clone` without. */
export const trackerCloneExecutor: Executor<Params> = {
  reads: () => null,

  request(operations, around) {
    const ids = panelIds(
      around.cache,
      operations.map(({ params }) => params.tracker),
    )
    const [first] = operations
    const user = first?.params.user
    if (first && first.params.label !== undefined) {
      return {
        path: 'tracker/clone',
        body: { tracker_id: ids(first.params.tracker), user_id: user, label: first.params.label },
      }
    }
    return {
      path: 'tracker/batch_clone',
      body: {
        user_id: user,
        tracker_ids: operations.map(({ params }) => ids(params.tracker)),
        ...(first && (first.params.skipExisting || first.part.startsWith(passingOver))
          ? { ignore_existing: true }
          : {}),
      },
    }
  },

  outcomes(operations, answer, around) {
    const ids = panelIds(
      around.cache,
      operations.map(({ params }) => params.tracker),
    )
    const ignored = new Set(numbers(answer.json['ignored_trackers']))
    return new Map(
      operations.map(({ id, params }): [number, Outcome] => {
        if (!ignored.has(ids(params.tracker))) {
          const clone = answer.json['id']
          return [id, { done: { clone: typeof clone === 'number' ? clone : null } }]
        }
        return [id, params.skipExisting ? { done: { skipped: true } } : { rejected: { code: 'clone-exists' } }]
      }),
    )
  },

  async narrow(operations, failure, around) {
    if (failure.code === wrongUser) {
      const owned = await ownOriginals(operations, around)
      return owned.size > 0 ? narrowed(operations, owned) : null
    }
    if (failure.code === null || !rowCodes.has(failure.code)) return null
    if (failure.code !== exists) return narrowed(operations, await unfit(operations, around))
    if (operations[0]?.part.startsWith(passingOver)) return narrowed(operations, new Map())
    // The list in a 247 names the user's own trackers; passing over what exists names ours, in one request.
    return { rejected: new Map(), parts: new Map(operations.map(({ id, part }) => [id, passingOver + part])) }
  },

  refusal(_params, failure) {
    if (failure.code === exists) return { ...failure.problem, code: 'clone-exists' }
    if (notThere.has(failure.code)) return { ...failure.problem, code: 'entity-gone' }
    return failure.problem
  },

  async readBack(operations, around) {
    const proofs = new Map<number, Proof>()
    const byUser = new Map<number, Executable<Params>[]>()
    for (const operation of operations) {
      const others = byUser.get(operation.params.user)
      if (others) others.push(operation)
      else byUser.set(operation.params.user, [operation])
    }
    for (const [user, theirs] of byUser) {
      const owned = new Map<number, number>()
      for (const row of await listAllTrackers(around.panel, { userId: user }, around.signal)) {
        // A clone is made visible; one that is marked as deleted may be one that a panel keeps listed.
        if (row.clone && !row.hidden) owned.set(row.sourceId, row.panelId)
      }
      const trackers = theirs.map(({ params }) => params.tracker)
      const known = around.cache.byIds('tracker', trackers)
      const ids = panelIds(around.cache, trackers)
      for (const { id, params } of theirs) {
        const source =
          known.get(params.tracker)?.sourceId ??
          (await readTracker(around.panel, ids(params.tracker), { signal: around.signal }))?.sourceId
        const clone = source === undefined ? undefined : owned.get(source)
        // Of a tracker that neither the cache nor the panel knows there is no clone, nor would sending it again make one.
        proofs.set(id, clone === undefined ? { effect: false } : { effect: true, result: { clone } })
      }
    }
    return proofs
  },

  inverse({ params, result }, cache) {
    if (result?.['skipped'] === true) return { none: { code: 'never-done' } }
    const made = cache.trackers.cloneOf(params.tracker, params.user)
    return made
      ? { kind: 'tracker.deleteClone', params: deletionOf(made, params.tracker), subject: made.label }
      : { none: { code: 'entity-gone', values: { id: params.tracker } } }
  },

  apply({ params, result }, cache, outcome) {
    if (result?.['skipped'] !== true) cache.markStale(`trackers-of:${params.user}`, outcome)
  },
}

/** Rows of a refused batch whose originals the target user owns. */
async function ownOriginals(
  operations: readonly Executable<Params>[],
  around: Surroundings,
): Promise<Map<number, Problem>> {
  const [first] = operations
  if (!first) return new Map()
  const ids = panelIds(
    around.cache,
    operations.map(({ params }) => params.tracker),
  )
  const owned = await listAllTrackers(around.panel, { userId: first.params.user }, around.signal)
  const originals = new Set(owned.filter((row) => !row.clone).map((row) => row.panelId))
  return new Map(
    operations.flatMap(({ id, params }): [number, Problem][] =>
      originals.has(ids(params.tracker)) ? [[id, { code: 'user-is-owner' }]] : [],
    ),
  )
}

/** Rows of a refused batch that the panel does not list, or that cannot be cloned; from the list of all trackers. */
async function unfit(operations: readonly Executable<Params>[], around: Surroundings): Promise<Map<number, Problem>> {
  const rejected = new Map<number, Problem>()
  const ids = panelIds(
    around.cache,
    operations.map(({ params }) => params.tracker),
  )
  const listed = new Map(
    (await listAllTrackers(around.panel, {}, around.signal)).map((row) => [row.panelId, row] as const),
  )
  for (const { id, params } of operations) {
    const row = listed.get(ids(params.tracker))
    if (!row) rejected.set(id, { code: 'entity-gone', values: { id: ids(params.tracker) } })
    else if (row.clone) rejected.set(id, { code: 'tracker-is-clone' })
    else if (row.corrupted) rejected.set(id, { code: 'tracker-corrupted' })
  }
  return rejected
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'number') : []
}
