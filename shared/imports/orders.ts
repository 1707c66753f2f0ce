import { laneOfBundle, bundleField } from './bundle-fields.ts'
import { importKind } from './import-kind.ts'

/**
 * Orders to assign bundles to; an empty cell takes a bundle out of its order. Which orders there are only the panel
 * knows. (panel-tracker.md, bundle/order/assign)
 */
export const ordersImport = importKind({
  name: 'orders',
  operation: 'bundle.assignOrder',
  fields: {
    bundle: bundleField,
    order: {
      type: 'order',
      required: true,
      clears: true,
      example: '1205',
      constant: true,
      headings: ['order', 'order id', 'order number', 'order no', 'заказ', 'id заказа', 'номер заказа', 'pedido'],
    },
  },
  options: {},
  duplicates: [{ field: 'bundle', key: ({ bundle }) => String(bundle.id) }],
  staged: { field: 'bundle', code: 'bundle-edit-staged', ownKind: true, lane: laneOfBundle },
  subject: ({ bundle }) => bundle.imei,
  judge: ({ bundle, order }) =>
    (bundle.orderId ?? '') === order
      ? [{ field: 'order', problem: { code: 'value-already' }, verdict: 'refused' }]
      : [],
  params: ({ bundle, order }) => ({
    row: bundle.id,
    set: { orderId: order },
    base: { orderId: bundle.orderId ?? '' },
    baseFrom: {},
  }),
})
