import type { z } from 'zod'
import type { EntityName, RowRef } from '../entities/entity.ts'
import type { Bill } from '../billing/plan-change.ts'
import type { BillingTerms } from '../model/billing.ts'
import type { Tariff } from '../model/tariff.ts'
import type { Permission } from '../model/permissions.ts'
import type { Problem, ProblemCode } from '../problem.ts'
import type { CellValue } from '../sheets/cell-value.ts'
import type { ColumnEdit } from '../sheets/column-edit.ts'
import type { Upgrades } from '../versioned.ts'
import type { Remedies } from './remedy.ts'

/** What a person has to know before an operation goes out; the heaviest word that fits. */
export const risks = [
  'plain',
  'tells-driver',
  'unbinds-rules',
  'costs-money',
  'reaches-device',
  'irreversible',
] as const
export type Risk = (typeof risks)[number]

/** What the panel does when it gets the same operation a second time. */
export const idempotence = ['same-again', 'refused', 'repeats'] as const
export type Idempotence = (typeof idempotence)[number]

/** What an operation is about and what it changes, in the words of sheet, outbox and history. */
export interface Described {
  /** Our id of the row that it is about, of the kind's entity. */
  readonly row?: number
  /** Our ids of further rows for which it was asked, and which it reaches as well; see {@link OperationKind.per}. */
  readonly also?: readonly number[]
  /** The user to whom something goes. */
  readonly user?: number
  /** Field by field, old → new; null is an empty value. */
  readonly changes: readonly { readonly field: string; readonly from: Shown; readonly to: Shown }[]
}
type Shown = string | number | boolean | null

type Values = Readonly<Record<string, unknown>>

/** What the panel was last seen to hold apart from the row itself, as far as a kind may ask. */
export interface Seen {
  /** The dealer's plans by id; empty where they have not been pulled. */
  readonly plans: ReadonlyMap<number, Tariff>
  /** The ids of all equipment; empty where it has not been pulled. */
  readonly equipment: ReadonlySet<number>
  /** The rows found by each of the kind's `others`, without the row itself. */
  readonly others: readonly (readonly Values[])[]
  /** What clocks of a zone show, by its IANA name: a moment as the User API has them; null where that cannot be told. */
  clockIn(zone: string): string | null
  /** Whether a dealer is another than the one that is signed in. */
  isForeign(dealer: unknown): boolean
}

/** What bills are estimated by. */
export interface SeenForBills extends Pick<Seen, 'plans'>, Pick<BillingTerms, 'freeDays'> {
  /** The day, UTC, as `2026-12-31`. */
  readonly today: string
}

/** What warnings go by. */
export interface SeenForWarnings extends Pick<Seen, 'plans'> {
  /** A plan that costs more than so many times as much as the present one is warned of. */
  readonly dearerBy: number
}

/** Where a row is to stand: behind another row of a whole, by our ids; null for the front. */
export interface PlacedInWhole {
  readonly row: number
  readonly whole: number
  readonly behind: number | null
  /** Of a row that comes into the whole by this: what it shows of that from now on, by the fields of its sheet. */
  readonly shows?: Readonly<Record<string, string | number | null>>
}

/** A documented refusal that what the panel was last seen to hold foretells. */
export interface Foretelling<Params = unknown> {
  /** The fields of the row that it depends on. */
  readonly from: readonly string[]
  /** Other rows that it depends on: those of an entity that hold a value in a field, and what of them is asked. */
  readonly others?: readonly {
    readonly entity: EntityName
    readonly by: string
    readonly fields: readonly string[]
    /** The value; null where none is asked for. `row` is as in `why`. */
    of(params: Params, row: Values): string | number | null
    /**
     * Of a value that one row alone can have: what a row has in the field that has none. A row for which it is staged to
     * give the value up is not counted; the operation by which it does goes first. Where rows wait for each other in a
     * circle, one of them is given this in between.
     */
    readonly vacant?: CellValue
  }[]
  /** Whether time alone can make it refused, as what must not be in the past. */
  readonly inTime?: true
  /** Why it would be refused. `row` is what the row was last seen to hold, with what is staged before the operation. */
  why(params: Params, row: Values, seen: Seen): Problem | null
}

