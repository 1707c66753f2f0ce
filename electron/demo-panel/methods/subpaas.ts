import { z } from 'zod'
import { listParameters, pageOf, textFilter, type Orders } from '../listing.ts'
import { oneOf } from '../parameters.ts'
import type { SubDealerRecord } from '../records.ts'
import { method } from './method.ts'

const id = (dealer: SubDealerRecord) => dealer.id
const orders: Orders<SubDealerRecord> = {
  id,
  subpaas_id: id,
  title: ({ title }) => title,
  jur_name: ({ title }) => title,
  login: id,
  block_type: id,
  creation_date: ({ created }) => created,
}
const { id: _id, ...documented } = orders

/** `subpaas/list`: the dealers below this one. (panel-openapi.json) */
export const subpaasList = method({
  needs: { category: 'subpaas', operation: 'read' },
  parameters: z.object({
    ...listParameters(orders),
    order_by: oneOf(Object.keys(documented)).default('subpaas_id'),
  }),
  answer({ state }, asked) {
    const passes = textFilter(asked.filter, ({ id, title }: SubDealerRecord) => [id, title])
    const { rows, count } = pageOf(state.subDealers, orders, asked, passes)
    return {
      list: rows.map((dealer) => ({
        subpaas_id: dealer.id,
        title: dealer.title,
        jur_name: dealer.title,
        login: String(dealer.id),
        block_type: 'NOT_BLOCKED',
        creation_date: dealer.created,
      })),
      count,
    }
  },
})
