import { z } from 'zod'
import { ProblemError } from '../../shared/problem.ts'
import type { Problem, ProblemCode } from '../../shared/problem.ts'
import type { TransportError } from '../ports.ts'

/** Whether a change may have taken effect all the same. */
type Effect = 'none' | 'unknown'

/**
 * What to do about a failure: `wait` and try again; `sign-in` again, then try again; `reconnect`, for whatever is asked
 * next would meet the same until what stands in the way has gone; `look-up` what has become of it; `refused` for good;
 * `stop`, for nothing will go well until a person acts.
 */
export type Next = 'wait' | 'sign-in' | 'reconnect' | 'look-up' | 'refused' | 'stop'

/** What a request was for. Only a change can have an effect that matters. */
export type Purpose = 'read' | 'change' | 'sign-in'

interface FailureFacts {
  readonly problem: Problem
  readonly effect: Effect
  readonly next: Next
  readonly code?: number | null
  readonly httpStatus?: number | null
  readonly answer?: unknown
  readonly took?: number | null
  readonly leastWait?: number
  readonly onTheWay?: boolean
  readonly principal?: string | null
}

/** A request to a panel that came to nothing, or to nothing certain. Never holds a secret. */
export class PanelFailure extends ProblemError {
  override name = 'PanelFailure'
  readonly effect: Effect
  readonly next: Next
  /** The panel's own code; null where there was no answer. */
  readonly code: number | null
  readonly httpStatus: number | null
  /** The JSON of the refusal, redacted, for what it names: `list`, `rules`, `errors`. */
  readonly answer: unknown
  /** Milliseconds from the request to the end of what came back; null where nothing came. */
  readonly took: number | null
  /** Milliseconds before which another try is known to be in vain. */
  readonly leastWait: number
  /** Whether it is the way to the panel that failed, rather than the panel that said no to this one request. */
  readonly onTheWay: boolean
  /** The one principal, other than the dealer, whose session it is about: all others go on. Null for everything else. */
  readonly principal: string | null

  constructor(facts: FailureFacts, options?: ErrorOptions) {
    super(facts.problem, options)
    this.effect = facts.effect
    this.next = facts.next
    this.code = facts.code ?? null
    this.httpStatus = facts.httpStatus ?? null
    this.answer = facts.answer ?? null
    this.took = facts.took ?? null
    this.leastWait = facts.leastWait ?? 0
    this.onTheWay = facts.onTheWay ?? false
    this.principal = facts.principal ?? null
  }
}

/** A failure that concerns one principal alone, otherwise as it was but for `facts`. */
export function aboutPrincipal(
  failure: PanelFailure,
  principal: string,
  facts: Partial<FailureFacts> = {},
): PanelFailure {
  const { problem, effect, next, code, httpStatus, answer, took, leastWait, onTheWay } = failure
  const same = { problem, effect, next, code, httpStatus, answer, took, leastWait, onTheWay }
  return new PanelFailure({ ...same, ...facts, principal }, { cause: failure.cause })
}

/** A session that ended, where the next ones have ended at once as well: whatever is asked next would meet the same. */
export function endedAgain(failure: PanelFailure): PanelFailure {
  const { problem, effect, principal } = failure
  return new PanelFailure({ problem, effect, next: 'reconnect', onTheWay: true, principal }, { cause: failure })
}

/**
 * Whether a read that failed says nothing of other reads: the panel itself has answered, that it will not or cannot
 * show this one, and not that it is asked too much; or it is about the session of one principal.
 */
export function isAboutThatAlone(error: unknown): error is PanelFailure {
  if (error instanceof PanelFailure && error.principal !== null) return true
  if (!(error instanceof PanelFailure) || error.code === null) return false
  return error.next === 'refused' || (error.next === 'wait' && error.problem.code !== 'too-many-requests')
}

/** Codes by which a request is too large, has too many rows, or asks for too many. (panel-api.md, section 7) */
const sizeCodes: ReadonlySet<number | null> = new Set([9, 212, 267])
/** What a server before the panel says of a request that is too large for it. (RFC 9110) */
const contentTooLarge = 413