/**
 * A kind of operation: the one idea that sheet, import, outbox, history and demo panel share. It is declared once,
 * here in shared/operations, and carried out once, in electron/operations.
 */
export interface OperationKind<Name extends string = string, Params = unknown> {
  readonly name: Name
  /** What its rows are. */
  readonly entity: EntityName
  /** What the vendor's pages call what it sends, so that it is found by that in the window. */
  readonly methods: readonly [string, ...string[]]
  /** Version of `params` as the journal keeps them; a change of their shape counts it up. */
  readonly version: number
  readonly params: z.ZodType<Params>
  /** How the parameters of each earlier version become those of the next. */
  readonly upgrade?: Upgrades
  /**
   * Of a kind whose parameters are those of `editParams`: the fields of its entity's sheet that it edits, each with
   * what a person's text becomes there and the rule for it.
   */
  readonly edits?: Readonly<Record<string, ColumnEdit>>
  /** Of a kind that edits cells: its parameters in addition to those of `editParams`. */
  readonly further?: {
    /** The fields of the row that they are made from. */
    readonly from: readonly string[]
    /** All of them, as they are unless an action says otherwise. */
    make(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>
    /** Why no cell of such a row can be edited; null where they can. */
    closed?(row: Readonly<Record<string, unknown>>): Problem | null
  }
  /**
   * Of a kind that makes a row of its entity. Its parameters hold `row`, our id of it, which staging gives: null before
   * that. Its lanes hold the row's.
   */
  readonly creates?: {
    /**
     * It is made beside another row, and becomes part of what that one is part of: `like` are the fields that it has of the
     * one before it, unless a person says otherwise. What else is left empty may be said later, in the row: until then it
     * stays behind.
     */
    readonly beside?: { readonly like: readonly string[] }
    /** What tells the row at the panel until its id is known, such as an IMEI. The panel has no two such rows. */
    key(params: Params): string
    /** What the row holds, by the fields of the entity's model; others are empty. */
    row(params: Params): Readonly<Record<string, unknown>>
    /**
     * The fields of its sheet that it is given, by the parameters of the same names: what a person is asked for, in this
     * order, each with what a text becomes there and the rule for it. Those that can be edited it takes in as long as it
     * is a draft; the others are said once.
     */
    readonly fields: Readonly<Record<string, ColumnEdit>>
    /** What a person is asked for in place of that, by the fields of its sheet: what it is given follows from them. */
    readonly asks?: Readonly<Record<string, ColumnEdit>>
    /** Whether a row has a field at all, by what was said of it so far: what it has not is not asked for. */
    has?(field: string, said: Readonly<Record<string, unknown>>): boolean
    /** What stands in the form at first, by field. */
    readonly start?: Readonly<Record<string, string>>
  }
  /** The permissions without which the panel refuses it. */
  readonly needs: readonly Permission[]
  /** What it means that the panel refuses it as not permitted although all these permissions are there. */
  readonly notGiven?: ProblemCode
  readonly risk: Risk
  /** Whether an operation with these parameters carries that risk; each does, unless this says otherwise. */
  carriesRisk?(params: Params): boolean
  readonly idempotence: Idempotence
  /** The panel shows nothing of it afterwards: where the answer is lost, only a person can tell. */
  readonly unseen?: true
  /** What must stay in order: operations that share a lane go one after the other, as they were staged. */
  lanes(params: Params): string[]
  /** Operations whose results it takes, such as the id of what they make: it waits until they are done. */
  after?(params: Params): number[]
  /** Further rows that it needs at the panel: while one is to be made, it waits for that. */
  takes?(params: Params): RowRef[]
  /**
   * Of a kind that makes a row of which others are parts, and whose request makes these as well: operations of that kind
   * which wait for it, and have its batch key, go along in its request.
   */
  readonly madeWith?: {
    /** The kind that makes the parts. */
    readonly kind: string
    /** Why it cannot go with so many of them; null where it can. */
    outside(parts: number): Problem | null
    /** The parameters of a part of it, by our id of it: at a place among its parts, from 1, unless the part says one itself. */
    part(params: unknown, whole: number, place: number): unknown
    /** Which of its parts would have the whole request refused, by their places in this list, as they stand now; and why. */
    clashes?(parts: readonly unknown[]): readonly { readonly at: number; readonly problem: Problem }[]
    /** Its parameters with what follows from a further part. */
    grown(params: unknown, part: unknown): unknown
  }
  /**
   * Of a kind that says where a row stands among the parts of a whole: just behind another one of them, or first. What is
   * planned of a whole is all of these, one after the other, upon the order that the panel holds. Those that say so are in
   * the lane of the whole's places.
   */
  readonly places?: {
    /** The field of the sheet that shows the place. */
    readonly field: string
    /** Null where it says nothing of that. */
    of(params: Params): PlacedInWhole | null
    /** Its parameters where it is to stand behind another row, or first. */
    behind(params: Params, behind: number | null): unknown
  }
  /**
   * Of an operation that is one half of what a person did: the row with which the other half is done. As drafts they are
   * taken back together.
   */
  otherHalf?(params: Params): RowRef | null
  /**
   * Which later operations it makes pointless, as a deletion does with all that is staged behind it: those of its own
   * kind, or all, in its lane of this name. While it is not settled itself, they may be staged, but not released.
   */
  readonly precludes?: { readonly lane: string; readonly kinds: 'own' | 'all'; readonly code: ProblemCode }
  /**
   * What it is done to, where several rows of the sheet stand for the same thing: of rows that were chosen together,
   * those with the same answer share one operation, which names them in `also`. Without it, each row has its own.
   */
  readonly per?: {
    of(row: Values): string
    /** Whether the operation is called by this row before others. */
    leads(row: Values): boolean
  }
  /**
   * Of a kind that edits cells of rows of which several may stand for the same thing: the lane of that, and whether this
   * one, as a clone, goes along with the edit of another where both are to have the same value. Null for a row alone.
   */
  shares?(row: Readonly<Record<string, unknown>>): { readonly lane: string; readonly follows: boolean } | null
  /**
   * Of a kind that the panel takes once in a while only of the same thing, and refuses with a code of its own before that:
   * a second one waits so many milliseconds from the last one on, with this problem.
   */
  readonly spaced?: {
    readonly milliseconds: number
    readonly code: number
    readonly problem: ProblemCode
    of(params: Params): string
  }
  /** Rows to which the panel does not do it: an action passes them over. */
  passesOver?(row: Values): boolean
  /** What is said of rows of another dealer, where the panel does it only to those of the very one that is signed in. */
  readonly ownOnly?: ProblemCode
  /** A draft that this is foretold of stays until a pull, or an edit before it, makes it otherwise. */
  readonly foretell?: Foretelling<Params>
  /** What it does to the money of a user, as far as it can be told; for kinds that bill. */
  readonly bills?: {
    /** The fields of the row that it depends on. */
    readonly from: readonly string[]
    /** Null where nothing can be told, such as of a plan that is not known. `row` is what the row was last seen to hold. */
    of(params: Params, row: Values, seen: SeenForBills): { readonly user: number; readonly bill: Bill } | null
  }
  /** What a person should know of it before it is sent, and what does not keep it back. */
  readonly warns?: {
    /** The fields of the row that it depends on. */
    readonly from: readonly string[]
    /** `row` is what the row was last seen to hold. What is said of several together names none of them. */
    why(params: Params, row: Values, seen: SeenForWarnings): Problem | null
  }
  /**
   * What can still be done where it is refused, or kept back, with these problems. How, electron/operations/remedies.ts
   * knows.
   */
  readonly remedies?: Remedies
  /** How many fit one request. */
  readonly batchMost: number
  /** Fewer than so many share no request: each goes by itself, which is surer and costs little more. */
  readonly batchLeast?: number
  /** Operations with the same key may share a request; null goes alone. */
  batchKey(params: Params): string | null
  describe(params: Params): Described
  /** The rules of the panel that can be checked here; the first that is broken. */
  check(params: Params): Problem | null
}

/** Declares a kind; exists so that the parameters' type follows from their schema. */
export function kind<Name extends string, Schema extends z.ZodType>(
  declaration: Omit<OperationKind<Name, z.infer<Schema>>, 'params'> & { params: Schema },
): OperationKind<Name, z.infer<Schema>> {
  return declaration as OperationKind<Name, z.infer<Schema>>
}
