import type { Hardware } from './hardware.ts'

/** A plan, in the form in which the panel answers it. */
export interface PlanRecord {
  readonly id: number
  readonly name: string
  readonly group_id: number
  readonly active: boolean
  readonly type: 'monthly' | 'everyday' | 'activeday' | 'every_year'
  readonly price: number
  readonly early_change_price?: number
  readonly device_limit: number
  readonly has_reports: boolean
  readonly store_period: string
  readonly device_type: 'tracker' | 'camera' | 'socket'
  readonly proportional_charge: boolean
  readonly auto_prolong: boolean
  readonly features: readonly string[]
  readonly map_filter: { readonly exclusion: boolean; readonly values: readonly string[] }
  readonly service_prices: ServicePrices
}

export interface ServicePrices {
  readonly incoming_sms: number
  readonly outgoing_sms: number
  readonly service_sms: number
  readonly traffic: number
}

/** A dealer below this one. */
export interface SubDealerRecord {
  readonly id: number
  readonly title: string
  /** The day, UTC. */
  readonly created: string
}

/**
 * A user, in the form in which the panel answers it, but for the trackers' count, which follows from the trackers, and
 * the time zone, which the User API alone tells.
 */
export interface UserRecord {
  readonly id: number
  /** Where it is not the dealer itself: one of its sub-dealers. */
  readonly dealerId?: number
  readonly timeZone: string
  readonly login: string
  readonly activated: boolean
  readonly verified: boolean
  readonly phone_verified: boolean
  readonly legal_type: 'individual' | 'legal_entity' | 'sole_trader'
  readonly first_name: string
  readonly middle_name: string
  readonly last_name: string
  readonly legal_name: string
  readonly phone: string
  readonly post_country: string
  readonly post_region: string
  readonly post_city: string
  readonly post_street_address: string
  readonly post_index: string
  readonly registered_country: string
  readonly registered_region: string
  readonly registered_city: string
  readonly registered_street_address: string
  readonly registered_index: string
  readonly tin: string
  readonly iec: string
  readonly state_reg_num: string
  readonly okpo_code: string
  readonly menu_preset_id?: number
  readonly mfa_allowed: boolean
  /** Charges and repayments change it. */
  balance: number
  readonly bonus: number
  readonly creation_date: string
  readonly comment?: string
  readonly discount?:
    { value: number; min_trackers: number; end_date?: string | undefined; strategy: string } | undefined
  /** The plan that devices get which are registered for the user later; where it was never set, the dealer's. */
  readonly defaultPlan?: number | null
  /** What was said of the user that nobody here knows of. */
  readonly further?: Readonly<Record<string, unknown>>
}

/** The device behind a tracker and all its clones. */
export interface SourceRecord {
  readonly id: number
  /** Spoilt, with the phone, once the device is corrupted. */
  deviceId: string
  readonly hardware: Hardware
  blocked: boolean
  corrupted: boolean
  /** Its plan; one that is not among the dealer's is another dealer's. */
  tariffId: number
  readonly created: string
  /** The day on which the plan ends, or ended, if any. */
  tariffEnd: string | null
  readonly connection: string
  phone: string | null
  readonly lastConnection: string | null
  /** The original and its clones, in no particular order; the original may be gone. */
  readonly trackers: TrackerRecord[]
}

/** A tracker as one user sees it: an original or a clone. Only what `settings/update` writes ever changes. */
export interface TrackerRecord {
  readonly id: number
  readonly userId: number
  readonly clone: boolean
  readonly created: string
  readonly groupId: number
  readonly avatar: string | null
  readonly source: SourceRecord
  /** What keeps a clone from being deleted. (panel-tracker.md, delete_clone) */
  readonly associated: Associations | null
  label: string
  comment: string
  hidden: boolean
}

export type Associations = { readonly rules: readonly number[] } | { readonly vehicles: readonly number[] }

/** A device that was announced by its IMEI. */
export interface BundleRecord {
  readonly id: number
  readonly imei: string
  hardware: Hardware
  iccid: string | null
  /** When the SIM card was put in. */
  assigned: string | null
  orderId: number | null
}
