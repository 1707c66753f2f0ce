import { dice, type Dice } from './dice.ts'
import { hardware, imeiOf, equipment, type Hardware } from './hardware.ts'
import { awkwardLabels, languages, mailboxes, mailDomains, type Language } from './names.ts'
import type {
  Associations,
  BundleRecord,
  PlanRecord,
  SourceRecord,
  SubDealerRecord,
  TrackerRecord,
  UserRecord,
} from './records.ts'

/** What a panel starts with. */
export interface SeedData {
  readonly plans: readonly PlanRecord[]
  readonly users: readonly UserRecord[]
  readonly trackers: readonly TrackerRecord[]
  readonly bundles: readonly BundleRecord[]
  readonly subDealers: readonly SubDealerRecord[]
}

/** Counts up whenever the same seed comes to give other data, so that an old ledger is not replayed onto it. */
export const seedVersion = 1

/** The most trackers that a panel can be made with. */
export const trackersMost = 100_000

// The day on which the made-up world stands still: the same seed gives the same data whenever it is asked.
const today = Date.UTC(2026, 10, 1, 9, 0, 0)
const day = 24 * 3600 * 1000
/** Whose users the last ones are, where a panel has a sub-dealer's. */
const subDealer: SubDealerRecord = { id: 28_152, title: 'Harbour Branch', created: '2024-03-11' }

/** A moment as the panel writes it: `2026-11-28 18:00:00`, UTC. */
export function dateTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')
}

/** A day in the panel's form, `yyyy-MM-dd`, UTC. */
export function date(milliseconds: number): string {
  return dateTime(milliseconds).slice(0, 10)
}

/**
 * Makes up the data of a panel, the same for the same seed and size: about 40 trackers a user, names in several
 * scripts, about 6 % clones, some hidden, blocked or corrupted, many with fields missing. All lists are by rising id.
 */
export function seedData(seed: number, trackers: number, subDealerUsers = 0): SeedData {
  const throws = dice(seed)
  const plans = makePlans()
  const people = makePeople(throws, Math.max(4, Math.round(trackers / 40)))
  const trackerRows = makeTrackers(throws, trackers, people, plans)
  return {
    plans,
    users: people.map(({ user }, index) =>
      index < people.length - subDealerUsers ? user : { ...user, dealerId: subDealer.id },
    ),
    trackers: trackerRows,
    bundles: makeBundles(throws, trackerRows),
    subDealers: subDealerUsers > 0 ? [subDealer] : [],
  }
}

function makePlans(): PlanRecord[] {
  const plan = (id: number, name: string, price: number, rest: Partial<PlanRecord> = {}): PlanRecord => ({
    id,
    name,
    group_id: 3,
    active: true,
    type: 'monthly',
    price,
    device_limit: 2000,
    has_reports: true,
    store_period: '1y',
    device_type: 'tracker',
    proportional_charge: false,
    auto_prolong: true,
    features: ['api', 'event_notification', 'report_xls', 'routing'],
    map_filter: { exclusion: true, values: [] },
    service_prices: { incoming_sms: 0.3, outgoing_sms: 0.3, service_sms: 0.2, traffic: 0.09 },
    ...rest,
  })
  return [
    plan(12163, 'Premium', 12.55, { early_change_price: 23 }),
    plan(13457, 'Standard', 7.9, { proportional_charge: true }),
    plan(13460, 'Basic', 3.5, {
      has_reports: false,
      store_period: '3m',
      features: ['event_notification'],
      map_filter: { exclusion: false, values: ['osm', 'roadmap'] },
    }),
    plan(15843, 'Pay by day', 0.4, { type: 'activeday', group_id: 4 }),
    plan(15850, 'Suspended', 0, { active: false, has_reports: false, store_period: '1y', features: [] }),
    plan(16002, 'Экономный', 5, { early_change_price: 5, device_limit: 300 }),
    plan(16010, 'Camera', 4.2, { device_type: 'camera', group_id: 9 }),
    plan(16011, 'Socket', 1.1, { device_type: 'socket', group_id: 9, active: false }),
    plan(16020, 'Debit by day', 6, { type: 'everyday' }),
    plan(16021, 'Year ahead', 60, { type: 'every_year' }),
    plan(16022, 'Small account', 2.5, { device_limit: 3 }),
  ]
}

