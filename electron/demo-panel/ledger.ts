import { z } from 'zod'
import { taskEffects } from './tasks/effects.ts'
import { userFields } from './user-fields.ts'

const id = z.int().min(1)

/**
 * What a request did. The state of a panel is what its seed made plus these, in their order; so an effect names
 * whatever cannot be worked out again, such as the id of a clone.
 */
const effect = z.discriminatedUnion('effect', [
  /** The panel was made: the first entry of every ledger. */
  z.object({ effect: z.literal('panel.made'), version: z.int(), seed: z.int(), trackers: z.int() }),
  /** A tracker's settings were set; without `comment`, the comment was left alone. */
  z.object({
    effect: z.literal('tracker.settings'),
    tracker: id,
    label: z.string(),
    hidden: z.boolean(),
    comment: z.string().optional(),
  }),
  /** The device of `tracker` was blocked, or let go. */
  z.object({ effect: z.literal('tracker.block'), tracker: id, blocked: z.boolean() }),
  /** `user` got `clone`, a clone of `tracker`. */
  z.object({ effect: z.literal('tracker.clone'), tracker: id, user: id, label: z.string(), clone: id }),
  z.object({ effect: z.literal('tracker.deleteClone'), clone: id }),
  /** `tracker` came to belong to `user`, and has the id `newId` from then on. */
  z.object({ effect: z.literal('tracker.move'), tracker: id, newId: id, user: id }),
  /** The device of `tracker` got a plan that ends on the day `ends`; its owner `user` was paid back, and paid. */
  z.object({
    effect: z.literal('tracker.tariff'),
    tracker: id,
    user: id,
    plan: id,
    repaid: z.number(),
    charged: z.number(),
    ends: z.string().nullable(),
  }),
  /** `tracker` was marked as deleted and its device spoilt, and these clones of it went with it. */
  z.object({ effect: z.literal('tracker.corrupt'), tracker: id, clones: z.array(id) }),
  /** `tracker` was activated once more; `again` is the entry by which a client had that done the last time. */
  z.object({
    effect: z.literal('tracker.register'),
    tracker: id,
    commands: z.boolean().nullable(),
    again: z.int().optional(),
  }),
  /** A command went to a device; `again` is the entry by which the very same went to it the last time. */
  z.object({
    effect: z.literal('tracker.command'),
    device: z.string(),
    command: z.string(),
    type: z.enum(['text', 'hex']),
    reliable: z.boolean(),
    again: z.int().optional(),
  }),
  /** A command came over the console of a device. */
  z.object({ effect: z.literal('console.command'), device: z.string(), command: z.string() }),
  /** A user was made, or all that can be set of one was set anew. Passwords are not kept. */
  z.object({
    effect: z.literal('user.made'),
    user: id,
    fields: userFields,
    locale: z.string(),
    timeZone: z.string(),
  }),
  z.object({ effect: z.literal('user.changed'), user: id, fields: userFields }),
  z.object({ effect: z.literal('user.password'), user: id }),
  /** A tracker went away by other hands, original or clone. */
  z.object({ effect: z.literal('tracker.gone'), tracker: id }),
  z.object({
    effect: z.literal('bundle.import'),
    bundle: id,
    imei: z.string(),
    equipment: id,
    factoryPreset: z.boolean(),
  }),
  /** A bundle got another SIM card (null for none) at the panel's time `assigned`, order or equipment. */
  z.object({
    effect: z.literal('bundle.sim'),
    bundle: id,
    iccid: z.string().nullable(),
    assigned: z.string().nullable(),
  }),
  z.object({ effect: z.literal('bundle.order'), bundle: id, order: z.int().nullable() }),
  z.object({ effect: z.literal('bundle.equipment'), bundle: id, equipment: id }),
  ...taskEffects,
  /**
   * Nothing was done: it had been done before, by the entry `of` of this ledger. A fault of the client, which tried
   * twice; `refused` says whether it was told so, as against having it done again or passed over to no effect.
   */
  z.object({
    effect: z.literal('none'),
    fault: z.literal('repeat'),
    refused: z.boolean(),
    of: z.int(),
    /** The clone, tracker, user, task, route, IMEI or login that it was about. */
    about: z.union([id, z.string()]),
  }),
])
export type Effect = z.infer<typeof effect>

/** One line of the ledger. */
export const ledgerEntry = z.intersection(
  z.object({
    /** Counts from 1 without gaps. */
    number: z.int(),
    /** Milliseconds since 1970, UTC. */
    time: z.number(),
    /** The session's number, never its hash; 0 for other hands than a client's. */
    session: z.int(),
    /** The request's number; entries of one request share it. */
    request: z.int(),
    /** The panel's method, such as `tracker/clone`; empty where no request was behind it. */
    path: z.string(),
  }),
  effect,
)
export type LedgerEntry = z.infer<typeof ledgerEntry>

/** Where a panel writes down what it did. It outlives the panel where it is a file. */
export interface Ledger {
  /** Everything that was appended, oldest first. */
  entries(): readonly LedgerEntry[]
  /** Keeps the entries of one request, all or none, before it returns. */
  append(...entries: readonly LedgerEntry[]): void
}

/** A ledger that ends with the process. */
export function memoryLedger(entries: readonly LedgerEntry[] = []): Ledger {
  const kept = [...entries]
  return {
    entries: () => kept,
    append(...added) {
      for (const entry of added) kept.push(entry)
    },
  }
}
