import { isDeepStrictEqual } from 'node:util'
import type { LedgerEntry } from './ledger.ts'
import type { UserFields } from './user-fields.ts'

/** What the ledger says has been done already, so that a client that tries it again is found out. */
export class Repeats {
  readonly #clones = new Map<number, number>()
  readonly #deleted = new Map<number, number>()
  readonly #corrupted = new Map<number, number>()
  readonly #registered = new Map<number, { readonly number: number; readonly time: number }>()
  readonly #imported = new Map<string, number>()
  readonly #settings = new Map<number, LedgerEntry & { effect: 'tracker.settings' }>()
  readonly #plans = new Map<number, LedgerEntry & { effect: 'tracker.tariff' }>()
  readonly #blocks = new Map<number, LedgerEntry & { effect: 'tracker.block' }>()
  readonly #left = new Map<number, number>()
  readonly #arrived = new Map<number, number>()
  readonly #commands = new Map<string, number>()
  readonly #users = new Map<number, LedgerEntry & { effect: 'user.changed' }>()
  readonly #usersMade = new Map<string, number>()
  readonly #tasksGone = new Map<number, number>()

  /** Takes note of an entry. Other hands than a client's never make, delete, import or command. */
  remember(entry: LedgerEntry): void {
    if (entry.effect === 'tracker.settings') this.#settings.set(entry.tracker, entry)
    if (entry.effect === 'tracker.tariff') this.#plans.set(entry.tracker, entry)
    if (entry.effect === 'tracker.block') this.#blocks.set(entry.tracker, entry)
    if (entry.effect === 'tracker.move') this.#move(entry)
    if (entry.effect === 'tracker.command') this.#commands.set(commandKey(entry), entry.number)
    if (entry.effect === 'tracker.clone') this.#clones.set(entry.clone, entry.number)
    if (entry.effect === 'tracker.deleteClone') this.#deleted.set(entry.clone, entry.number)
    if (entry.effect === 'tracker.corrupt') this.#corrupted.set(entry.tracker, entry.number)
    if (entry.effect === 'user.changed') this.#users.set(entry.user, entry)
    if (entry.effect === 'user.made') this.#usersMade.set(entry.fields.login.toLowerCase(), entry.number)
    if (entry.effect === 'tracker.register') this.#registered.set(entry.tracker, entry)
    if (entry.effect === 'task.gone') this.#tasksGone.set(entry.task, entry.number)
    if (entry.effect === 'route.gone') this.#tasksGone.set(entry.route, entry.number)
    if (entry.effect === 'bundle.import') this.#imported.set(entry.imei, entry.number)
  }

  /** The entry by which a client made this clone. */
  ofClone(id: number): number | undefined {
    return this.#clones.get(id)
  }

  /** The entry by which a client deleted this clone. */
  ofDeletion(id: number): number | undefined {
    return this.#deleted.get(id)
  }

  /** The entry by which a client corrupted this tracker. */
  ofCorruption(id: number): number | undefined {
    return this.#corrupted.get(id)
  }

  /** The entry by which a client had this tracker activated the last time, and when. */
  ofRegistration(id: number): { readonly number: number; readonly time: number } | undefined {
    return this.#registered.get(id)
  }

  /** The entry by which a client imported this IMEI. */
  ofImport(imei: string): number | undefined {
    return this.#imported.get(imei)
  }

  /** The entry by which a client moved the tracker that had this id. */
  ofMoveFrom(id: number): number | undefined {
    return this.#left.get(id)
  }

  /** The entry by which a client moved the tracker that has got this id by it. */
  ofMoveTo(id: number): number | undefined {
    return this.#arrived.get(id)
  }

  /** The entry by which a client gave the tracker this plan, if nobody has given it another since. */
  ofPlan(tracker: number, plan: number): number | undefined {
    const last = this.#plans.get(tracker)
    return last && last.session !== 0 && last.plan === plan ? last.number : undefined
  }

  /** The entry by which a client blocked the tracker's device, or let it go, if nothing has made it otherwise since. */
  ofBlock(tracker: number, blocked: boolean): number | undefined {
    const last = this.#blocks.get(tracker)
    return last && last.session !== 0 && last.blocked === blocked ? last.number : undefined
  }

  /** The entry by which a client set all of a user to this, if nothing has set it otherwise since. */
  ofUser(user: number, fields: UserFields): number | undefined {
    const last = this.#users.get(user)
    return last && last.session !== 0 && isDeepStrictEqual(last.fields, fields) ? last.number : undefined
  }

  /** The entry by which a client made the user of this login. */
  ofUserMade(login: string): number | undefined {
    return this.#usersMade.get(login.toLowerCase())
  }

  /** The entry by which this very command went to the device the last time. */
  ofCommand(command: Command): number | undefined {
    return this.#commands.get(commandKey(command))
  }

  /** The entry by which a client deleted this task, checkpoint or route. */
  ofTaskGone(id: number): number | undefined {
    return this.#tasksGone.get(id)
  }

  /** The entry that set exactly these settings, if nothing has set the tracker's settings since. */
  ofSettings(set: {
    tracker: number
    label: string
    hidden: boolean
    comment?: string | undefined
  }): number | undefined {
    const last = this.#settings.get(set.tracker)
    const same =
      last &&
      last.session !== 0 &&
      last.label === set.label &&
      last.hidden === set.hidden &&
      last.comment === set.comment
    return same ? last.number : undefined
  }

  /** What was set and planned goes with the tracker to its new id. */
  #move(entry: LedgerEntry & { effect: 'tracker.move' }): void {
    const { tracker, newId, session, number } = entry
    const settings = this.#settings.get(tracker)
    if (settings) this.#settings.set(newId, settings)
    const plan = this.#plans.get(tracker)
    if (plan) this.#plans.set(newId, plan)
    const block = this.#blocks.get(tracker)
    if (block) this.#blocks.set(newId, block)
    if (session === 0) return
    this.#left.set(tracker, number)
    this.#arrived.set(newId, number)
  }
}

interface Command {
  readonly device: string
  readonly command: string
  readonly type: 'text' | 'hex'
}

function commandKey({ device, command, type }: Command): string {
  return JSON.stringify([device, type, command])
}
