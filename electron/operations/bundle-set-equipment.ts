import { z } from 'zod'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import type { PanelBundle } from '../panel/panel-api.ts'
import { bundleEdit } from './bundle-edit.ts'
import type { Executor } from './executor.ts'

type Params = ParamsOf<'bundle.setEquipment'>

/** What may be sent: a text that names no equipment never is. */
const soundSet = z.object({ equipment: z.int().optional() })

/** `tracker/bundle/update`. (panel-tracker.md, bundle/update) */
export const bundleSetEquipmentExecutor: Executor<Params, PanelBundle> = {
  ...bundleEdit<Params>({
    kind: 'bundle.setEquipment',
    holds: ({ equipId }) => ({ equipment: equipId }),
    request: ({ panelId, set }) => ({
      path: 'tracker/bundle/update',
      body: { bundle_id: panelId, equip_id: soundSet.parse(set).equipment },
    }),
    apply({ row, set }, cache, outcome) {
      const { equipment } = soundSet.parse(set)
      const known = cache.equipment().find(({ id }) => id === equipment)
      if (equipment === undefined) return
      cache.change('bundle', row, { equipId: equipment, ...(known && { modelCode: known.modelCode }) }, outcome)
    },
  }),
  // 204: there is no such equipment, or no longer. (panel-tracker.md, bundle/update)
  refusal: (_, failure) => (failure.code === 204 ? { ...failure.problem, code: 'equipment-gone' } : failure.problem),
}
