import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { passwordEdit } from '../rules/password.ts'
import type { ProblemCode } from '../problem.ts'
import { locales, readLocale, readTimeZone, timeZones } from '../rules/locale.ts'
import { hasField, lacksOf, legalTypes, readLegalType, registeredFields, type RegisteredField } from '../rules/user.ts'
import type { CellValue } from '../sheets/cell-value.ts'
import { textOf, type ColumnEdit } from '../sheets/column-edit.ts'
import { firstBroken, reference, referenceParams } from './edit.ts'
import { kind } from './kind.ts'
import { userTexts } from './user-update.ts'

/** Which of the legal types a user is of: said once, when the user is made. */
const legalTypeEdit: ColumnEdit = {
  read: readLegalType,
  check: (value) =>
    legalTypes.some((one) => one === value) ? null : { code: 'legal-type-unknown', values: { value: textOf(value) } },
  oneOf: legalTypes,
}

const { login, firstName, lastName, middleName, legalName, tin, iec, phone, comment } = userTexts
const { country, region, city, street, postIndex } = userTexts

/** Which plan the trackers have that are registered for the user later; the panel's own where none is named. */
const defaultPlanEdit: ColumnEdit = { read: (text) => text, check: () => null, refersTo: 'plan', mayBeEmpty: true }

/** One of a few, or nothing, and then it is as the panel gives it. */
const orNone = (oneOf: readonly string[], code: ProblemCode, read: (text: string) => string): ColumnEdit => ({
  read: (text) => read(text.trim()),
  check: (value) =>
    textOf(value) === '' || oneOf.includes(textOf(value)) ? null : { code, values: { value: textOf(value) } },
  oneOf,
  mayBeEmpty: true,
})
const localeEdit = orNone(locales, 'locale-unknown', readLocale)
const timeZoneEdit = orNone(timeZones(), 'time-zone-unknown', readTimeZone)

/** The address at which a sole trader or a legal entity is registered, by the field that holds the same of the postal one. */
const registered = {
  registeredCountry: country,
  registeredRegion: region,
  registeredCity: city,
  registeredStreet: street,
  registeredIndex: postIndex,
} satisfies Record<RegisteredField, ColumnEdit>

/** What a user is made with, in the order in which it is asked for. */
export const newUserFields = {
  ...{ login, password: passwordEdit, firstName, lastName, middleName, phone },
  ...{ legalType: legalTypeEdit, legalName, tin, iec },
  ...{ country, region, city, street, postIndex },
  ...registered,
  ...{ defaultPlan: defaultPlanEdit, locale: localeEdit, timeZone: timeZoneEdit, comment },
} satisfies Record<string, ColumnEdit>

const text = z.string()
const texts = {
  ...{ login: text, firstName: text, lastName: text, middleName: text, phone: text },
  ...{ legalType: text, legalName: text, tin: text, iec: text },
  ...{ country: text, region: text, city: text, street: text, postIndex: text, comment: text },
} satisfies Partial<Record<keyof typeof newUserFields, z.ZodString>>

const some = text.optional()
/** What may be left to the panel, or to what else is said. */
const left = {
  ...{ registeredCountry: some, registeredRegion: some, registeredCity: some },
  ...{ registeredStreet: some, registeredIndex: some, locale: some, timeZone: some },
  /** The id of a plan, or a text that names none. */
  defaultPlan: reference.optional(),
} satisfies Record<Exclude<keyof typeof newUserFields, keyof typeof texts | 'password'>, z.ZodType>

/** From so many users on, one file of them is cheaper than a request for each. */
export const uploadLeast = 20
/**
 * Most users of one file. The panel takes 10,000 rows and 10 MB; a file of these stays below that whatever stands in it, is
 * answered well before its time-out, and has less to be sent again where one row of it will not do.
 */
export const uploadMost = 1000

