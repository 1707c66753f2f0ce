import type { z } from 'zod'
import { bundle, equipment, type Bundle, type Equipment } from '../../shared/model/bundle.ts'
import { dealer, type Dealer } from '../../shared/model/dealer.ts'
import { tariff, type Tariff } from '../../shared/model/tariff.ts'
import { checkpoint, route, type Checkpoint, type Route } from '../../shared/model/task.ts'
import { tracker, type Tracker } from '../../shared/model/tracker.ts'
import { user, type User } from '../../shared/model/user.ts'
import { bundlesSheet } from '../../shared/sheets/bundles.ts'
import { checkpointsSheet } from '../../shared/sheets/checkpoints.ts'
import { routesSheet } from '../../shared/sheets/routes.ts'
import type { Sheet } from '../../shared/sheets/sheet.ts'
import { trackersSheet } from '../../shared/sheets/trackers.ts'
import { usersSheet } from '../../shared/sheets/users.ts'
import { fold } from './folding.ts'

type Stored = string | number | null

/** A thing as an answer showed it: what it did not show is undefined. */
export type Seen<Model> = { readonly [Field in keyof Model]: Model[Field] | undefined }

/** What a column may hold. */
export interface Held {
  readonly column: string
  readonly as: 'text' | 'whole' | 'number'
  readonly nullable: boolean
}

/** A field of a sheet, and of edits that set it, that calls what it holds the id of by its name. */
export interface Called {
  readonly field: string
  /** The table that knows the name, the columns there that it is made of, and the one of the id, where that is not `id`. */
  readonly from: { readonly table: string; readonly columns: string; readonly key?: string }
}

/** What a row is called by another table: in a column of its own, and folded in a second. */
export interface Name extends Called {
  readonly column: string
}

/** How one sort of thing is kept in the cache: its table, and each column as a function of the model. */
export interface Mirror<Model> {
  readonly table: string
  /** The column by which the panel knows a row. */
  readonly key: string
  /** Columns that hold the panel's values, in the order of `values`. */
  readonly columns: readonly string[]
  /** What every column of the table may hold, by the model: also those that are kept by the cache itself. */
  readonly holds: readonly Held[]
  readonly names: readonly Name[]
  /** Names that the panel itself tells with the row: they are looked up only for what is staged. */
  readonly called: readonly Called[]
  /** The column of each field of the model. */
  readonly cells: readonly { readonly field: string; readonly column: string; readonly isFlag: boolean }[]
  values(row: Model): Stored[]
  /**
   * What was seen, made whole: what was not shown is as the row before has it, given as its columns' values, or empty
   * where there is none.
   */
  whole(seen: Seen<Model>, before: readonly Stored[] | undefined): Model
  /** A row of the table as the model again. */
  model(row: Record<string, Stored>): Model
  /** The panel's id of a row. */
  panelId(row: Seen<Model>): number
  /** The field by which a row that we made is told when the panel shows it first; none where we make no such rows. */
  readonly ownKey: string | null
}

const snake = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** What the search box looks into, as one folded text with a line for each field. */
function searchText(sheet: Sheet) {
  const searched = sheet.columns.filter((column) => column.searched).map(({ field }) => field)
  return (row: Readonly<Record<string, Stored | boolean>>): string => {
    const texts: string[] = []
    for (const field of searched) if (row[field] !== undefined) texts.push(String(row[field] ?? ''))
    return fold(texts.join('\n'))
  }
}

/** The texts of a thing, folded: by them it is sorted and compared. */
function foldedTexts<Field extends string>(fields: readonly Field[]) {
  return Object.fromEntries(
    fields.map((field) => [`${snake(field)}_folded`, (row: Readonly<Record<Field, string>>) => fold(row[field])]),
  )
}

function mirror<Shape extends z.ZodRawShape, Model extends z.infer<z.ZodObject<Shape>>>(
  table: string,
  schema: z.ZodObject<Shape>,
  options: {
    key?: string
    derived?: Record<string, (row: Model) => Stored>
    names?: readonly Name[]
    called?: readonly Called[]
    ownKey?: string & keyof Model
  } = {},
): Mirror<Model> {
  const fields = Object.keys(schema.shape)
  const key = options.key ?? 'id'
  const derived = Object.entries(options.derived ?? {})
  const names = options.names ?? []
  const cells = fields.map((field) => ({
    field,
    column: snake(field),
    isFlag: /ZodBoolean/.test(typeName(schema.shape[field])),
    empty: emptyOf(schema.shape[field]),
  }))
  const panelId = (row: Seen<Model>) =>
    (row as Record<string, unknown>)[key === 'panel_id' ? 'panelId' : 'id'] as number
  return {
    table,
    key,
    columns: [...cells.map(({ column }) => column), ...derived.map(([column]) => column)],
    holds: [
      ...cells.map(({ field, column }) => heldBy(column, schema.shape[field])),
      ...[...derived.map(([column]) => column), ...names.flatMap(({ column }) => [column, `${column}_folded`])].map(
        (column) => held(column, 'text'),
      ),
      ...['outcome', 'missed'].map((column) => held(column, 'whole')),
    ],
    names,
    called: options.called ?? [],
    cells,
    values(row) {
      const stored: Stored[] = fields.map((field) => {
        // Our own id of a row is the panel's at first sight: so a cache that is pulled anew gives it again.
        const value = (row as Record<string, unknown>)[field] ?? (field === 'id' ? panelId(row) : null)
        return typeof value === 'boolean' ? Number(value) : (value as Stored)
      })
      for (const [, of] of derived) stored.push(of(row))
      return stored
    },
    whole(seen, before) {
      let whole: Record<string, unknown> | null = null
      for (let at = 0; at < cells.length; at++) {
        const { field, isFlag, empty } = cells[at]!
        if ((seen as Record<string, unknown>)[field] !== undefined || field === 'id') continue
        const stood = before?.[at] ?? null
        whole ??= { ...seen }
        whole[field] = stood === null ? empty : isFlag ? stood !== 0 : stood
      }
      return (whole ?? seen) as Model
    },
    model(row) {
      const model: Record<string, unknown> = {}
      for (const { field, column, isFlag } of cells) {
        const value = row[column] ?? null
        model[field] = isFlag && value !== null ? value !== 0 : value
      }
      return model as Model
    },
    panelId,
    ownKey: options.ownKey ?? null,
  }
}

