import type { Bundle, Equipment } from '../model/bundle.ts'
import type { Tracker } from '../model/tracker.ts'
import type { User } from '../model/user.ts'
import type { EntityName } from '../entities/entity.ts'
import type { KindName, ParamsOf } from '../operations/catalogue.ts'
import type { Problem, ProblemCode } from '../problem.ts'
import type { Tag } from '../rules/tags.ts'
import type { CellValue } from '../sheets/cell-value.ts'

/** What a cell can be read as. Each has its rules, its lookup and its look in electron/imports/field-types.ts. */
export const fieldTypes = [
  'tracker',
  'user',
  'bundle',
  'equipment',
  'imei',
  'iccid',
  'order',
  'label',
  'yes-no',
  'driver',
  'name',
  'text',
  'coordinates',
  'degrees',
  'moment',
  'metres',
  'minutes',
  'place',
  'checkpoint',
  'route',
  'route-name',
  'external-id',
  'tags',
  'login',
  'password',
  'legal-type',
  'plain',
] as const
export type FieldType = (typeof fieldTypes)[number]

/** What an import has to know of a tracker, of a user, and of a bundle. */
export type KnownTracker = Pick<Tracker, 'id' | 'panelId' | 'label' | 'clone' | 'corrupted' | 'userId' | 'sourceId'>
export type KnownUser = Pick<User, 'id' | 'login'> & {
  /** The time zone of the user's times, where it has been heard of. */
  readonly timeZone?: string | undefined
}
export type KnownBundle = Pick<Bundle, 'id' | 'panelId' | 'imei' | 'iccid' | 'orderId' | 'equipId'>

/** A row that there is, as far as an import can say something else of it. */
export interface KnownRow {
  readonly entity: EntityName
  /** Our id of it. */
  readonly id: number
  /** What a person calls it. */
  readonly name: string
  /** What the panel was last seen to hold. */
  readonly held: Readonly<Record<string, CellValue>>
  /** What is staged for its cells, or on its way. */
  readonly staged: Readonly<Record<string, CellValue>>
  /** Whether something is staged after which it is there no more. */
  readonly leaves: boolean
  /** Of a part of a whole: what it is a part of. */
  readonly partOf?: PartOf
}

/** A whole as its parts know it, as it is planned. */
export interface PartOf {
  readonly entity: EntityName
  /** Our id of it. */
  readonly id: number
  /** Its parts, in their order. */
  readonly parts: readonly PlannedPart[]
}

/** A stop that the panel has, and its number in its route as it is planned; or a single task, which has none. */
export interface KnownStop extends KnownRow {
  readonly userId: number
  readonly place: number | null
}

/** A route that the panel has, or that is to be made. */
export interface KnownRoute extends KnownRow {
  readonly userId: number
  /** The panel's id; null until it has one. */
  readonly panelId: number | null
  /** Its stops as they are planned, in their order, by what tells one from another; whether each is still to be made. */
  readonly stops: readonly (PlannedPart & {
    readonly key: string
    readonly externalId: string
    readonly made: boolean
  })[]
}

/** Rows that a text names, of whichever users. */
export interface NamedRows<Row> {
  readonly text: string
  readonly rows: readonly Row[]
}

/** A tag, and whose it is. */
export interface KnownTag extends Tag {
  readonly userId: number
}

/** Tags as a text names them, and what could be meant of whichever users. */
export interface NamedTags {
  readonly text: string
  readonly tags: readonly KnownTag[]
}

/** A tracker named by the panel's id; null where the last pull does not know it, though the panel may. */
export interface NamedTracker {
  readonly panelId: number
  readonly tracker: KnownTracker | null
}

/** The login of a user who is to be made, and the one who has it already. */
export interface NamedLogin {
  readonly text: string
  readonly user: KnownUser | undefined
}