interface Person {
  readonly user: UserRecord
  readonly language: Language
}

function makePeople(throws: Dice, count: number): Person[] {
  const people: Person[] = []
  let id = 183_000
  for (let i = 0; i < count; i++) {
    id += throws.whole(1, 90)
    const language = i < languages.length ? languages[i]! : throws.pick(languages)
    people.push({ user: makeUser(throws, id, i, language), language })
  }
  return people
}

function makeUser(throws: Dice, id: number, index: number, language: Language): UserRecord {
  // The first three are one of each sort, however small the panel is.
  const sorts = ['legal_entity', 'individual', 'sole_trader'] as const
  const legalType = sorts[index] ?? throws.pick([...sorts, 'individual', 'legal_entity', 'individual'] as const)
  const individual = legalType === 'individual'
  const city = throws.pick(language.cities)
  const region = throws.chance(0.4) ? throws.pick(language.cities) : ''
  const address = {
    country: language.country,
    // Only an individual can do without.
    region: individual ? region : region || city,
    city,
    street_address: `${language.street} ${throws.whole(1, 180)}`,
    index: String(throws.whole(10_000, 99_999)),
  }
  const postal = index === 0 || throws.chance(0.7)
  const discounted = index === 0 || throws.chance(0.1)
  return {
    id,
    timeZone: language.timeZone,
    login: `${throws.pick(mailboxes)}.${index + 1}@${throws.pick(mailDomains)}`,
    activated: !throws.chance(0.05),
    verified: throws.chance(0.9),
    phone_verified: throws.chance(0.3),
    legal_type: legalType,
    first_name: throws.pick(language.firstNames),
    middle_name: throws.chance(0.15) ? throws.pick(language.firstNames) : '',
    last_name: throws.pick(language.lastNames),
    legal_name: legalType === 'legal_entity' ? throws.pick(language.companies) : '',
    phone: throws.chance(0.8) ? phone(throws) : '',
    post_country: postal ? address.country : '',
    post_region: postal ? address.region : '',
    post_city: postal ? address.city : '',
    post_street_address: postal ? address.street_address : '',
    post_index: postal ? address.index : '',
    registered_country: individual ? '' : address.country,
    registered_region: individual ? '' : address.region,
    registered_city: individual ? '' : address.city,
    registered_street_address: individual ? '' : address.street_address,
    registered_index: individual ? '' : address.index,
    tin: individual ? '' : digits(throws, 10),
    iec: legalType === 'legal_entity' ? digits(throws, 9) : '',
    state_reg_num: individual ? '' : digits(throws, 13),
    okpo_code: individual ? '' : digits(throws, 8),
    ...(index === 0 || throws.chance(0.3) ? { menu_preset_id: throws.pick([346, 347, 352]) } : {}),
    mfa_allowed: throws.chance(0.2),
    balance: throws.chance(0.6) ? throws.whole(-5_000, 90_000) / 100 : 0,
    bonus: throws.chance(0.2) ? throws.whole(1, 5_000) / 100 : 0,
    creation_date: dateTime(today - throws.whole(40 * day, 2_900 * day)),
    ...(index === 0 || throws.chance(0.2) ? { comment: throws.pick(language.notes) } : {}),
    ...(discounted
      ? {
          discount: {
            value: throws.whole(1, 30),
            min_trackers: throws.whole(0, 50),
            ...(index === 0 || throws.chance(0.5) ? { end_date: date(today + throws.whole(10 * day, 400 * day)) } : {}),
            strategy: throws.pick(['no_summing', 'sum_with_progressive']),
          },
        }
      : {}),
  }
}

