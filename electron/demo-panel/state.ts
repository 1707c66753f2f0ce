import { equipment as knownEquipment, type Hardware } from './hardware.ts'
import type { Effect } from './ledger.ts'
import type { BundleRecord, PlanRecord, SourceRecord, SubDealerRecord, TrackerRecord, UserRecord } from './records.ts'
import { date, dateTime, type SeedData } from './seed.ts'
import { Shelf } from './shelf.ts'
import type { TaskData } from './tasks/records.ts'
import { Tasks } from './tasks/tasks.ts'
import type { UserFields } from './user-fields.ts'

/**
 * What the panel holds. It changes only by effects of the ledger, so that the same data and the same effects always
 * come to the same state.
 */
export class PanelState {
  readonly plans: Shelf<PlanRecord>
  readonly users: Shelf<UserRecord>
  readonly trackers: Shelf<TrackerRecord>
  readonly bundles: Shelf<BundleRecord>
  readonly subDealers: Shelf<SubDealerRecord>
  readonly tasks: Tasks
  readonly #bundlesByImei = new Map<string, BundleRecord>()
  readonly #sources = new Map<string, SourceRecord>()
  readonly #trackersOf = new Map<number, number>()
  readonly #usersByLogin = new Map<string, number>()

  readonly #keepsDeletedClones: boolean
  /** Deleted clones that stay listed. */
  readonly #deleted = new Set<number>()

  constructor(data: SeedData, tasks: TaskData, keepsDeletedClones = false) {
    this.#keepsDeletedClones = keepsDeletedClones
    this.plans = new Shelf(data.plans)
    this.users = new Shelf(data.users)
    this.trackers = new Shelf(data.trackers)
    this.bundles = new Shelf(data.bundles)
    this.subDealers = new Shelf(data.subDealers)
    this.tasks = new Tasks(tasks, (user) => this.timeZoneOf(user))
    for (const user of data.users) this.#usersByLogin.set(user.login.toLowerCase(), user.id)
    for (const bundle of data.bundles) this.#bundlesByImei.set(bundle.imei, bundle)
    for (const { userId, source } of data.trackers) {
      this.#sources.set(source.deviceId, source)
      this.#count(userId, 1)
    }
  }

  bundle(imei: string): BundleRecord | undefined {
    return this.#bundlesByImei.get(imei)
  }

  /** The bundle with this SIM card in it. */
  bundleWith(iccid: string): BundleRecord | undefined {
    return this.bundles.find((bundle) => bundle.iccid === iccid)
  }

  /** The device of this id, if a tracker is left of it. */
  source(deviceId: string): SourceRecord | undefined {
    const source = this.#sources.get(deviceId)
    return source && source.trackers.length > 0 ? source : undefined
  }

  /** The user with this login, capitals or not. */
  userOf(login: string): UserRecord | undefined {
    return this.users.get(this.#usersByLogin.get(login.toLowerCase()) ?? 0)
  }

  /** How many trackers a user owns, clones included. */
  trackersOf(userId: number): number {
    return this.#trackersOf.get(userId) ?? 0
  }

  /** Where a user's clocks are. */
  timeZoneOf(userId: number): string {
    return this.users.get(userId)?.timeZone ?? 'UTC'
  }

  /** Whether a tracker is a deleted clone, which this panel lists still, and does nothing with any more. */
  isDeleted(id: number): boolean {
    return this.#deleted.has(id)
  }

  /** The clone of a tracker that a user has, if any. */
  cloneFor(original: TrackerRecord, userId: number): TrackerRecord | undefined {
    return original.source.trackers.find((tracker) => tracker.clone && tracker.userId === userId)
  }

  /** Carries out an effect that was made at `time`. Throws where the effect does not fit this state. */
  apply(effect: Effect, time: number): void {
    switch (effect.effect) {
      case 'tracker.settings': {
        const tracker = this.#tracker(effect.tracker)
        tracker.label = effect.label
        tracker.hidden = effect.hidden
        if (effect.comment !== undefined) tracker.comment = effect.comment
        this.trackers.changed()
        return
      }
      case 'tracker.clone':
        return this.#addClone(this.#tracker(effect.tracker), effect, time)
      case 'tracker.deleteClone':
        return this.#deleteClone(this.#tracker(effect.clone))
      case 'tracker.move':
        return this.#move(this.#tracker(effect.tracker), effect, time)
      case 'tracker.tariff':
        return this.#changePlan(this.#tracker(effect.tracker), effect)
      case 'tracker.block':
        this.#tracker(effect.tracker).source.blocked = effect.blocked
        return this.trackers.changed()
      case 'tracker.corrupt':
        return this.#corrupt(this.#tracker(effect.tracker), effect.clones)
      case 'user.made':
        return this.#addUser(effect, time)
      case 'user.changed':
        return this.#changeUser(effect.user, effect.fields)
      case 'tracker.gone':
        return this.#removeTracker(this.#tracker(effect.tracker))
      case 'bundle.import':
        return this.#addBundle(effect)
      case 'bundle.sim':
        return this.#changeBundle(effect.bundle, { iccid: effect.iccid, assigned: effect.assigned })
      case 'bundle.order':
        return this.#changeBundle(effect.bundle, { orderId: effect.order })
      case 'bundle.equipment':
        return this.#changeBundle(effect.bundle, { hardware: hardwareOf(effect.equipment) })
      case 'tracker.command':
      case 'tracker.register':
      case 'user.password':
      case 'console.command':
      case 'panel.made':
      case 'none':
        return
      default:
        return this.tasks.apply(effect, time)
    }
  }

  #tracker(id: number): TrackerRecord {
    const tracker = this.trackers.get(id)
    if (!tracker) throw new Error(`The ledger speaks of tracker ${id}, which is not there`)
    return tracker
  }