/** Whether a request was refused for asking too much at once: half of it may go. */
export function isTooMuch(failure: PanelFailure): boolean {
  return sizeCodes.has(failure.code) || (failure.code === null && failure.httpStatus === contentTooLarge)
}

/** Codes by which a panel says that it has no such method. (panel-api.md, section 7) */
const noSuchMethod: ReadonlySet<number | null> = new Set([111, 112])
/** What is said of something that is not there, rather than of the method, with the status of a page that is not there. */
const notThere: ReadonlySet<number | null> = new Set([201, 204])

/** Whether a request came to nothing because there is no such method; servers before the panel say that by a page. */
export function isNoSuchMethod({ code, httpStatus, problem }: PanelFailure): boolean {
  if (noSuchMethod.has(code)) return true
  return httpStatus === 404 && (code === null ? problem.code === 'not-a-panel' : !notThere.has(code))
}

const invalidParameters = 7
const refusedParameters = z.object({ errors: z.array(z.object({ parameter: z.string() })) })

/** What the panel calls invalid (code 7), as it names it, such as `user.phone`; nothing for any other refusal. */
export function wrongParametersOf(failure: PanelFailure): readonly string[] {
  if (failure.code !== invalidParameters) return []
  const named = refusedParameters.safeParse(failure.answer)
  return named.success ? named.data.errors.map(({ parameter }) => parameter) : []
}

