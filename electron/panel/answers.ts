import { z } from 'zod'
import type { Bundle, Equipment } from '../../shared/model/bundle.ts'
import type { Dealer } from '../../shared/model/dealer.ts'
import type { Tariff } from '../../shared/model/tariff.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import type { User } from '../../shared/model/user.ts'
import { id, nothing, number, row, text, whole, wholeOrNull, yes, yesOrNull } from './values.ts'

/*
 * The panel's objects, as it gives them, into ours. It leaves out what is null, and adds fields at any time
 * (panel-api.md, section 1): so absent, null and "" are the same, unknown fields are passed over, and a value of
 * another type than the documented one is taken where its meaning is plain and counts as absent where it is not.
 * What a tracker's settings are is another matter, since they are written back: there, absent is not shown.
 * By hand and not by zod, since a pull reads 100,000 of them; a test holds the result against the models' schemas.
 */

/**
 * Fields of a tracker that an answer may not show although they hold something: no panel is bound to. (panel-openapi.json
 * requires no field of a tracker, and does not know `comment`; panel-tracker.md shows all three.)
 */
type MayBeHidden = 'label' | 'comment' | 'hidden'

/** A tracker as an answer of the panel shows it: without an id of ours; what was not shown is undefined. */
export type PanelTracker = Omit<Tracker, 'id' | MayBeHidden> & {
  readonly [Field in MayBeHidden]: Tracker[Field] | undefined
}

/**
 * A bundle as an answer of the panel shows it: without an id of ours. Whether it is preset is asked for where it is
 * announced, and no answer is documented to show it: it is what we announced, until one does. (panel-tracker.md,
 * bundle/import; panel-api.md, section 5.1)
 */
export type PanelBundle = Omit<Bundle, 'id' | 'panelId' | 'factoryPreset'> & {
  readonly panelId: number
  readonly factoryPreset: Bundle['factoryPreset'] | undefined
}

/** A tracker of the panel; null without an id. (panel-tracker.md, "Tracker object") */
export function trackerOf(value: unknown): PanelTracker | null {
  const from = row(value)
  const panelId = id(from?.id)
  if (!from || panelId === null) return null
  const source = row(from.source) ?? nothing
  return {
    panelId,
    // A label is never empty, and a flag never null: where they are missing, they were not shown.
    label: text(from.label) || undefined,
    // Missing may mean empty: panel-api.ts knows of the panel whether it does.
    comment: from.comment === undefined ? undefined : text(from.comment),
    hidden: yesOrNull(from.deleted) ?? undefined,
    clone: yes(from.clone),
    userId: whole(from.user_id),
    dealerId: whole(from.dealer_id),
    groupId: whole(from.group_id),
    ownerName: text(from.owner_name),
    modelName: text(from.model_name),
    created: text(from.creation_date),
    lastConnection: text(from.last_connection),
    sourceId: whole(source.id),
    deviceId: text(source.device_id),
    model: text(source.model),
    blocked: yes(source.blocked),
    corrupted: yes(source.corrupted),
    tariffId: whole(source.tariff_id),
    sourceCreated: text(source.creation_date),
    tariffEnd: text(source.tariff_end_date),
    connection: text(source.connection_status),
    phone: text(source.phone),
  }
}

/** A user of the panel; null without an id. (panel-api.md, section 4.1) */
export function userOf(value: unknown): User | null {
  const from = row(value)
  const userId = id(from?.id)
  if (!from || userId === null) return null
  return {
    id: userId,
    panelId: userId,
    dealerId: whole(from.dealer_id),
    login: text(from.login),
    firstName: text(from.first_name),
    middleName: text(from.middle_name),
    lastName: text(from.last_name),
    legalType: text(from.legal_type),
    legalName: text(from.legal_name),
    tin: text(from.tin),
    iec: text(from.iec),
    phone: text(from.phone),
    country: text(from.post_country),
    region: text(from.post_region),
    city: text(from.post_city),
    street: text(from.post_street_address),
    postIndex: text(from.post_index),
    activated: yes(from.activated),
    verified: yes(from.verified),
    balance: number(from.balance),
    bonus: number(from.bonus),
    trackersCount: whole(from.trackers_count),
    created: text(from.creation_date),
    comment: text(from.comment),
    password: '',
  }
}

/** A dealer below the one that asks; null without an id. (panel-openapi.json, SubpaasListEntry) */
export function subDealerOf(value: unknown): Dealer | null {
  const from = row(value)
  const dealerId = id(from?.subpaas_id)
  return from && dealerId !== null ? { id: dealerId, title: text(from.title) || text(from.jur_name) } : null
}

/** A plan of the panel; null without an id. (panel-api.md, section 6) */
export function tariffOf(value: unknown): Tariff | null {
  const from = row(value)
  const tariffId = id(from?.id)
  if (!from || tariffId === null) return null
  return {
    id: tariffId,
    name: text(from.name),
    type: text(from.type),
    price: number(from.price),
    proportional: yes(from.proportional_charge),
    deviceType: text(from.device_type),
    deviceLimit: whole(from.device_limit),
    active: yes(from.active),
  }
}

/** How many days a new device is free, by the defaults at the top of the answer. (panel-openapi.json, TariffDefaults) */
export function freeDaysOf(defaults: unknown): number | null {
  return wholeOrNull(row(row(defaults)?.tracker)?.free_days)
}

/** A device type of the panel; null without an id. (panel-api.md, section 5.1) */
export function equipmentOf(value: unknown): Equipment | null {
  const from = row(value)
  const equipId = id(from?.equip_id ?? from?.id)
  if (!from || equipId === null) return null
  return {
    id: equipId,
    modelName: text(from.model_name),
    modelCode: text(from.model_code),
    vendor: text(from.vendor),
    name: text(from.name),
  }
}

/** A bundle of the panel; null without an id. No single definition exists. (panel-api.md, section 5.1) */
export function bundleOf(value: unknown): PanelBundle | null {
  const from = row(value)
  const panelId = id(from?.id)
  if (!from || panelId === null) return null
  const sim = row(from.sim_card) ?? nothing
  return {
    panelId,
    imei: text(from.imei),
    iccid: text(from.iccid) || text(sim.iccid),
    modelCode: text(from.model_code),
    equipId: whole(from.equip_id),
    equipment: [text(from.equip_vendor), text(from.equip_name) || text(from.equip_model)].filter(Boolean).join(' '),
    assigned: text(from.assign_time),
    orderId: wholeOrNull(from.order_id),
    factoryPreset: yesOrNull(from.factory_preset) ?? undefined,
  }
}

/** What a list answers: the page, and how many there are in all. Empty lists may be left out. */
export const listAnswer = z.object({
  list: z.custom<readonly unknown[]>((value) => Array.isArray(value)).nullish(),
  count: z.coerce.number().pipe(z.int().min(0)).nullish().catch(null),
})
