import { z } from 'zod'
import type { Tracker } from '../../shared/model/tracker.ts'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { hasClones, trackerCorruptKind } from '../../shared/operations/tracker-corrupt.ts'
import { panelIds } from '../entities/panel-ids.ts'
import { isAboutThatAlone, PanelFailure } from '../panel/failure.ts'
import { listAllTrackers, readTracker } from '../panel/panel-api.ts'
import type { Cache } from '../store/cache.ts'
import type { Executable, Executor, Proof, Surroundings } from './executor.ts'
import type { Remedy } from './remedies.ts'
import type { ActionOf, WholeAction } from './whole-action.ts'

type Params = ParamsOf<'tracker.corrupt'>

const isGone = 201
const isClone = 219
const isCorrupted = 252
const thereAreClones = 253
const clonesListed = z.object({ list: z.array(z.int()) })

/** `tracker/corrupt`: removes a tracker for good, perhaps with the clones that others have of it. */
export const trackerCorruptExecutor: Executor<Params> = {
  reads: () => null,

  request([operation], around) {
    const { tracker = 0, clones } = operation?.params ?? {}
    return {
      path: 'tracker/corrupt',
      body: { tracker_id: panelIds(around.cache, [tracker])(tracker), corrupt_clones: clones },
    }
  },

  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: () => Promise.resolve(null),

  refusal(_params, { code, problem, answer }, { cache }) {
    if (code === isGone) return { ...problem, code: 'entity-gone' }
    if (code === isClone) return { ...problem, code: 'removal-of-clone' }
    if (code === isCorrupted) return { ...problem, code: 'tracker-corrupted' }
    const { data } = clonesListed.safeParse(answer)
    if (code !== thereAreClones || !data) return problem
    const known = cache.trackers.byPanelIds(data.list)
    const named = data.list.map((id) => ({ id, label: known.get(id)?.label, owner: known.get(id)?.ownerName }))
    return { ...problem, ...hasClones(named) }
  },

  soAlready: new Set([isCorrupted]),

  async readBack(operations, around) {
    const proofs = new Map<number, Proof>()
    for (const operation of operations) {
      try {
        proofs.set(operation.id, { effect: await isRemoved(operation, around), result: null })
      } catch (error) {
        // One that cannot be read just now says nothing of the others.
        if (!isAboutThatAlone(error) || error.next === 'refused') throw error
      }
    }
    return proofs
  },

  inverse: () => ({ none: { code: 'no-inverse' } }),

  apply({ params: { tracker, source, clones } }, cache, outcome) {
    cache.change('tracker', tracker, { corrupted: true, hidden: true }, outcome)
    if (clones) for (const { id } of cache.trackers.clonesOf(source)) cache.remove('tracker', id, outcome)
    // What the panel has made of its device's id and phone, which is nowhere documented.
    const owner = cache.byIds('tracker', [tracker]).get(tracker)?.userId
    if (owner !== undefined) cache.markStale(`trackers-of:${owner}`, outcome)
  },
}

/** Whether the panel shows a tracker as removed. */
async function isRemoved({ params }: Executable<Params>, around: Surroundings): Promise<boolean> {
  const { tracker, source } = params
  try {
    const held = await readTracker(around.panel, panelIds(around.cache, [tracker])(tracker), { signal: around.signal })
    if (held) return held.corrupted
  } catch (error) {
    if (error instanceof PanelFailure && error.code === isCorrupted) return true
    throw error
  }
  // Shown no more, or somebody has moved it, and it has another id.
  const all = await listAllTrackers(around.panel, {}, around.signal)
  return !all.some((row) => row.sourceId === source && !row.clone && !row.corrupted)
}

/** Our ids of the clones of a device that are to go with it. */
const clonesGoing = (cache: Cache, source: number, clones: boolean): number[] =>
  clones && source > 0 ? cache.trackers.clonesOf(source).map(({ id }) => id) : []

/** Originals that are not removed already, nor to be. */
export const cancelActivation: WholeAction<ActionOf<'tracker.corrupt'>, Tracker> = {
  params({ clones }, { row, open, cache }) {
    if (row.clone || row.corrupted || open.length > 0) return null
    const { id, sourceId } = row
    return { tracker: id, source: sourceId, also: clonesGoing(cache, sourceId, clones), clones }
  },
}

/** What was refused for the clones that others have is asked for with these. */
export const withClones: Remedy = {
  instead({ params, subject }, { cache }) {
    const asked = trackerCorruptKind.params.parse(params)
    const also = clonesGoing(cache, asked.source, true)
    return Promise.resolve([{ kind: 'tracker.corrupt', params: { ...asked, also, clones: true }, subject }])
  },
}
