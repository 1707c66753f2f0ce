import { z } from 'zod'
import type { Permissions } from '../../shared/model/permissions.ts'
import type { Clock, Log, Random, Transport } from '../ports.ts'
import { hostOf } from './address.ts'
import type { Api, Timeouts } from './api.ts'
import { apis } from './apis.ts'
import { commentsShownBy, type CommentsShown } from './comments-shown.ts'
import { dealerApi, type SignedIn } from './dealer-api.ts'
import { panelEndpoint, principalOf, type ApiName, type At, type Endpoint } from './endpoint.ts'
import { createExchange } from './exchange.ts'
import { heldSession } from './held-session.ts'
import { createHold } from './hold.ts'
import { keepsNoSessions, type KeptSessions } from './kept-sessions.ts'
import { createKnownSecrets } from './known-secrets.ts'
import type { Limits } from './limiter.ts'
import { createLine, type Line } from './line.ts'
import { createSession, type Credentials, type Session } from './session.ts'
import { createSizes, type Sizes } from './sizes.ts'

export type { SignedIn } from './dealer-api.ts'
export type { PanelAnswer } from './exchange.ts'
export type { Reading } from './line.ts'
export type { Credentials } from './session.ts'

/** One account at one panel: the line to the panel in the dealer's session, and lines to the other endpoints there. */
export interface Panel extends Line {
  /** The host, as a person knows it. */
  readonly host: string
  readonly signedIn: SignedIn | null
  /** How much it takes at once. */
  readonly sizes: Sizes
  readonly commentsShown: CommentsShown
  /** Signs in unless it is signed in already; asks the panel even where that was refused before. */
  signIn(signal?: AbortSignal): Promise<SignedIn>
  /** Asks anew what the account may do, which changes while a session lasts. Throws like {@link read}. */
  readPermissions(signal?: AbortSignal): Promise<Permissions>
  /** Ends every session but those that are kept, within seconds; never fails. The next request signs in again. */
  signOut(): Promise<void>
  /** The line to an endpoint, which is made on first use; for the panel's, this panel itself. */
  at(endpoint: Endpoint): Line
  /** Whether an endpoint has a line already. */
  knows(endpoint: Endpoint): boolean
  /** Ends the session at an endpoint that nothing more is asked of, one that is kept as well; never fails. */
  leaveFor(endpoint: Endpoint): Promise<void>
  /** How many principals have a session here, or have had one, other than the dealer. */
  readonly others: number
  /** A copy for logs and the journal, with no secret of any session in it. */
  hide(value: unknown): unknown
}

/** An answer that does not speak of them takes nothing away. */
const permitted = z.object({ permissions: z.record(z.string(), z.array(z.string()).catch([])) })

/** A panel at a base address (of {@link parseBaseUrl}); `limits` are shared by all who speak to the same dealer. */
export function createPanel({
  baseUrl,
  credentials,
  transport,
  clock,
  random,
  limits,
  log,
  timeouts,
  sizes = createSizes({ clock }),
  commentsShown = commentsShownBy(),
  kept = keepsNoSessions,
}: {
  baseUrl: string
  credentials: () => Promise<Credentials>
  transport: Transport
  clock: Clock
  random: Random
  limits: Limits
  log: Log
  timeouts?: Partial<Timeouts>
  /** What is known of how much it takes at once; nothing unless it says otherwise. */
  sizes?: Sizes
  /** What is known from before; without it, nothing. */
  commentsShown?: CommentsShown
  /** Where sessions are kept that outlive the program; without it, nowhere. */
  kept?: KeptSessions
}): Panel {
  const host = hostOf(baseUrl)
  const known = createKnownSecrets()
  const others = new Map<string, { readonly session: Session<unknown>; readonly line: Line }>()

  /**
   * The session of one principal, and the line over it. Here alone an API, its exchange and a session meet: a hash can go
   * nowhere but to the API that gave it, for the principal whom it was given to.
   */
  function connect<Name extends ApiName, Told>(api: Api<Name, Told>, at: At<Name>) {
    const principal = principalOf(at)
    const isDealer = at.api === panelEndpoint.api
    const hold = isDealer ? null : createHold({ clock, random })
    const limiter = limits(api.scopes(at))
    const its = { ...api.timeouts, ...timeouts }
    const bare = createSession<Name, Told>({
      exchange: createExchange({ baseUrl, api, transport, clock, limiter, known }),
      ...{ host, principal, isDealer, limiter, clock, log, secrets: known },
      open: (opening) => api.open(at, { ...opening, host, credentials, dealer: dealer.line }),
      signOutPath: api.signOutPath,
      keeping: api.keeps && { ...api.keeps, kept },
      timeout: its.signIn,
      endedAtOnce: hold ? ({ problem }) => void hold.on(problem) : undefined,
    })
    const session = hold ? heldSession(bare, principal, hold) : bare
    const held = hold ? () => hold.held : undefined
    return { session, line: createLine({ session, host, limiter, clock, random, log, timeouts: its, held }) }
  }

  const dealer: { readonly session: Session<SignedIn>; readonly line: Line } = connect(dealerApi, panelEndpoint)
  const { session, line } = dealer

  function lineTo<Name extends ApiName>(name: Name, at: At<Name>): Line {
    const principal = principalOf(at)
    const other = others.get(principal) ?? connect(apis[name], at)
    others.set(principal, other)
    return other.line
  }

  const panel: Panel = {
    host,
    sizes,
    commentsShown,
    timeouts: line.timeouts,
    get isOpen() {
      return line.isOpen
    },
    held: null,
    open: (signal) => line.open(signal),
    read: (path, body, reading) => line.read(path, body, reading),
    slot: (signal) => line.slot(signal),
    turn: (signal, inHurry) => line.turn(signal, inHurry),
    leave: () => line.leave(),
    change: (path, body, changing) => line.change(path, body, changing),
    get signedIn() {
      return session.told ?? null
    },
    signIn: (signal) => session.signIn(signal),
    async readPermissions(signal) {
      const answer = permitted.safeParse(await line.read('account/get_permissions', {}, { signal }))
      const signedIn = await session.signIn(signal)
      if (!answer.success) return signedIn.permissions
      session.tell({ ...signedIn, permissions: answer.data.permissions })
      return answer.data.permissions
    },
    async signOut() {
      await Promise.all([...others.values(), dealer].map((one) => one.session.signOut()))
    },
    at: (endpoint) => (endpoint.api === 'panel' ? panel : lineTo(endpoint.api, endpoint)),
    knows: (endpoint) => others.has(principalOf(endpoint)),
    async leaveFor(endpoint) {
      const principal = principalOf(endpoint)
      const other = others.get(principal)
      others.delete(principal)
      await other?.session.signOut(true)
    },
    get others() {
      return others.size
    },
    hide: (value) => known.hide(value),
  }
  return panel
}