function makeTrackers(
  throws: Dice,
  count: number,
  people: readonly Person[],
  plans: readonly PlanRecord[],
): TrackerRecord[] {
  // Some users own nothing; of the others, few own much and many own little.
  const owners = shuffled(throws, people).slice(0, Math.max(2, Math.ceil(people.length * 0.93)))
  // Nobody begins on the last ones, which are to be changed to.
  const trackerPlans = plans.filter(({ id, device_type }) => device_type === 'tracker' && id < 16_020)
  const trackers: TrackerRecord[] = []
  const originals: TrackerRecord[] = []
  let id = 1_100_000
  let sourceId = 10_330_000
  let clones = 0
  for (let i = 0; i < count; i++) {
    id += throws.whole(1, 80)
    const original = originals.length > 0 && throws.chance(0.06) ? throws.pick(originals) : null
    const person = owners[Math.floor(owners.length * throws.next() ** 1.6)]!
    if (original && !original.source.trackers.some(({ userId }) => userId === person.user.id)) {
      const tracker = makeClone(throws, id, original, person, clones++)
      original.source.trackers.push(tracker)
      trackers.push(tracker)
      continue
    }
    sourceId += throws.whole(1, 12)
    const tracker = makeOriginal(throws, id, makeSource(throws, sourceId, i, trackerPlans), person)
    tracker.source.trackers.push(tracker)
    trackers.push(tracker)
    originals.push(tracker)
  }
  return trackers
}

function makeSource(throws: Dice, id: number, serial: number, plans: readonly PlanRecord[]): SourceRecord {
  const device = throws.pick(hardware)
  const corrupted = throws.chance(0.005)
  const registered = today - throws.whole(day, 2_500 * day)
  const connection = throws.pick([
    'active',
    'active',
    'active',
    'idle',
    'idle',
    'offline',
    'signal_lost',
    'just_replaced',
  ])
  const fresh = throws.chance(0.03)
  const deviceId = device.imeiPrefix === null ? `1140${digits(throws, 8)}` : imeiOf(device, serialNumber(serial))
  return {
    id,
    deviceId: corrupted ? `corrupted_${deviceId}` : deviceId,
    hardware: device,
    blocked: throws.chance(0.04),
    corrupted,
    tariffId: throws.pick(plans).id,
    created: date(registered),
    tariffEnd: throws.chance(0.8) ? date(today + throws.whole(day, 31 * day)) : null,
    connection: fresh ? 'just_registered' : connection,
    phone:
      device.imeiPrefix === null || corrupted || throws.chance(0.2) ? null : throws.chance(0.05) ? '' : phone(throws),
    lastConnection: fresh || corrupted ? null : lastConnection(throws, connection),
    trackers: [],
  }
}

/** Unique for every index below a million, and looking like chance. */
function serialNumber(index: number): number {
  return (index * 9_973 + 4_711) % 1_000_000
}

function lastConnection(throws: Dice, connection: string): string {
  const ago =
    connection === 'active' ? throws.whole(0, 600) : throws.whole(600, connection === 'idle' ? 86_400 : 12_000_000)
  const text = dateTime(today - ago * 1000)
  // The vendor's page shows it without seconds, its OpenAPI with them.
  return throws.chance(0.5) ? text : text.slice(0, 16)
}

function makeOriginal(throws: Dice, id: number, source: SourceRecord, person: Person): TrackerRecord {
  return {
    id,
    userId: person.user.id,
    clone: false,
    created: source.created,
    groupId: throws.chance(0.4) ? throws.whole(1, 400) * 7 : 0,
    avatar: throws.chance(0.02) ? `avatar_${id}.png` : null,
    source,
    associated: null,
    label: makeLabel(throws, throws.chance(0.75) ? person.language : throws.pick(languages)),
    comment: makeComment(throws, person.language),
    hidden: source.corrupted || throws.chance(0.03),
  }
}

