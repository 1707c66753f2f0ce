import { z } from 'zod'
import type { EntityName } from '../entities/entity.ts'
import type { Problem, ProblemCode } from '../problem.ts'
import type { Reference } from '../rules/reference.ts'

/** What can be named without a row that says of whom it is. */
export type NamedAlone = Exclude<Reference, 'tracker'>

/** The forms by which a value is asked for: the window has one component for each. */
export type FormName =
  NamedAlone | 'users' | 'check' | 'choice' | 'list' | 'text' | 'password' | 'trackers' | 'confirmation' | 'command'

/** One value that an action has to know: by which form a person gives it, and what it may be. */
export interface Ask<Value = unknown> {
  readonly form: FormName
  readonly value: z.ZodType<Value, Value>
  /** What stands there at first; absent where a person has to say it. */
  readonly start?: Value
  /** Whether nothing may be said to it, too. */
  readonly mayBeEmpty?: true
  /** Of a choice among a few: each by the name that its text has. */
  readonly choices?: Readonly<Record<string, Value>>
  /** Of a text: how many characters it may have. */
  readonly most?: number
  /** Of trackers: the value that names the user who is to have them. */
  readonly user?: string
}

/** What an action asks, by the name of each value. */
export type Asks = Readonly<Record<string, Ask>>

/** What was said to each of them. */
export type Said<All extends Asks> = {
  [Name in keyof All]: All[Name] extends Ask<infer Value> ? Value : never
}

/** The row beside which others are put, by our id, and on which side of it. */
export const putPlace = z.object({ row: z.int(), side: z.enum(['before', 'behind']) })
export type PutPlace = z.infer<typeof putPlace>

/** What can be asked. */
export const ask = {
  /** Something that is named by its id, chosen among all that there is. */
  one: (form: NamedAlone): Ask<number> => ({ form, value: z.int() }),
  /** Users, chosen one after the other; none at first. */
  users: (most: number): Ask<number[]> => ({ form: 'users', value: z.array(z.int()).max(most), start: [] }),
  check: (start: boolean): Ask<boolean> => ({ form: 'check', value: z.boolean(), start }),
  /** One among a few; the first stands there at first. */
  choice<const Value extends string | number | boolean>(choices: Readonly<Record<string, Value>>): Ask<Value> {
    const [start, ...others] = Object.values(choices)
    if (start === undefined) throw new TypeError('A choice among nothing')
    return { form: 'choice', value: z.literal([start, ...others]), start, choices }
  },
  /** One among more than can be in sight together, or none; each by the name that its text has, if it has one. */
  list: (values: readonly string[]): Ask<string> => ({
    ...{ form: 'list', value: z.literal(['', ...values]), start: '', mayBeEmpty: true },
    choices: Object.fromEntries(values.map((value) => [value, value])),
  }),
  /** A line of text that is not blank. */
  text: (most: number): Ask<string> => ({ form: 'text', value: z.string().regex(/\S/).max(most), start: '', most }),
  /** A command to devices, typed or chosen among those that are kept by name. */
  command: (most: number): Ask<string> => ({
    form: 'command',
    value: z.string().regex(/\S/).max(most),
    start: '',
    most,
  }),
  /** The same, where nothing may be said, too. */
  textOrNone: (most: number): Ask<string> => ({ form: 'text', value: z.string().max(most), start: '', most }),
  /** A word that is typed before what cannot be taken back: `confirmation.ts` says which. */
  confirmation: (): Ask<string> => ({ form: 'confirmation', value: z.string().max(1000), start: '' }),
  /** A password, which is typed out of sight or made. */
  password: (): Ask<string> => ({ form: 'password', value: z.string(), start: '', most: 100 }),
  /** Trackers that a user is to have, as a list of what others call them: ids or IMEIs. Those that can be had are the value. */
  trackers: (user: string): Ask<number[]> => ({ form: 'trackers', value: z.array(z.int()).min(1), user }),
} as const

/**
 * What can be done with rows besides editing their cells. It is declared once, here in shared/actions: the contract's
 * schema, the entries of the menus, the dialog and the staging follow from it, and its texts stand under
 * `actions.<kind>`. Which permissions it needs, and of which entity its rows are, the kind of its operations says.
 */
export interface Action<Kind extends string = string, All extends Asks = Asks, Beside extends boolean = boolean> {
  /** Its name: that of the kind of the operations that it stages, unless `stages` says another one. */
  readonly kind: Kind
  /** The kind of the operations, where several actions stage the same. */
  readonly stages?: string
  /** What its rows are, where it is done to others than those of that kind, such as the parts of a whole. */
  readonly on?: EntityName
  /** What has to be known first, in the order in which it is asked. An action that asks nothing is done at once. */
  readonly asks: All
  /** What the dialog says of what will happen, by the names of the sentences; `{n}` is how many rows are selected. */
  readonly says?: readonly string[]
  /** The same in small: what is passed over, and the like. */
  readonly notes?: readonly string[]
  /**
   * Cells in which typing is this action on their rows: by the field of the sheet, which value the text is. The others are
   * as they start.
   */
  readonly cells?: Readonly<Record<string, keyof All & string>>
  /** What is said of a row to which nothing can be done by what was typed there. */
  readonly untold?: ProblemCode
  /** Values of which each row may have its own, in the order of the rows, with commas between them. */
  readonly lists?: readonly (keyof All & string)[]
  /**
   * Whether it puts its rows beside another one. Which one no form asks: it is done by cutting or copying rows and pasting
   * them there, and no menu of actions offers it.
   */
  readonly puts?: Beside
  /** Whether a line sets it apart from the actions before it. */
  readonly isApart?: true
  /** What was said, as it is meant: blanks that are for the eye are taken out, for one. */
  tidy?(said: Said<All>): Said<All>
  /** What is wrong with what was said, and where; null where nothing is. */
  check?(said: Said<All>): { readonly at: keyof All & string; readonly problem: Problem } | null
  /**
   * Rows of another entity that it can begin at, too: one of them is what this value names, and for which rows it is
   * done is asked in its place.
   */
  readonly from?: { readonly entity: EntityName; readonly as: keyof All & string; readonly rows: Ask<number[]> }
}

/** Declares an action; exists so that the types of what is said follow from what is asked. */
export function action<const Kind extends string, All extends Asks, const Beside extends boolean = false>(
  declared: Action<Kind, All, Beside>,
): Action<Kind, All, Beside> {
  return declared
}
