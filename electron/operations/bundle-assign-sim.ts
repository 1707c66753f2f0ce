import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import type { PanelBundle } from '../panel/panel-api.ts'
import { bundleEdit } from './bundle-edit.ts'
import type { Executor } from './executor.ts'

type Params = ParamsOf<'bundle.assignSim'>

/** What the panel's codes mean here. (panel-tracker.md, bundle/assign) */
const refusals: ReadonlyMap<number | null, ProblemCode> = new Map([
  [208, 'sim-blocked'],
  [223, 'sim-in-use'],
  [226, 'sim-unknown'],
  [247, 'sim-in-use'],
  [250, 'sim-deleted'],
])

/** `tracker/bundle/assign`; the vendor's own interface takes a card off by leaving the ICCID out. (panel-api.md, section 5.1) */
export const bundleAssignSimExecutor: Executor<Params, PanelBundle> = {
  ...bundleEdit<Params>({
    kind: 'bundle.assignSim',
    holds: ({ iccid }) => ({ iccid }),
    request: ({ panelId, set: { iccid } }) => ({
      path: 'tracker/bundle/assign',
      body: { bundle_id: panelId, ...(iccid === '' ? {} : { iccid }) },
    }),
    apply: ({ row, set: { iccid = '' } }, cache, outcome) => cache.change('bundle', row, { iccid }, outcome),
  }),
  soAlready: new Set([223, 247]),
  refusal({ set }, failure) {
    const code = refusals.get(failure.code)
    return code
      ? { ...failure.problem, code, values: { ...failure.problem.values, value: set.iccid ?? '' } }
      : failure.problem
  },
}
