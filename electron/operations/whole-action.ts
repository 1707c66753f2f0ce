import type { SheetAction } from '../../shared/contract/sheets.ts'
import type { EntityName } from '../../shared/entities/entity.ts'
import type { KindName } from '../../shared/operations/catalogue.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Cache } from '../store/cache.ts'
import type { Operation } from '../store/operation.ts'

/** An action of one kind, as a person has chosen it. */
export type ActionOf<Kind extends SheetAction['kind']> = Extract<SheetAction, { readonly kind: Kind }>

/** What is known around what is to be staged. */
export interface Surrounding {
  readonly cache: Cache
  /** Operations in a lane that are not settled and may still go, oldest first. */
  inLane(lane: string): readonly Operation[]
  /** Something that tells a row which is to be made from all others. */
  token(): string
  /** Our id of a row that is to be made, by what tells it. */
  ownId(entity: EntityName, token: string): number
}

/** A row to which something is to be done, and what is known around it. */
export interface ActedOn<Row extends object = object> extends Surrounding {
  readonly row: Row
  /** Our ids of further rows for which it was asked. */
  readonly also: readonly number[]
  /** Operations of the same kind on the row that are not settled, oldest first. */
  readonly open: readonly { readonly state: OperationState; readonly params: unknown }[]
}

/** An operation that an action means. */
export interface Meant {
  readonly kind: KindName
  /** Null where a draft is taken back. */
  readonly params: unknown
  /** The draft of that kind that is written over, or taken back; a new one where none is named. */
  readonly over?: Operation
  /** What it is called. */
  readonly subject: string
  /** Whether it is the other half of one that is counted, or makes what that one comes into: a person did one thing. */
  readonly along?: true
}

/** Rows for which an action does nothing, and why. */
export interface LeftOut {
  readonly problem: Problem
  readonly rows: number
}

/** What an action means to some of the rows for which it was asked: to how many, and what is to be said of others. */
export interface Partly {
  readonly meant: readonly Meant[]
  readonly rows: number
  readonly left: readonly LeftOut[]
}

/** What takes a draft back. */
export const takenBack = (over: Operation): Meant => ({ kind: over.kind, params: null, subject: over.subject, over })

/** Finds the rows that an action is about in place of those that were chosen. */
export interface Instead<Row extends object = object> {
  /** Is told the rows that were chosen, as they come; answers all found so far, and for how many of those each stands. */
  of(chosen: readonly Row[]): readonly { readonly row: Row; readonly rows: number }[]
}

/**
 * How an action on rows becomes operations of its kind that are staged whole. An action of a kind that edits cells needs
 * none of this: it is staged as if its value had been typed. `Row` is a row of the kind's entity as the cache holds it.
 */
export interface WholeAction<Action = SheetAction, Row extends object = object> {
  /** Where it is about other rows than those that were chosen: which. */
  instead?(action: Action, cache: Cache): Instead<Row>
  /** What it means to rows that the panel does not have yet: the same, or that their making is taken back; else nothing. */
  readonly onNew?: 'same' | 'taken-back'
  /** The operation's parameters; null where the action means nothing to the row. */
  params?(action: Action, on: ActedOn<Row>): Readonly<Record<string, unknown>> | null
  /**
   * Where it means several operations, perhaps of several kinds, or takes drafts back: all of that, what others need first.
   * Nothing, where it is so already; null where the action means nothing to the row. Where the row stands for several, it
   * may mean something to some of them alone.
   */
  several?(action: Action, on: ActedOn<Row>): readonly Meant[] | Partly | null
}
