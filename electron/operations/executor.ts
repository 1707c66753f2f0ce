import type { KindName } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Endpoint } from '../panel/endpoint.ts'
import type { PanelFile } from '../panel/file-form.ts'
import type { PanelFailure } from '../panel/failure.ts'
import type { Panel, PanelAnswer } from '../panel/panel.ts'
import type { Cache } from '../store/cache.ts'

/** An operation as its executor sees it: its parameters are parsed. */
export interface Executable<Params> {
  readonly id: number
  /** The kind whose parameters they are: another one than the request's for what goes along with it. */
  readonly kind: KindName
  readonly params: Params
  /** The part of a refused batch that it was narrowed down to; empty before that. */
  readonly part: string
}

/** What an executor may look at while it makes a request or reads an effect back. */
export interface Surroundings {
  readonly panel: Panel
  readonly cache: Cache
  readonly signal?: AbortSignal
  /** What has come of an operation that this one waited for; null if it is not done. */
  result(operation: number): Record<string, unknown> | null
  /** The password that a token stands for which {@link Executor.passwords} names; null where it is lost. */
  password(token: string): string | null
}

/** What an executor may look at while it makes a request. */
export interface Prepared<Held> extends Surroundings {
  /** A row of the kind's entity as the panel held it just now; only for operations that ask for it by `reads`. */
  fresh(row: number): Held | undefined
}

/** What has become of one operation of a request that was answered. */
export type Outcome =
  | { readonly done: Record<string, unknown> | null }
  /** Refused for good; or, with `perhapsSo`, perhaps because it is so already: that is read back first. */
  | { readonly rejected: Problem; readonly perhapsSo?: true }
  /** It had no effect, and the answer does not say why: it goes once more by itself, as this part. */
  | { readonly again: string }
  /** It took effect, but the answer lacks what we need to know of it: it is looked up. Where it did not, it goes as this part. */
  | { readonly unclear: true; readonly part?: string }

/** What is known after reading back whether an operation took effect. */
export type Proof =
  | { readonly effect: true; readonly result: Record<string, unknown> | null }
  | { readonly effect: false }
  /** Cannot be told from what the panel shows. */
  | { readonly effect: null }

/** What is asked of the panel. */
export interface Request {
  readonly path: string
  readonly body: Record<string, unknown>
  /** What goes in place of the body, which then is how that is written down. */
  readonly file?: PanelFile
}

/** A whole as the panel held it at one moment, such as a route, and its parts by our ids, in their order. */
export interface Whole<Held extends object = object> {
  readonly held: object
  readonly parts: ReadonlyMap<number, Held>
}

/**
 * How several operations of a kind go in one request that writes the whole which their rows are parts of. It is read just
 * before, since whatever the request leaves out is lost, and once more after it.
 */
export interface Rewrite<Params, Held extends object> {
  /** Reads it; null where the panel has none any more. All operations of a batch are about the same. */
  read(
    params: Params,
    around: Pick<Surroundings, 'panel' | 'cache' | 'signal'>,
    onLeaving?: () => void,
  ): Promise<Whole<Held> | null>
  /** What a part is called. */
  nameOf(part: Readonly<Held>): string
  /**
   * The request at a moment, milliseconds; null where the panel would refuse it, or it would not be safe. Then each goes
   * by itself.
   */
  request(operations: readonly Executable<Params>[], whole: Whole<Held>, at: number): Request | null
  /** Whether it can be so, as far as the cache knows. */
  foreseen(operations: readonly Executable<Params>[], cache: Cache, at: number): boolean
}

/** How a batch that was refused as a whole, without effect, goes on. */
export interface Narrowed {
  /** Rows found to be at fault. */
  readonly rejected: ReadonlyMap<number, Problem>
  /** Those that the panel has carried out all the same, with what it made. */
  readonly done?: ReadonlyMap<number, Record<string, unknown> | null>
  /** The others, each with the part in which it is tried again. */
  readonly parts: ReadonlyMap<number, string>
}

/** What takes an operation back. */
export type Inverse =
  { readonly kind: KindName; readonly params: unknown; readonly subject: string } | { readonly none: Problem }

/**
 * How a kind of operation is carried out. The declaration in shared/operations says what it is. `Held` is a row of its
 * entity as an answer of the panel shows it.
 */
