import { z } from 'zod'
import { problem } from '../problem.ts'
import { passwordPolicy } from '../rules/password.ts'
import { call } from './call.ts'
import { notice } from './notices.ts'
import { longStep } from './steps.ts'

/** The addresses that the vendor runs itself. (panel-api.md, section 2) */
export const regions = {
  eu: 'https://api.eu.navixy.com/v2',
  us: 'https://api.us.navixy.com/v2',
  me: 'https://api.me.navixy.com/v2',
} as const

/** Where a panel is: the built-in demo panel, or at an address such as those of {@link regions}. */
export const panelPlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('demo') }),
  z.object({
    kind: z.literal('address'),
    /** Without `/panel` at its end; https, or plain http on loopback or for a host that a person confirmed. */
    baseUrl: z.string().max(300),
    /** The person has confirmed by name that this host is spoken to without encryption. */
    plainHttpConfirmed: z.boolean().default(false),
  }),
])
export type PanelPlace = z.infer<typeof panelPlace>

/** Where the password is: `session` means until the program ends, since there is no keychain. */
export const secretPlaces = ['keychain', 'session', 'missing'] as const

/** The colours by which panels are told apart; `renderer/components/panel-colours.ts` has what they look like. */
export const panelColours = ['blue', 'green', 'amber', 'red', 'violet', 'grey'] as const
export type PanelColour = (typeof panelColours)[number]

/** What a panel is for. */
export const panelEnvironments = ['production', 'test'] as const
export type PanelEnvironment = (typeof panelEnvironments)[number]

/** By what a person tells a panel from the others; absent as long as nobody has said it. */
export const panelMark = { colour: z.enum(panelColours).optional(), environment: z.enum(panelEnvironments).optional() }

/** A panel account that this computer knows. */
export const profileSummary = z.object({
  id: z.string(),
  name: z.string(),
  panel: panelPlace,
  login: z.string(),
  dealerId: z.int().nullable(),
  /** Milliseconds since 1970, UTC; null if it was never opened. */
  openedAt: z.number().nullable(),
  ...panelMark,
})
export type ProfileSummary = z.infer<typeof profileSummary>

/** A panel account whose own file cannot be read. Nothing that is staged in it is lost. */
export const unreadableProfile = z.object({
  id: z.string(),
  problem,
  /** What its journal has kept of it; null where that says nothing, either: then a person has to. */
  kept: profileSummary.nullable(),
  /** Operations that are not settled; null where that cannot be told. */
  unsettled: z.int().nullable(),
})
export type UnreadableProfile = z.infer<typeof unreadableProfile>

const place = z.object({ panel: panelPlace, login: z.string().min(1).max(50) })
const name = z.string().max(80)
const account = place.extend({
  /** Goes one way: from the field to the keychain. No answer ever holds it. */
  password: z.string().min(1).max(200),
})

export const profileCalls = {
  'profiles.list': call(
    z.object({}),
    z.object({
      profiles: z.array(profileSummary),
      unreadable: z.array(unreadableProfile),
      open: z.string().nullable(),
    }),
  ),
  /** Where the password of each known panel was when it was last kept or used, by the panel's id. No keychain is asked. */
  'profiles.secrets': call(z.object({}), z.object({ places: z.record(z.string(), z.enum(secretPlaces)) })),
  /** Signs in and out again; tells whose panel it is. Keeps nothing. */
  'profiles.test': call(
    account,
    z.object({ dealerId: z.int(), title: z.string(), trackersAllowed: z.boolean(), bundlesAllowed: z.boolean() }),
  ),
  /** Signs in, keeps the account and its password, and opens it. */
  'profiles.add': call(account.extend({ name }), profileSummary),
  /** Opens the built-in demo panel's profile, made on first use. */
  'profiles.demo': call(z.object({}), profileSummary),
  /** Opens a profile that is known, one that cannot be read as far as its journal has kept it; it works offline with what it has until it is signed in. */
  'profiles.open': call(z.object({ id: z.string() }), profileSummary),
  /**
   * Says anew which panel an unreadable profile is, and opens it. Its password is asked for anew; where its journal still
   * knows whose panel it was, another dealer's is refused at signing in.
   */
  'profiles.mend': call(place.extend({ id: z.string(), name }), profileSummary),
  /** Says by what a known panel is told from the others. */
  'profiles.mark': call(
    z.object({
      id: z.string(),
      name: name.min(1),
      colour: z.enum(panelColours).nullable(),
      environment: z.enum(panelEnvironments).nullable(),
    }),
    profileSummary,
  ),
  'profiles.close': call(z.object({}), z.object({})),
  /** Gives a known profile a new password, and signs in with it. */
  'profiles.signIn': call(z.object({ id: z.string(), password: z.string().min(1).max(200) }), profileSummary),
  /** Forgets a profile and its password; refused while something staged would be lost, unless `discardStaged`, and while another program has it open. */
  'profiles.remove': call(z.object({ id: z.string(), discardStaged: z.boolean() }), z.object({})),
}

