import { z } from 'zod'
import { Refusal } from '../errors.ts'
import { equipment } from '../hardware.ts'
import type { Effect } from '../ledger.ts'
import { listParameters, pageOf, textFilter, type Orders } from '../listing.ts'
import { flag, integer, oneOf, text, texts } from '../parameters.ts'
import type { BundleRecord } from '../records.ts'
import { dateTime } from '../seed.ts'
import { method } from './method.ts'
import { clonesFilters } from './trackers.ts'

const mayRead = { category: 'tracker_bundles', operation: 'read' }

// The page's list of orders was evidently copied from trackers: bundles have none of these, and stay ordered by id.
const byId = ({ id }: BundleRecord) => id
/** `model_code` is what the vendor's own interface sorts by. (panel-api.md, section 5.1) */
const orders: Orders<BundleRecord> = {
  id: byId,
  label: byId,
  status: byId,
  model: ({ hardware }) => hardware.code,
  device_id: ({ imei }) => imei,
  phone: byId,
  creation_date: byId,
  user_id: byId,
  comment: byId,
  model_code: ({ hardware }) => hardware.code,
}

/** `tracker/bundle/list`; `clones_filter` is taken and means nothing. (panel-tracker.md, bundle/list) */
export const bundleList = method({
  needs: mayRead,
  parameters: z.object({ ...listParameters(orders), clones_filter: oneOf(clonesFilters).optional() }),
  answer({ state }, asked) {
    const { rows, count } = pageOf(state.bundles, orders, asked, textFilter(asked.filter, searched))
    return { list: rows.map(bundleAnswer), count }
  },
})

/** `tracker/bundle/read`. (panel-tracker.md, bundle/read) */
export const bundleRead = method({
  needs: mayRead,
  parameters: z.object({ imei: text() }),
  answer({ state }, { imei }) {
    const bundle = state.bundle(imei)
    if (!bundle) throw new Refusal(201)
    return { value: bundleAnswer(bundle) }
  },
})

/**
 * `tracker/bundle/import`: announces devices, all or none. Which IMEI exists already is not told. (panel-tracker.md,
 * bundle/import) An IMEI that stands twice is refused like one that exists; that is decided here.
 */
export const bundleImport = method({
  needs: { category: 'tracker_bundles', operation: 'create' },
  parameters: z.object({ imeis: texts(), equip_id: integer(), factory_preset: flag() }),
  answer({ state, repeats, record }, { imeis, equip_id, factory_preset }) {
    if (!equipment.some(({ equipId }) => equipId === equip_id)) throw new Refusal(204)
    if (new Set(imeis).size < imeis.length || imeis.some((imei) => state.bundle(imei))) {
      record(...imeis.flatMap((imei) => repeatedImport(imei, repeats.ofImport(imei))))
      throw new Refusal(247)
    }
    const first = state.bundles.nextId
    record(
      ...imeis.map((imei, index) => ({
        effect: 'bundle.import' as const,
        bundle: first + index,
        imei,
        equipment: equip_id,
        factoryPreset: factory_preset,
      })),
    )
    return {}
  },
})

const mayUpdate = { category: 'tracker_bundles', operation: 'update' }

/** Cards that cannot be put in, by their last digits: one that is blocked, and one that was deleted. */
const unfitCards: ReadonlyMap<string, number> = new Map([
  ['20208', 208],
  ['20250', 250],
])

/**
 * `tracker/bundle/assign`: puts a SIM card into a bundle, or takes it off where no ICCID is given. (panel-tracker.md,
 * bundle/assign; panel-api.md, section 5.1) Which cards there are is decided here: those with 9 to 20 digits, as the vendor's interface takes them. One that is
 * in this bundle already is refused with 247, one that is in another with 223.
 */
export const bundleAssign = method({
  needs: mayUpdate,
  parameters: z.object({
    bundle_id: integer(),
    iccid: text()
      .refine((iccid) => /^[\x21-\x7e]{3,20}$/.test(iccid), 'must have 3 to 20 printable characters')
      .optional(),
  }),
  answer({ state, record, now }, { bundle_id, iccid }) {
    const bundle = state.bundles.get(bundle_id)
    if (!bundle) throw new Refusal(201)
    if (iccid !== undefined) {
      if (!/^\d{9,20}$/.test(iccid)) throw new Refusal(226)
      const unfit = unfitCards.get(iccid.slice(-5))
      if (unfit !== undefined) throw new Refusal(unfit)
      const holder = state.bundleWith(iccid)
      if (holder) throw new Refusal(holder === bundle ? 247 : 223)
    }
    const assigned = iccid === undefined ? null : dateTime(now)
    record({ effect: 'bundle.sim', bundle: bundle_id, iccid: iccid ?? null, assigned })
    return {}
  },
})

/** `tracker/bundle/order/assign`: puts a bundle into an order, or takes it out. (panel-tracker.md, bundle/order/assign) */
export const bundleOrderAssign = method({
  needs: mayUpdate,
  parameters: z.object({ bundle_id: integer(), order_id: integer().nullable().default(null) }),
  answer({ state, record }, { bundle_id, order_id }) {
    if (!state.bundles.get(bundle_id)) throw new Refusal(201)
    record({ effect: 'bundle.order', bundle: bundle_id, order: order_id })
    return {}
  },
})

/** `tracker/bundle/update`: says which equipment a bundle is. (panel-tracker.md, bundle/update) */
export const bundleUpdate = method({
  needs: mayUpdate,
  parameters: z.object({ bundle_id: integer(), equip_id: integer() }),
  answer({ state, record }, { bundle_id, equip_id }) {
    if (!state.bundles.get(bundle_id)) throw new Refusal(201)
    if (!equipment.some(({ equipId }) => equipId === equip_id)) throw new Refusal(204)
    record({ effect: 'bundle.equipment', bundle: bundle_id, equipment: equip_id })
    return {}
  },
})

function repeatedImport(imei: string, of: number | undefined): Effect[] {
  return of === undefined ? [] : [{ effect: 'none', fault: 'repeat', refused: true, of, about: imei }]
}

function searched({ id, imei, hardware, iccid, assigned }: BundleRecord): readonly (string | number | null)[] {
  return [id, imei, hardware.code, iccid, assigned]
}

/**
 * A bundle; no single definition of it was published, so this is what the sources have in common. (panel-api.md,
 * section 5.1) `factory_preset` is none of it: the page has it as a parameter of bundle/import alone.
 */
function bundleAnswer(bundle: BundleRecord): Record<string, unknown> {
  return {
    id: bundle.id,
    imei: bundle.imei,
    model_code: bundle.hardware.code,
    equip_id: bundle.hardware.equipId,
    ...(bundle.iccid === null ? {} : { iccid: bundle.iccid }),
    ...(bundle.assigned === null ? {} : { assign_time: bundle.assigned }),
    ...(bundle.orderId === null ? {} : { order_id: bundle.orderId }),
  }
}