/** The parameters of the request that these are in. */
export function invalidParametersOf(failure: PanelFailure): readonly string[] {
  // What is wrong with an entry of a list is said of `list[3]` or `list.3`.
  return wrongParametersOf(failure).map((parameter) => parameter.split(/[.[]/, 1)[0] ?? '')
}

/** How a code of the panel is to be taken. */
interface Class {
  readonly effect: Effect
  readonly next: Next
  readonly problem: ProblemCode
}

const busy: Class = { effect: 'none', next: 'wait', problem: 'panel-busy' }
const tooMany: Class = { effect: 'none', next: 'wait', problem: 'too-many-requests' }
const broken: Class = { effect: 'unknown', next: 'look-up', problem: 'panel-failed' }
const ended: Class = { effect: 'none', next: 'sign-in', problem: 'session-ended' }
const blocked: Class = { effect: 'none', next: 'stop', problem: 'dealer-blocked' }
const wrongPassword: Class = { effect: 'none', next: 'stop', problem: 'wrong-password' }
const forbidden: Class = { effect: 'none', next: 'refused', problem: 'permission' }
const refused: Class = { effect: 'none', next: 'refused', problem: 'panel-refused' }
/** Only the operator of the panel can do anything about it, and it ends by itself: a service of its own is missing. */
const barred: Class = { effect: 'none', next: 'reconnect', problem: 'panel-refused' }

/** The codes that are not simply refused for good. (design.md, section 4; panel-api.md, sections 3 and 7) */
const classes: ReadonlyMap<number, Class> = new Map([
  [1, broken],
  [2, barred],
  [3, ended],
  [4, ended],
  [6, broken],
  [8, busy],
  [11, blocked],
  [13, forbidden],
  [14, broken],
  [15, tooMany],
  [103, blocked],
  [264, busy],
])

/** What differs for a read: data that is not ready yet comes with time. */
const readClasses: ReadonlyMap<number, Class> = new Map([[229, busy]])

/**
 * What differs for signing in. What is wrong with login, password or account needs a person, and is not tried again by
 * itself, lest the account be locked. Everything else, such as a code that makes no sense here, comes from the panel and
 * goes with it.
 */
const signInClasses: ReadonlyMap<number, Class> = new Map([
  [3, barred],
  [4, barred],
  // Invalid parameters: on a hosted panel the login is a number, and anything else is no login.
  [7, wrongPassword],
  [12, wrongPassword],
  [13, barred],
  [102, wrongPassword],
  // Trying again by itself would only keep an account locked.
  [105, { effect: 'none', next: 'stop', problem: 'too-many-requests' }],
  [248, wrongPassword],
])

/** Code 264 wants two minutes between two tries for one device. (panel-api.md, section 7) */
const leastWaits: ReadonlyMap<number, number> = new Map([[264, 120_000]])

/** How the panel's `code`, given with an HTTP status, is to be taken for a request of that purpose. */
export function classify(purpose: Purpose, code: number, httpStatus: number): Class {
  const special = purpose === 'read' ? readClasses : purpose === 'sign-in' ? signInClasses : undefined
  const known = special?.get(code) ?? classes.get(code)
  // Only codes that are known to have had no effect outweigh the word of a server that it has failed.
  const taken = known?.next === 'wait' ? known : httpStatus >= 500 ? broken : (known ?? refused)
  if (purpose === 'change') return taken
  if (taken.next === 'look-up') return { ...taken, effect: 'none', next: 'wait' }
  return purpose === 'sign-in' && taken.next === 'refused' ? { ...taken, next: 'reconnect' } : taken
}

const worthAnotherTry: ReadonlySet<Next> = new Set(['wait', 'sign-in', 'reconnect', 'look-up'])

/** The panel has said no, in its own way. */
export function refusal(
  purpose: Purpose,
  facts: { code: number; words: string; httpStatus: number; answer: unknown; host: string; took: number },
): PanelFailure {
  const { effect, next, problem } = classify(purpose, facts.code, facts.httpStatus)
  return new PanelFailure({
    problem: {
      code: problem,
      values: { host: facts.host },
      panelCode: facts.code,
      ...(facts.words === '' ? {} : { panelWords: facts.words }),
      again: worthAnotherTry.has(next),
    },
    effect,
    next,
    code: facts.code,
    httpStatus: facts.httpStatus,
    answer: facts.answer,
    took: facts.took,
    leastWait: leastWaits.get(facts.code) ?? 0,
    onTheWay: next === 'reconnect',
  })
}

/** What a network answers that wants to be signed in to: no server in trouble, though its number says so. (RFC 6585) */
const networkWantsSignIn = 511

/**
 * Something answered, but not as a panel does: with a page of a network, of a proxy or of whatever stands at that
 * address, with half of an answer, or with a success under an HTTP status that denies it. A change may have been carried
 * out behind it, whatever the status says: it is not the panel that says it.
 */
export function noAnswer(
  purpose: Purpose,
  facts: { problem: 'not-a-panel' | 'cut-short'; httpStatus: number; host: string; took: number },
): PanelFailure {
  const { httpStatus } = facts
  const inTrouble = httpStatus >= 500 && httpStatus !== networkWantsSignIn
  const code = httpStatus === 429 ? 'too-many-requests' : inTrouble ? 'panel-failed' : facts.problem
  const next = purpose === 'change' ? 'look-up' : code === 'not-a-panel' ? 'reconnect' : 'wait'
  return new PanelFailure({
    problem: { code, values: { host: facts.host }, again: worthAnotherTry.has(next) },
    effect: purpose === 'change' ? 'unknown' : 'none',
    next,
    httpStatus,
    took: facts.took,
    onTheWay: code === facts.problem,
  })
}

/** The wire has failed; what was certainly not sent had no effect. */
export function wireFailure(purpose: Purpose, error: TransportError, host: string): PanelFailure {
  // What is given up on purpose has no problem of its own: it is not the network's fault.
  const code: ProblemCode = error.reason === 'aborted' ? 'work-offline' : error.reason
  const lost = purpose === 'change' && error.sent
  const next = lost ? 'look-up' : code === 'certificate' || code === 'redirect' ? 'reconnect' : 'wait'
  return new PanelFailure(
    {
      problem: { code, values: { host }, again: worthAnotherTry.has(next) },
      effect: lost ? 'unknown' : 'none',
      next,
      onTheWay: error.reason !== 'aborted',
    },
    { cause: error },
  )
}