/** How the window stands to the panel at this moment. */
export const connectionState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('closed') }),
  z.object({ state: z.literal('connecting') }),
  z.object({ state: z.literal('online') }),
  /** The person chose to work offline. */
  z.object({ state: z.literal('chosen-offline') }),
  /** Requests fail; tried again at `retryAt` (milliseconds since 1970, UTC). */
  z.object({ state: z.literal('offline'), problem, retryAt: z.number().nullable() }),
  /** Nothing can be sent or pulled until a person acts: wrong password, another dealer, blocked. */
  z.object({ state: z.literal('stopped'), problem }),
])
export type ConnectionState = z.infer<typeof connectionState>

/** Minutes from one pull that begins by itself to the next; 0 for none. */
export const pullIntervals = [0, 5, 15, 30, 60] as const
export const pullInterval = z.literal(pullIntervals)
export type PullInterval = z.infer<typeof pullInterval>

export const pullParts = ['dealers', 'users', 'tariffs', 'equipment', 'trackers', 'bundles'] as const

/** A pull under way, or how the last one ended. */
export const pullState = z.object({
  running: z.boolean(),
  part: z.enum(pullParts).nullable(),
  done: z.int(),
  total: z.int().nullable(),
  /** End of the last complete pull: milliseconds since 1970, UTC. */
  completedAt: z.number().nullable(),
  changes: z.object({ added: z.int(), changed: z.int(), removed: z.int() }).nullable(),
  problem: problem.nullable(),
  /** When one that broke off is tried again by itself, milliseconds since 1970, UTC; null where it is not. */
  retryAt: z.number().nullable(),
})
export type PullState = z.infer<typeof pullState>

/** How many operations are in each state; the final ones are left out. */
export const queueState = z.object({
  draft: z.int(),
  ready: z.int(),
  held: z.int(),
  sending: z.int(),
  waiting: z.int(),
  unknown: z.int(),
  conflict: z.int(),
  rejected: z.int(),
  /** Drafts that break a rule: staged, but not to be released. */
  broken: z.int(),
})

/** A run of sending: what it has done and what is left. */
export const sendingState = z.object({
  running: z.boolean(),
  paused: z.boolean(),
  /** Operations settled in this run, of `total` that it began with or was given since. */
  done: z.int(),
  total: z.int(),
  refused: z.int(),
  /** Of those settled, what was so already: done by somebody else, or by an earlier request of ours. */
  already: z.int(),
  /** Released operations that wait behind what a person has to settle; 0 while a run goes on. */
  behind: z.int(),
  /** Milliseconds that the rest will take at the present rate; null where it cannot be told. */
  remaining: z.number().nullable(),
  /** When the run began, milliseconds since 1970, UTC; null where none has been. */
  startedAt: z.number().nullable(),
  /**
   * Kinds that the panel refuses as such, those together that it refuses for the same reason, such as a permission: how
   * many operations wait, what the panel said, and when they are tried again by themselves: milliseconds since 1970, UTC.
   */
  pausedKinds: z.array(z.object({ kinds: z.array(z.string()), operations: z.int(), problem, retryAt: z.number() })),
})
export type SendingState = z.infer<typeof sendingState>

/** Everything that is always in sight: the profile, the connection, the last pull and the queue. */
export const status = z.object({
  profile: profileSummary.nullable(),
  connection: connectionState,
  pull: pullState,
  /** How often one begins by itself. */
  pullEvery: pullInterval,
  queue: queueState,
  sending: sendingState,
  /** What the account may do; what needs a missing permission is off. Empty as long as nothing is known. */
  permissions: z.record(z.string(), z.array(z.string())),
  /** How passwords of users have to be. */
  passwordPolicy,
  undo: z.object({ canUndo: z.boolean(), canRedo: z.boolean() }),
  /** Long steps that are under way. */
  steps: z.array(longStep),
  /** What a person should know about this profile's files and has not seen yet, oldest first. */
  notices: z.array(notice),
  /** While no profile is open: why the one that was open last could not be opened again. */
  notReopened: problem.nullable(),
})
export type Status = z.infer<typeof status>

export const statusCalls = {
  'status.read': call(z.object({}), status),
  'connection.workOffline': call(z.object({ on: z.boolean() }), z.object({})),
  /** Tries at once instead of at `retryAt`. */
  'connection.retry': call(z.object({}), z.object({})),
  'pull.start': call(z.object({}), z.object({})),
  'pull.stop': call(z.object({}), z.object({})),
  /** Chooses how often a pull of the open profile begins by itself. */
  'pull.every': call(z.object({ minutes: pullInterval }), z.object({})),
}
