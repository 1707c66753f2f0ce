import { z } from 'zod'
import { laneOfRow } from '../entities/entity.ts'
import { tidyLogin } from '../rules/login.ts'
import {
  checkLogin,
  checkName,
  checkPhone,
  checkUserComment,
  hasField,
  lacksOf,
  tidyPhone,
  upTo,
} from '../rules/user.ts'
import { flagEdit, textEdit, type ColumnEdit } from '../sheets/column-edit.ts'
import { changesOf, editParams, firstBroken } from './edit.ts'
import { kind } from './kind.ts'

/** The texts of a user that can be edited, each with how. */
export const userTexts = {
  login: { ...textEdit(checkLogin), read: tidyLogin },
  lastName: textEdit(checkName),
  firstName: textEdit(checkName),
  middleName: textEdit(upTo(100)),
  legalName: textEdit(upTo(255)),
  tin: textEdit(upTo(255)),
  iec: textEdit(upTo(255)),
  phone: { ...textEdit(checkPhone), read: tidyPhone },
  country: textEdit(upTo(100)),
  region: textEdit(upTo(100)),
  city: textEdit(upTo(100)),
  street: textEdit(upTo(200)),
  postIndex: textEdit(upTo(10)),
  comment: textEdit(checkUserComment),
} satisfies Record<string, ColumnEdit>

/** How each field of a user is edited. */
export const userEdits = { ...userTexts, activated: flagEdit } satisfies Record<string, ColumnEdit>

const text = z.string()
/** Texts of a user, by the fields of its sheet. */
const texts = {
  ...{ login: text, lastName: text, firstName: text, middleName: text, legalName: text, phone: text },
  ...{ tin: text, iec: text },
  ...{ country: text, region: text, city: text, street: text, postIndex: text, comment: text },
} satisfies Record<keyof typeof userTexts, z.ZodString>

/** The same fields as they may be sent. */
export const soundUser = z.object({ ...texts, activated: z.boolean() }).partial()

/** What an edit of a user depends on, besides what it sets. */
const leansOn = ['legalType', 'country', 'region', 'city', 'street', 'postIndex', 'legalName'] as const

/**
 * Edits a user: `user/update` takes the whole user and is no patch, so what is not touched is written as the read just
 * before showed it. Sent twice it does the same again. (panel-api.md, section 4.2)
 */
export const userUpdateKind = kind({
  name: 'user.update',
  entity: 'user',
  methods: ['user/update'],
  version: 1,
  params: z.object(editParams({ ...texts, activated: z.union([z.boolean(), z.string()]) })),
  edits: userEdits,
  needs: [{ category: 'users', operation: 'update' }],
  risk: 'plain',
  idempotence: 'same-again',
  lanes: ({ row }) => [laneOfRow({ entity: 'user', id: row })],
  ownOnly: 'user-foreign',
  batchMost: 1,
  batchKey: () => null,
  // Code 206, and code 7 of what a user of this legal type has to have. (panel-api.md, sections 4.1 and 4.2)
  foretell: {
    from: leansOn,
    others: [{ entity: 'user', by: 'login', fields: ['login'], of: ({ set }) => set.login ?? null }],
    why({ set }, row, { others }) {
      if (set.login !== undefined && others[0]?.[0]) return { code: 'login-taken', values: { value: set.login } }
      const legalType = typeof row['legalType'] === 'string' ? row['legalType'] : ''
      if (Object.entries(set).some(([field, to]) => to !== undefined && !hasField(legalType, field))) {
        return { code: 'not-of-legal-type' }
      }
      return lacksOf(legalType, { ...row, ...set })
    },
  },
  describe: (params) => ({ row: params.row, changes: changesOf(params) }),
  check: ({ set }) => firstBroken(userEdits, set),
})
