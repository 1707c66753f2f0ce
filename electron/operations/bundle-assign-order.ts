import { z } from 'zod'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import type { PanelBundle } from '../panel/panel-api.ts'
import { bundleEdit } from './bundle-edit.ts'
import type { Executor } from './executor.ts'

type Params = ParamsOf<'bundle.assignOrder'>

/** What may be sent, as the panel has it: no order is null. */
const soundOrder = z.union([z.int(), z.literal('').transform(() => null)])

/** `tracker/bundle/order/assign`; null takes a bundle out of its order. (panel-api.md, section 5.1) */
export const bundleAssignOrderExecutor: Executor<Params, PanelBundle> = bundleEdit<Params>({
  kind: 'bundle.assignOrder',
  holds: ({ orderId }) => ({ orderId: orderId ?? '' }),
  request: ({ panelId, set }) => ({
    path: 'tracker/bundle/order/assign',
    body: { bundle_id: panelId, order_id: soundOrder.parse(set.orderId) },
  }),
  apply({ row, set }, cache, outcome) {
    cache.change('bundle', row, { orderId: soundOrder.parse(set.orderId) }, outcome)
  },
})