/** What a cell of each type comes to. */
export interface FieldValues {
  tracker: NamedTracker
  user: KnownUser
  bundle: KnownBundle
  equipment: Equipment
  imei: string
  iccid: string
  /** The id of an order; the empty text is none. */
  order: number | ''
  label: string
  'yes-no': boolean
  /** Trackers that are called so, of whichever users. */
  driver: readonly KnownTracker[]
  name: string
  text: string
  coordinates: string
  degrees: number
  moment: string
  metres: number
  minutes: number
  place: number
  checkpoint: KnownStop
  route: KnownRoute
  'route-name': NamedRows<KnownRoute>
  'external-id': NamedRows<KnownStop>
  tags: NamedTags
  login: NamedLogin
  password: string
  'legal-type': string
  plain: string
}

/** A field of a kind of import: what it holds, and by which headings it is known. */
export interface ImportField<Type extends FieldType = FieldType, Required extends boolean = boolean> {
  readonly type: Type
  /** A row without it is refused. An empty cell of any other field leaves things as they are. */
  readonly required: Required
  /** Of a required field: what an empty cell of it takes away is taken away, as in the sheet. */
  readonly clears?: true
  /** Headings of columns that usually hold it, in lower case, words parted by single blanks. */
  readonly headings: readonly string[]
  /** Headings that mean something else where at least two of those in `alongside` stand in the file, too. */
  readonly elsewhere?: { readonly headings: readonly string[]; readonly alongside: readonly string[] }
  /** Headings that mean it only where one of those in `alongside` stands in the file, too. */
  readonly amid?: { readonly headings: readonly string[]; readonly alongside: readonly string[] }
  /** Headings that tell by what the column names things, where a text may be an id or a name. */
  readonly naming?: { readonly id: readonly string[]; readonly name: readonly string[] }
  /** Whether one value may be given for all rows, instead of a column. */
  readonly constant: boolean
  /** What a cell of it may look like, for the file that shows what is wanted. */
  readonly example: string
  /** The constant that stands where no column suggests itself. */
  readonly usual?: string
  /** Of a kind that {@link ImportKind.finds} rows: the field of their sheet in which it stands, and is edited. */
  readonly cell?: string
  /** Whether the cell may be emptied. */
  readonly emptied?: true
}

export type ImportFields = Readonly<Record<string, ImportField>>

/** What a row comes to, field by field; only fields that are not required may be absent. */
export type ValuesOf<Fields extends ImportFields> = {
  readonly [Key in keyof Fields]: Fields[Key]['required'] extends true
    ? FieldValues[Fields[Key]['type']]
    : FieldValues[Fields[Key]['type']] | undefined
}

/** What a kind can ask of the cache beyond the values themselves. */
export interface ImportFacts {
  /** Whether the user has a clone of that source, or is its owner. */
  owns(sourceId: number, userId: number): boolean
  /** Whether the panel has a bundle of this IMEI. */
  hasBundle(imei: string): boolean
  /** The bundle with this SIM card in it. */
  bundleWith(iccid: string): KnownBundle | undefined
  /** What clocks of a zone show now, by its IANA name; null where that cannot be told. */
  clockIn(zone: string): string | null
}

/** Something about a row: `refused` for good, or a `doubt` that a person may set aside. */
export interface Finding {
  /** The field it belongs to, or `""` for the row as a whole. */
  readonly field: string
  readonly problem: Problem
  readonly verdict: 'doubt' | 'refused'
  /** It is nothing where a row of the file has this key of the kind's `duplicates`, or something is staged in this lane. */
  readonly unless?: { readonly key: string; readonly lane: string }
}

/**
 * A kind of import: everything that reading, mapping, checking, staging and the window need to know of it. A further
 * kind is one such declaration in the catalogue, and its texts under `imports.kinds` in the locales.
 */
export interface ImportKind<
  Name extends string = string,
  Operation extends KindName = KindName,
  Fields extends ImportFields = ImportFields,
  Option extends string = string,