function makeClone(throws: Dice, id: number, original: TrackerRecord, person: Person, index: number): TrackerRecord {
  return {
    id,
    userId: person.user.id,
    clone: true,
    created: date(today - throws.whole(0, 300 * day)),
    groupId: 0,
    avatar: original.avatar,
    source: original.source,
    associated: associations(index),
    label: throws.chance(0.8) ? original.label : makeLabel(throws, person.language),
    comment: makeComment(throws, person.language),
    hidden: original.source.corrupted || throws.chance(0.03),
  }
}

/** A few clones are held by rules or vehicles of their user. */
function associations(index: number): Associations | null {
  if (index % 40 === 7) return { rules: [1_000 + index, 1_001 + index] }
  if (index % 40 === 23) return { vehicles: [5_000 + index] }
  return null
}

function makeLabel(throws: Dice, language: Language): string {
  if (throws.chance(0.02)) return throws.pick(awkwardLabels)
  const vehicle = throws.pick(language.vehicles)
  switch (throws.whole(0, 4)) {
    case 0:
      return `${vehicle} ${throws.whole(1, 40)}`
    case 1:
      return `${vehicle} ${String(throws.whole(1, 999)).padStart(3, '0')}`
    case 2:
      return `${vehicle} · ${throws.pick(language.cities)} ${throws.whole(1, 99)}`
    case 3:
      return `${throws.pick(language.lastNames)} (${vehicle})`
    default:
      return `${plate(throws)} ${vehicle}`
  }
}

function plate(throws: Dice): string {
  const letters = 'ABCEHKMOPTXY'
  return `${letters[throws.whole(0, 11)]}${throws.whole(100, 999)} ${letters[throws.whole(0, 11)]}${letters[throws.whole(0, 11)]}`
}

function makeComment(throws: Dice, language: Language): string {
  if (throws.chance(0.7)) return ''
  if (throws.chance(0.1)) return `${throws.pick(language.notes)}\n${language.street}, ${throws.pick(language.cities)}`
  return throws.pick(language.notes)
}

/** Some bundles are of devices that have since been registered, twenty are of devices that have not. */
function makeBundles(throws: Dice, trackers: readonly TrackerRecord[]): BundleRecord[] {
  const registered = trackers.filter(
    ({ clone, source }) => !clone && !source.corrupted && source.hardware.imeiPrefix !== null,
  )
  const waiting = 20
  const bundles: BundleRecord[] = []
  let id = 1_200
  for (let i = 0; i < Math.round(trackers.length / 20) && i * 10 < registered.length; i++) {
    const { deviceId, hardware: device } = registered[i * 10]!.source
    bundles.push(makeBundle(throws, (id += throws.whole(1, 9)), deviceId, device))
  }
  for (let i = 0; i < waiting; i++) {
    const device = equipment[i % equipment.length]!
    bundles.push(makeBundle(throws, (id += throws.whole(1, 9)), imeiOf(device, serialNumber(trackersMost + i)), device))
  }
  return bundles
}

function makeBundle(throws: Dice, id: number, imei: string, device: Hardware): BundleRecord {
  const bound = throws.chance(0.6)
  return {
    id,
    imei,
    hardware: device,
    iccid: bound ? `8999${digits(throws, 15)}` : null,
    assigned: bound ? dateTime(today - throws.whole(0, 900 * day)) : null,
    orderId: throws.chance(0.5) ? 78_000 + throws.whole(1, 900) : null,
  }
}

function shuffled<Item>(throws: Dice, items: readonly Item[]): Item[] {
  const list = [...items]
  for (let i = list.length - 1; i > 0; i--) {
    const j = throws.whole(0, i)
    ;[list[i], list[j]] = [list[j]!, list[i]!]
  }
  return list
}

/** A telephone number of a country code that belongs to no country. */
function phone(throws: Dice): string {
  return `999${digits(throws, 9)}`
}

function digits(throws: Dice, count: number): string {
  let text = ''
  for (let i = 0; i < count; i++) text += throws.whole(0, 9)
  return text
}
