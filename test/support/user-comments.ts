import { z } from 'zod'
import type { Method } from '../../electron/demo-panel/methods/method.ts'
import { userList, userRead } from '../../electron/demo-panel/methods/users.ts'
import { rowReaders } from '../../electron/entities/row-readers.ts'
import { addExecutor } from '../../electron/operations/executors.ts'
import { inverseEdit } from '../../electron/operations/inverse-edit.ts'
import { laneOfRow } from '../../shared/entities/entity.ts'
import type { User } from '../../shared/model/user.ts'
import { addKind } from '../../shared/operations/catalogue.ts'
import { changesOf, editParams, firstBroken } from '../../shared/operations/edit.ts'
import { kind } from '../../shared/operations/kind.ts'
import { checkComment } from '../../shared/rules/text.ts'
import { textEdit } from '../../shared/sheets/column-edit.ts'

// A kind that edits what is said of a user in place of the panel's own, and a panel that takes it: whatever treats all
// entities alike has to take it as it takes a tracker's comment, by nothing but what a kind declares.

const edits = { comment: textEdit(checkComment), city: textEdit(() => null) }
const commentKind = kind({
  name: 'test.commentUser',
  entity: 'user',
  methods: ['user/comment'],
  version: 1,
  params: z.object(editParams({ comment: z.string(), city: z.string() })),
  edits,
  needs: [],
  risk: 'plain',
  idempotence: 'same-again',
  lanes: ({ row }) => [laneOfRow({ entity: 'user', id: row })],
  batchMost: 1,
  batchKey: () => null,
  describe: (params) => ({ row: params.row, changes: changesOf(params) }),
  check: ({ set }) => firstBroken(edits, set),
})
const editOf = (params: unknown) => commentKind.params.parse(params)
const holds = ({ comment, city }: Readonly<User>) => ({ comment, city })

addKind(commentKind)
addExecutor(commentKind.name, {
  reads: (params) => editOf(params).row,
  holds: (held) => holds(held as User),
  request: ([operation]) => {
    const { row, set } = editOf(operation?.params)
    return { path: 'user/comment', body: { user_id: row, comment: set.comment, post_city: set.city } }
  },
  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: () => Promise.resolve(null),
  async readBack(operations, { panel, signal }) {
    const proofs = new Map<number, { effect: true; result: null } | { effect: false }>()
    for (const { id, params } of operations) {
      const { row, set } = editOf(params)
      const held = await rowReaders.user.one(panel, { panelId: row, owner: null }, { signal })
      const shown: Readonly<Record<string, unknown>> = held ? holds(held) : {}
      const isThere = Object.entries(set).every(([field, value]) => shown[field] === value)
      proofs.set(id, isThere ? { effect: true, result: null } : { effect: false })
    }
    return proofs
  },
  inverse: ({ params }, cache) => inverseEdit(commentKind.name as never, editOf(params), cache, holds),
  apply: (_operation, cache, outcome) => cache.markStale('users', outcome),
})

/** A panel whose users are commented on. */
export interface UserComments {
  readonly methods: Readonly<Record<string, Method>>
  /** What is said of users, as the panel names the fields. */
  readonly said: Map<number, Readonly<Record<string, string>>>
  /** Every write that the panel took: whose, and what. */
  readonly written: (Readonly<Record<string, string>> & { readonly user: string })[]
}

const asked = z.object({ user_id: z.coerce.number(), comment: z.string().optional(), post_city: z.string().optional() })
const listed = z.array(z.looseObject({ id: z.number() }))

export function createUserComments(): UserComments {
  const said: UserComments['said'] = new Map()
  const written: UserComments['written'] = []
  const withSaid = (user: { readonly id: number }) => ({ comment: '', ...user, ...said.get(user.id) })
  return {
    said,
    written,
    methods: {
      'user/comment': {
        needs: 'session',
        answer(_call, parameters) {
          const { user_id, ...fields } = asked.parse(parameters)
          const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
          said.set(user_id, { ...said.get(user_id), ...given })
          written.push({ user: String(user_id), ...given })
          return {}
        },
      },
      'user/read': {
        needs: userRead.needs,
        answer(call, parameters) {
          const { value, ...rest } = userRead.answer(call, parameters)
          return { ...rest, value: withSaid(listed.parse([value])[0]!) }
        },
      },
      'user/list': {
        needs: userList.needs,
        answer(call, parameters) {
          const { list, ...rest } = userList.answer(call, parameters)
          return { ...rest, list: listed.parse(list).map(withSaid) }
        },
      },
    },
  }
}