> {
  readonly name: Name
  /** The kind of operation that a row becomes. */
  readonly operation: Operation
  /** In the order in which the window shows them. */
  readonly fields: Fields
  /** Choices that are not about one field, and how they stand at first. */
  readonly options: Readonly<Record<Option, boolean>>
  /**
   * Rows with the same key ask for the same thing: the first counts, the others are refused. Null is like no other. Of rows
   * that are about the same row the first counts in any case.
   */
  readonly duplicates: readonly {
    readonly field: keyof Fields & string
    key(values: ValuesOf<Fields>): string | null
  }[]
  /**
   * Where this lane has an operation that is not yet settled, the row has been staged before. `ownKind`: only one of the
   * very kind that the row becomes.
   */
  readonly staged: {
    readonly field: keyof Fields & string
    readonly code: ProblemCode
    readonly ownKind?: true
    lane(params: ParamsOf<Operation>): string
  }
  /** What the operation is about, in a person's words: a label, an IMEI. */
  subject(values: ValuesOf<Fields>): string
  /** What speaks against a row whose fields are each in order. */
  judge(values: ValuesOf<Fields>, facts: ImportFacts, options: Readonly<Record<Option, boolean>>): Finding[]
  /** The operation's parameters. */
  params(values: ValuesOf<Fields>, options: Readonly<Record<Option, boolean>>): ParamsOf<Operation>
  /** Of rows that are parts of something new: what that is. Rows with the same key are parts of the same. */
  readonly whole?: {
    readonly operation: KindName
    key(values: ValuesOf<Fields>): string
    subject(values: ValuesOf<Fields>): string
    /** Its parameters, as the first of its rows has them. */
    params(values: ValuesOf<Fields>): unknown
    /** The field that names it. */
    readonly field: keyof Fields & string
    /** Of parts that have to agree by their windows, in the order in which they will stand: what a row says of that. */
    readonly windows?: {
      /** The fields of a window's ends. */
      readonly from: keyof Fields & string
      readonly to: keyof Fields & string
      of(values: ValuesOf<Fields>): PartWindow & { readonly place: number | null }
    }
    /** What a row becomes a part of, where that is there already, or is to be made. */
    joins?(values: ValuesOf<Fields>, options: Readonly<Record<Option, boolean>>): Joined | null
  }
  /**
   * Of a kind whose rows may be about rows that there are: what the file says otherwise of such a one is staged as edits
   * of its cells. What the file has no column for stays, and so does what an empty cell says nothing of.
   */
  readonly finds?: {
    /** The fields by which a row is found. Where one of them has a column, no other need have one. */
    readonly by: readonly (keyof Fields & string)[]
    /** The row; what speaks against all that could be it; or null where the row of the file is about a new one. */
    row(
      values: Partial<ValuesOf<Fields>>,
      options: Readonly<Record<Option, boolean>>,
    ): { readonly row: KnownRow } | { readonly finding: Finding } | null
    /** What speaks against a row that was found; in place of `judge`. */
    judge(
      values: Partial<ValuesOf<Fields>>,
      found: { readonly row: KnownRow; readonly set: Readonly<Record<string, unknown>> },
      facts: ImportFacts,
    ): Finding[]
    /** What stands in cells beside those of fields with a `cell`, or in place of them; undefined where `judge` says why not. */
    set?(values: Partial<ValuesOf<Fields>>, row: KnownRow): Readonly<Record<string, unknown>>
  }
}

/** What a row of a file becomes a part of, where that is there already, or is to be made. */
export interface Joined {
  readonly entity: EntityName
  /** Our id of it. */
  readonly id: number
  /** Whether the panel has it. */
  readonly isThere: boolean
  /** How many parts it has, as it is planned. */
  readonly parts: number
  /** The number of the row among them, where the file says one. */
  readonly place: number | null
  /** The windows of its parts, in the order that is planned. */
  readonly windows: readonly PlannedPart[]
}

/** A part that there is, or is to be made, by our id of it. */
export interface PlannedPart extends PartWindow {
  readonly id: number
}

/** From when until when a part is done, and what a person calls it. */
export interface PartWindow {
  readonly name: string
  readonly from: string
  readonly to: string
}

/** Declares a kind of import; exists so that the types of its values follow from its fields. */
export function importKind<
  const Name extends string,
  const Operation extends KindName,
  const Fields extends ImportFields,
  const Option extends string = never,
>(declaration: ImportKind<Name, Operation, Fields, Option>): ImportKind<Name, Operation, Fields, Option> {
  return declaration
}
