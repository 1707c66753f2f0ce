import type { ApiName, At } from './endpoint.ts'
import type { Hash, PanelAnswer } from './exchange.ts'
import type { Line } from './line.ts'
import type { Scope } from './limiter.ts'
import type { Credentials } from './session.ts'

/** Milliseconds until a request is given up. What a change did is not settled before `change` has passed. */
export interface Timeouts {
  readonly signIn: number
  readonly read: number
  readonly change: number
}

/** What an API has at hand while it opens a session. */
export interface Opening<Name extends ApiName> {
  /** Asks the API itself, in its turn: without a session, or with the hash that has just been given. */
  ask(
    path: string,
    body: object,
    known: { readonly hash?: Hash<Name>; readonly secrets?: readonly string[] },
  ): Promise<PanelAnswer>
  credentials(): Promise<Credentials>
  /** The dealer's line, over which the panel is asked for the sessions of others. */
  readonly dealer: Pick<Line, 'slot' | 'change'>
  readonly host: string
  /** Ends it: nobody wants the session any more. */
  readonly signal: AbortSignal
}

/** One API at a panel's host: all that its endpoints have of their own. `Told` is what opening a session tells. */
export interface Api<Name extends ApiName, Told> {
  /** What stands between the panel's base address and the path of a method. */
  readonly path: string
  /** The value of the header `Authorization`. */
  authorization(hash: Hash<Name>): string
  /** Opens a session, anew too where one has ended. Throws a failure that names the principal where it is its alone. */
  open(at: At<Name>, opening: Opening<Name>): Promise<{ readonly hash: Hash<Name>; readonly told: Told }>
  /** The method that ends a session. */
  readonly signOutPath: string
  /**
   * Of an API whose sessions are kept for as long as they last: milliseconds from their opening, and what is known in
   * one that was opened before.
   */
  readonly keeps?: { readonly lifetime: number; readonly told: Told }
  /** Whose limits a request takes a turn from: the principal's own first. */
  scopes(at: At<Name>): readonly [Scope, ...Scope[]]
  readonly timeouts: Timeouts
}
