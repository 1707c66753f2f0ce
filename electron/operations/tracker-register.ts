import type { Tracker } from '../../shared/model/tracker.ts'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import { panelIds } from '../entities/panel-ids.ts'
import type { Executor } from './executor.ts'
import type { ActionOf, WholeAction } from './whole-action.ts'

type Params = ParamsOf<'tracker.register'>

const asParameter = { platform: null, yes: true, no: false } as const

/** What the panel means by its codes. (panel-tracker.md, register_retry) */
const meanings: ReadonlyMap<number | null, ProblemCode> = new Map([
  [201, 'entity-gone'],
  [208, 'activation-of-blocked'],
  [214, 'activation-without-gsm'],
  [219, 'activation-of-clone'],
  [252, 'tracker-corrupted'],
])

/** `tracker/register_retry`: the panel shows nothing of it, so where the answer is lost only a person can tell. */
export const trackerRegisterExecutor: Executor<Params> = {
  reads: () => null,

  request([operation], around) {
    const { tracker = 0, commands = 'platform' } = operation?.params ?? {}
    return {
      path: 'tracker/register_retry',
      body: {
        tracker_id: panelIds(around.cache, [tracker])(tracker),
        send_register_commands: asParameter[commands],
      },
    }
  },

  // Its name until 2021. (panel-tracker-2021.txt)
  otherNames: { 'tracker/register_retry': 'tracker/register_entry' },

  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: () => Promise.resolve(null),
  refusal: (_, { code, problem }) => ({ ...problem, code: meanings.get(code) ?? problem.code }),
  readBack: (operations) => Promise.resolve(new Map(operations.map(({ id }) => [id, { effect: null }]))),
  inverse: () => ({ none: { code: 'no-inverse' } }),
  apply: () => undefined,
}

/** Originals; once for each as long as that has not been sent. */
export const retryActivation: WholeAction<ActionOf<'tracker.register'>, Tracker> = {
  params({ commands }, { row, open }) {
    if (row.clone || row.corrupted || open.some(({ state }) => state === 'draft')) return null
    return { tracker: row.id, source: row.sourceId, commands }
  },
}