  #addClone(
    original: TrackerRecord,
    { clone, user, label }: { clone: number; user: number; label: string },
    time: number,
  ) {
    const tracker: TrackerRecord = {
      id: clone,
      userId: user,
      clone: true,
      created: date(time),
      groupId: 0,
      avatar: original.avatar,
      source: original.source,
      associated: null,
      label,
      comment: '',
      hidden: false,
    }
    this.#addTracker(tracker)
  }

  /** A group and what rules and vehicles hold are the former owner's, and stay behind. (panel-tracker.md, move) */
  #move(tracker: TrackerRecord, { newId, user }: { newId: number; user: number }, time: number): void {
    this.#removeTracker(tracker)
    this.#addTracker({ ...tracker, id: newId, userId: user, created: date(time), groupId: 0, associated: null })
  }

  #changePlan(
    { source }: TrackerRecord,
    { user, plan, repaid, charged, ends }: Extract<Effect, { effect: 'tracker.tariff' }>,
  ) {
    source.tariffId = plan
    source.tariffEnd = ends
    this.trackers.changed()
    const owner = this.users.get(user)
    if (!owner) throw new Error(`The ledger speaks of user ${user}, who is not there`)
    owner.balance = Math.round((owner.balance + repaid - charged) * 100) / 100
    this.users.changed()
  }

  #addUser({ user: id, fields, timeZone }: Extract<Effect, { effect: 'user.made' }>, time: number): void {
    const fresh = { verified: false, phone_verified: false, balance: 0, bonus: 0, creation_date: dateTime(time) }
    this.users.add({ ...fields, ...fresh, id, timeZone })
    this.#usersByLogin.set(fields.login.toLowerCase(), id)
  }

  #changeUser(id: number, fields: UserFields): void {
    const user = this.users.get(id)
    if (!user) throw new Error(`The ledger speaks of user ${id}, who is not there`)
    this.#usersByLogin.delete(user.login.toLowerCase())
    // What is absent is not as it was before, but empty.
    Object.assign(user, { menu_preset_id: undefined, discount: undefined }, fields)
    this.#usersByLogin.set(fields.login.toLowerCase(), id)
    this.users.changed()
    // Trackers show what their owner is called.
    this.trackers.changed()
  }

  #addTracker(tracker: TrackerRecord): void {
    this.trackers.add(tracker)
    tracker.source.trackers.push(tracker)
    this.#count(tracker.userId, 1)
  }

  #removeTracker(tracker: TrackerRecord): void {
    this.trackers.remove(tracker.id)
    this.#leave(tracker)
  }

  /** Takes a tracker from its device and its user. */
  #leave(tracker: TrackerRecord): void {
    const siblings = tracker.source.trackers
    siblings.splice(siblings.indexOf(tracker), 1)
    this.#count(tracker.userId, -1)
  }

  #deleteClone(clone: TrackerRecord): void {
    if (!this.#keepsDeletedClones) return this.#removeTracker(clone)
    this.#leave(clone)
    clone.hidden = true
    this.#deleted.add(clone.id)
    this.trackers.changed()
  }

  /** Its device is still found by the id that it had: a command to it is refused as one to a corrupted device. */
  #corrupt(tracker: TrackerRecord, clones: readonly number[]): void {
    const { source } = tracker
    tracker.hidden = true
    source.corrupted = true
    source.deviceId = `corrupted_${source.deviceId}`
    source.phone = null
    for (const clone of clones) this.#deleteClone(this.#tracker(clone))
    this.trackers.changed()
  }

  #addBundle({ bundle, imei, equipment }: { bundle: number; imei: string; equipment: number }): void {
    const record = { id: bundle, imei, hardware: hardwareOf(equipment), iccid: null, assigned: null, orderId: null }
    this.bundles.add(record)
    this.#bundlesByImei.set(imei, record)
  }

  #changeBundle(id: number, fields: Partial<BundleRecord>): void {
    const bundle = this.bundles.get(id)
    if (!bundle) throw new Error(`The ledger speaks of bundle ${id}, which is not there`)
    Object.assign(bundle, fields)
    this.bundles.changed()
  }

  #count(userId: number, more: number): void {
    this.#trackersOf.set(userId, this.trackersOf(userId) + more)
  }
}

function hardwareOf(equipment: number): Hardware {
  const device = knownEquipment.find(({ equipId }) => equipId === equipment)
  if (!device) throw new Error(`The ledger speaks of equipment ${equipment}, which is not there`)
  return device
}
