import { z } from 'zod'
import { wholesalePrices } from '../dealer.ts'
import { allOf, listParameters, noParameters, pageOf, textFilter, type Orders } from '../listing.ts'
import { oneOf } from '../parameters.ts'
import type { PlanRecord } from '../records.ts'
import { method } from './method.ts'

const orders: Orders<PlanRecord> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  device_type: ({ device_type }) => device_type,
  group_id: ({ group_id }) => group_id,
  price: ({ price }) => price,
}

/** `tariff/defaults/read`: what a device that is registered begins with, at the top of the answer. (panel-openapi.json) */
export const tariffDefaultsRead = method({
  needs: { category: 'tariffs', operation: 'read' },
  parameters: noParameters,
  answer: () => ({ tracker: { tariff_id: 13457, activation_bonus: 0, free_days: 14, free_days_device_limit: null } }),
})

/** `tariff/list`: the dealer's plans. (panel-api.md, section 6) */
export const tariffList = method({
  needs: { category: 'tariffs', operation: 'read' },
  parameters: z.object({
    ...listParameters(orders),
    device_type: oneOf(['tracker', 'camera', 'socket']).optional(),
  }),
  answer({ state }, asked) {
    const passes = allOf(
      textFilter(asked.filter, ({ id, name, price, device_type }: PlanRecord) => [id, name, price, device_type]),
      asked.device_type ? ({ device_type }: PlanRecord) => device_type === asked.device_type : null,
    )
    const { rows, count } = pageOf(state.plans, orders, asked, passes)
    return { list: rows, wholesale_service_prices: wholesalePrices, count }
  },
})