export interface Executor<Params, Held extends object = object> {
  /** The row that must have been read just before sending, to find a conflict; null if none. */
  reads(params: Params): number | null
  /** What is there no more is as it was wanted: where the read before sending shows none, it is done already. */
  readonly goneIsSo?: true
  /** A further row of its entity that must have been read just before sending, since the request goes by it; null if none. */
  readsToo?(params: Params): number | null
  /**
   * What a row holds, by the fields of this kind's edits: what they are made against; undefined is what was not
   * shown. For kinds that edit.
   */
  holds?(held: Readonly<Held>): Readonly<Record<string, unknown>>
  /**
   * A value that its request has to contain, but that neither the person has set nor the read before sending has shown.
   * Where no read shows it, the operation is refused with this problem.
   */
  lacks?(params: Params, held: Readonly<Held>): Problem | null
  /** Why it may not be sent, by what the rows that were read just before hold; null where it may. */
  hindered?(params: Params, fresh: (row: number) => Readonly<Held> | undefined): Problem | null
  /** Of a kind that edits no cells: whether what it wants is so already, by what was read just before; then it is not sent. */
  isSo?(params: Params, fresh: (row: number) => Readonly<Held> | undefined): boolean
  /** Whether it sets a comment, which some panels never show. */
  setsComment?(params: Params): boolean
  /** Whether the panel may keep a text of it otherwise than it is sent: then it is read back just after. For kinds that edit. */
  mayBeKeptOtherwise?(params: Params): boolean
  /** Where its requests go; to the panel, in the dealer's session, unless it says otherwise. */
  endpoint?(params: Params): Endpoint
  /** Of methods that some panels know by another name alone: that, by the path as it is documented. */
  readonly otherNames?: Readonly<Record<string, string>>
  /** The tokens of the passwords that its request holds: they are fetched before, and hidden in all that is written down. */
  passwords?(params: Params): readonly string[]
  /** The request for operations that share an endpoint, a batch key and a part. */
  request(operations: readonly Executable<Params>[], around: Prepared<Held>): Request
  /** Of a kind of which several at once are one request for a whole: without it, {@link request} makes that, too. */
  readonly rewrite?: Rewrite<Params, Held>
  /** Whether an operation shares no request with others, by what only its password tells. */
  goesAlone?(params: Params, around: Pick<Surroundings, 'password'>): boolean
  /** Reads a successful answer, by what it names and never by position. */
  outcomes(
    operations: readonly Executable<Params>[],
    answer: PanelAnswer,
    around: Surroundings,
  ): ReadonlyMap<number, Outcome>
  /** Narrows a refused batch down to the rows at fault; null if the refusal is about the request as a whole. */
  narrow(
    operations: readonly Executable<Params>[],
    failure: PanelFailure,
    around: Surroundings,
  ): Promise<Narrowed | null>
  /** The refusal of a single operation in words of our own, where they are clearer than the panel's. */
  refusal?(params: Params, failure: PanelFailure, around: Pick<Surroundings, 'cache'>): Problem
  /** Codes by which the panel refuses a batch for being one, such as a file that it cannot read: each may go by itself. */
  readonly ofBatch?: ReadonlySet<number>
  /** Codes by which the panel refuses a batch of which it may have carried out a part: {@link narrow} reads that back. */
  readonly perhapsPartly?: ReadonlySet<number>
  /** Codes that are about what was asked for alone, although they are about all of their sort elsewhere. */
  readonly aboutOne?: ReadonlySet<number>
  /**
   * Codes by which the panel refuses what is so already, since somebody else has done it, or an earlier request of ours:
   * where reading back shows it, it is done.
   */
  readonly soAlready?: ReadonlySet<number>
  /**
   * Whether operations took effect, from what the panel shows now; leaves out those that it cannot show just now.
   * `refused`: the panel has just refused them as what may be so already.
   */
  readBack(
    operations: readonly Executable<Params>[],
    around: Surroundings,
    refused?: boolean,
  ): Promise<ReadonlyMap<number, Proof>>
  /**
   * The operation that takes this one back, as parameters of `kind`, or why there is none. `cache` shows what the
   * panel held when last heard of; what it holds when the inverse is sent is checked then.
   */
  inverse(operation: Executable<Params> & { readonly result: Record<string, unknown> | null }, cache: Cache): Inverse
  /** Makes the cache show the effect; `outcome` is its place in the journal's sequence. */
  apply(
    operation: Executable<Params> & { readonly result: Record<string, unknown> | null },
    cache: Cache,
    outcome: number,
  ): void
}

/** The rows that must have been read just before an operation is sent. */
export function rowsRead(
  { reads, readsToo }: Pick<Executor<unknown>, 'reads' | 'readsToo'>,
  params: unknown,
): number[] {
  return [reads(params), readsToo?.(params) ?? null].filter((row) => row !== null)
}
