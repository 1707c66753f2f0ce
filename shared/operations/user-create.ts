import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { passwordEdit } from '../rules/password.ts'
import { hasField, lacksOf, legalTypes, readLegalType } from '../rules/user.ts'
import { textOf, type ColumnEdit } from '../sheets/column-edit.ts'
import { firstBroken, referenceParams } from './edit.ts'
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

/** What a user is made with, in the order in which it is asked for. */
const fields = {
  ...{ login, password: passwordEdit, firstName, lastName, middleName, phone },
  ...{ legalType: legalTypeEdit, legalName, tin, iec },
  ...{ country, region, city, street, postIndex, comment },
} satisfies Record<string, ColumnEdit>

const text = z.string()
const texts = {
  ...{ login: text, firstName: text, lastName: text, middleName: text, phone: text },
  ...{ legalType: text, legalName: text, tin: text, iec: text },
  ...{ country: text, region: text, city: text, street: text, postIndex: text, comment: text },
} satisfies Record<Exclude<keyof typeof fields, 'password'>, z.ZodString>

/**
 * Makes a user: a row of our own until the panel has it. In place of the password there is a token, and the password itself
 * is in the keychain. Language and time zone are the dealer's; the registered address of a sole trader or a legal entity is
 * the postal one. Of two users with the same login the panel refuses the second. (panel-api.md, sections 4.1 and 4.2)
 */
export const userCreateKind = kind({
  name: 'user.create',
  entity: 'user',
  version: 1,
  params: z.object({
    /** Our id of the row; null until it is staged. */
    row: z.int().nullable(),
    ...texts,
    /** The token of the password; empty where none was typed that will do. */
    password: text,
    ...referenceParams,
  }),
  creates: {
    key: (params) => params.login.toLowerCase(),
    row: ({ row: _row, unresolved: _unresolved, ...held }) => ({ ...held, activated: true }),
    fields,
    start: { legalType: 'individual' },
  },
  needs: [{ category: 'users', operation: 'create' }],
  risk: 'plain',
  idempotence: 'refused',
  lanes: (params) => [
    ...(params.row === null ? [] : [laneOfRow({ entity: 'user', id: params.row })]),
    `login:${params.login.toLowerCase()}`,
  ],
  precludes: { lane: 'login', kinds: 'own', code: 'login-staged' },
  batchMost: 1,
  batchKey: () => null,
  // Code 206. (panel-api.md, section 4.2)
  foretell: {
    from: [],
    others: [{ entity: 'user', by: 'login', fields: ['login'], of: (params) => params.login || null }],
    why: (params, _row, { others }) =>
      others[0]?.[0] ? { code: 'login-taken', values: { value: params.login } } : null,
  },
  describe: ({ row, firstName: first, lastName: last, legalType }) => ({
    ...(row !== null && { row }),
    changes: [
      { field: 'firstName', from: null, to: first },
      { field: 'lastName', from: null, to: last },
      { field: 'legalType', from: null, to: legalType },
    ],
  }),
  check: ({ unresolved, ...params }) =>
    firstBroken(fields, params, unresolved) ??
    lacksOf(params.legalType, params) ??
    ((['legalName', 'tin', 'iec'] as const).some((field) => params[field] !== '' && !hasField(params.legalType, field))
      ? { code: 'not-of-legal-type' }
      : null),
})