const held = (column: string, as: Held['as']): Held => ({ column, as, nullable: false })

/** What a column holds, by the schema of its field; a flag is a whole number. */
function heldBy(column: string, schema: unknown): Held {
  const type = typeName(schema)
  const as = /ZodString/.test(type) ? 'text' : type === 'ZodNumber' ? 'number' : 'whole'
  return { column, as, nullable: (schema as z.ZodType).safeParse(null).success }
}

/** What a field holds of which nothing was ever shown. */
function emptyOf(schema: unknown): Stored | boolean {
  const type = typeName(schema)
  if ((schema as z.ZodType).safeParse(null).success) return null
  if (/ZodBoolean/.test(type)) return false
  return /ZodString/.test(type) ? '' : 0
}

/** The innermost type of a schema, under `nullable`. */
function typeName(schema: unknown): string {
  const inner = schema as { constructor: { name: string }; unwrap?: () => unknown }
  return typeof inner.unwrap === 'function' ? typeName(inner.unwrap()) : inner.constructor.name
}

const searchBundles = searchText(bundlesSheet)
const searchRoutes = searchText(routesSheet)
const searchCheckpoints = searchText(checkpointsSheet)
/** What a row calls the user whom it belongs to. */
const ownerName: Name = { column: 'owner', field: 'owner', from: { table: 'user', columns: 'login' } }

/** What a row calls the dealer to whom it belongs. */
const dealerName: Name = { column: 'dealer', field: 'dealer', from: { table: 'dealer', columns: 'title' } }

/** Every sort of thing that the cache mirrors. */
export const mirrors = {
  tracker: mirror<typeof tracker.shape, Tracker>('tracker', tracker, {
    key: 'panel_id',
    derived: {
      ...foldedTexts(['label', 'comment', 'ownerName', 'modelName', 'model', 'connection']),
      search: searchText(trackersSheet),
    },
    names: [ownerName, { column: 'plan', field: 'plan', from: { table: 'tariff', columns: 'name' } }, dealerName],
  }),
  user: mirror<typeof user.shape, User>('user', user, {
    derived: {
      ...foldedTexts([
        'login',
        'firstName',
        'middleName',
        'lastName',
        'legalType',
        'legalName',
        'country',
        'region',
        'city',
        'street',
        'comment',
      ]),
      search: searchText(usersSheet),
    },
    names: [dealerName],
  }),
  dealer: mirror<typeof dealer.shape, Dealer>('dealer', dealer, { derived: foldedTexts(['title']) }),
  tariff: mirror<typeof tariff.shape, Tariff>('tariff', tariff, { derived: foldedTexts(['name']) }),
  equipment: mirror<typeof equipment.shape, Equipment>('equipment', equipment, {
    derived: foldedTexts(['modelName', 'name']),
  }),
  bundle: mirror<typeof bundle.shape, Bundle>('bundle', bundle, {
    key: 'panel_id',
    ownKey: 'imei',
    derived: {
      ...foldedTexts(['modelCode', 'equipment']),
      search: (row) => searchBundles({ ...row, id: row.panelId }),
    },
    names: [{ column: 'device', field: 'equipment', from: { table: 'equipment', columns: 'name, model_name' } }],
  }),
  route: mirror<typeof route.shape, Route>('route', route, {
    key: 'panel_id',
    derived: {
      ...foldedTexts(['label', 'tracker', 'description', 'tags']),
      search: (row) => searchRoutes({ ...row, id: row.panelId }),
    },
    names: [ownerName],
    called: [{ field: 'tracker', from: { table: 'tracker', columns: 'label', key: 'panel_id' } }],
  }),
  checkpoint: mirror<typeof checkpoint.shape, Checkpoint>('checkpoint', checkpoint, {
    key: 'panel_id',
    derived: {
      ...foldedTexts(['route', 'label', 'address', 'tracker', 'description', 'tags']),
      search: (row) => searchCheckpoints({ ...row, id: row.panelId }),
    },
    names: [ownerName],
  }),
} as const

export type MirrorName = keyof typeof mirrors

/** What a row of a mirrored table is to everybody else. */
export type ModelOf<Name extends MirrorName> = (typeof mirrors)[Name] extends Mirror<infer Model> ? Model : never