/** What a cell of the file holds without being quoted: nobody knows how the panel reads quotes, or blanks at the ends. */
export const isPlainCell = (value: string): boolean => value === value.trim() && !/[";\p{Cc}]/u.test(value)

const inFile: ReadonlySet<string> = new Set([...Object.keys(texts), ...Object.keys(registered)])
const besideFile: ReadonlySet<string> = new Set(['row', 'unresolved', 'password'])

/** Whether a file of users can say all that one is made with. */
function isSaidByFile(params: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(params).every(
    ([name, value]) =>
      (value ?? '') === '' ||
      besideFile.has(name) ||
      (inFile.has(name) && typeof value === 'string' && isPlainCell(value)),
  )
}

/**
 * Makes a user: a row of our own until the panel has it. In place of the password there is a token, and the password itself
 * is in the keychain. Language and time zone are the dealer's where none are said; the registered address of a sole trader or
 * a legal entity is the postal one where none is. Of two users with the same login the panel refuses the
 * second. Many go as one file, but for whoever is given what it has no column for. (panel-api.md, sections 4.1 and 4.2)
 */
export const userCreateKind = kind({
  name: 'user.create',
  entity: 'user',
  methods: ['user/create', 'user/upload'],
  version: 1,
  params: z.object({
    /** Our id of the row; null until it is staged. */
    row: z.int().nullable(),
    ...texts,
    ...left,
    /** Whether the user may sign in; so it is, unless it is said. */
    activated: z.boolean().optional(),
    /** The token of the password; empty where none was typed that will do. */
    password: text,
    ...referenceParams,
  }),
  creates: {
    key: (params) => params.login.toLowerCase(),
    row: ({ row: _row, unresolved: _unresolved, activated = true, ...held }) => ({ ...held, activated }),
    fields: newUserFields,
    start: { legalType: 'individual' },
    has: (field, { legalType }) => hasField(textOf((legalType ?? null) as CellValue), field),
  },
  needs: [{ category: 'users', operation: 'create' }],
  risk: 'plain',
  idempotence: 'refused',
  lanes: (params) => [
    ...(params.row === null ? [] : [laneOfRow({ entity: 'user', id: params.row })]),
    `login:${params.login.toLowerCase()}`,
  ],
  precludes: { lane: 'login', kinds: 'own', code: 'login-staged' },
  batchMost: uploadMost,
  batchLeast: uploadLeast,
  batchKey: (params) => (isSaidByFile(params) ? 'file' : null),
  // Code 206. (panel-api.md, section 4.2)
  foretell: {
    from: [],
    others: [{ entity: 'user', by: 'login', fields: ['login'], of: (params) => params.login || null }],
    why: (params, _row, { others }) =>
      others[0]?.[0] ? { code: 'login-taken', values: { value: params.login } } : null,
  },
  describe: ({ row, firstName: first, lastName: last, legalType, defaultPlan, locale, timeZone }) => ({
    ...(row !== null && { row }),
    changes: [
      { field: 'firstName', from: null, to: first },
      { field: 'lastName', from: null, to: last },
      { field: 'legalType', from: null, to: legalType },
      ...Object.entries({ plan: defaultPlan, locale, timeZone }).flatMap(([field, to]) =>
        to === undefined || to === '' ? [] : [{ field, from: null, to }],
      ),
    ],
  }),
  check: ({ unresolved, ...params }) =>
    firstBroken(newUserFields, params, unresolved) ??
    lacksOf(params.legalType, params) ??
    ([...(['legalName', 'tin', 'iec'] as const), ...registeredFields].some(
      (field) => (params[field] ?? '') !== '' && !hasField(params.legalType, field),
    )
      ? { code: 'not-of-legal-type' }
      : null) ??
    (isPartOf(registeredFields.map((field) => params[field] ?? '')) ? { code: 'registered-part' } : null),
})

/** Whether some of these are said, and some are not. */
const isPartOf = (said: readonly string[]): boolean =>
  said.some((one) => one.trim() !== '') && said.some((one) => one.trim() === '')
