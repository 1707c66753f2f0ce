import { z } from 'zod'
import type { User } from '../../shared/model/user.ts'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { isPlainCell } from '../../shared/operations/user-create.ts'
import { fail } from '../../shared/problem.ts'
import { isMadeOf } from '../../shared/rules/text.ts'
import { listAllUsers, listUsers, pageSizeOf } from '../panel/panel-api.ts'
import { redacted } from '../panel/redact.ts'
import { userAtLine, usersFile } from '../panel/users-file.ts'
import { newUserForm } from '../panel/whole-user.ts'
import type { Executable, Executor, Narrowed, Proof, Request, Surroundings } from './executor.ts'
import { alone, eachAlone, narrowed } from './narrowing.ts'
import { userRefusal } from './user-write.ts'

type Params = ParamsOf<'user.create'>

const answered = z.looseObject({ id: z.int().min(1) })
const uploaded = z.looseObject({ total: z.int(), errors: z.literal(0) })
const made = z.object({ panelId: z.int() })
/** What the panel says of a file that it refuses for one of its lines. */
const refusedLine = z.looseObject({ row_number: z.int() })

/** Of a file: no such method, no file, not to be read, nothing in it, too many rows. (panel-api.md, section 7) */
const ofFile: ReadonlySet<number> = new Set([111, 112, 233, 234, 268, 274])
/** Of one of its lines: invalid, a login in use, one that stands twice. */
const ofLine: ReadonlySet<number> = new Set([7, 206, 273])

/** Up to so many logins are looked up one by one; above, pages of the whole list may cost fewer requests. */
const singleReads = 5
/** A file that was refused so often goes no more: each of its users goes by itself. */
const mostFiles = 8

/**
 * `user/create`: the user with the password that was typed; in the dealer's own language and time zone, unless others are
 * said. Several are `user/upload`: one file, from which the panel makes them in the dealer's. It tells no ids, and nobody
 * knows whether it keeps what stands before a line that it refuses: so the list of users is read after either.
 */
export const userCreateExecutor: Executor<Params> = {
  reads: () => null,
  passwords: ({ password }) => [password],
  goesAlone: (params, { password }) => !isPlainCell(password(params.password) ?? ''),
  ofBatch: ofFile,
  perhapsPartly: ofLine,

  request(operations, around) {
    const [operation, ...others] = operations
    if (!operation) return fail('unexpected')
    return others.length > 0 ? upload(operations, around) : create(operation.params, around)
  },

  outcomes(operations, { json }) {
    if (operations.length > 1) {
      const allMade = uploaded.safeParse(json).data?.total === operations.length
      return new Map(operations.map(({ id }) => [id, { unclear: true, ...(!allMade && { part: alone(id) }) }]))
    }
    const { data } = answered.safeParse(json)
    return new Map(operations.map(({ id }) => [id, data ? { done: { panelId: data.id } } : { unclear: true }]))
  },

  async narrow(operations, failure, around) {
    const line = refusedLine.safeParse(failure.answer).data?.row_number
    const named = line === undefined ? undefined : operations[userAtLine(line)]
    const isOfHeading = line !== undefined && userAtLine(line) < 0
    if (isOfHeading || failure.code === null || !ofLine.has(failure.code)) return eachAlone(operations)
    const done = await madeAmong(operations, around)
    return { ...goingAgain(operations, done, named), done }
  },
  refusal: ({ login }, failure) => userRefusal(login, failure),

  async readBack(operations, around) {
    const there = await madeAmong(operations, around)
    return new Map(
      operations.map(({ id }): [number, Proof] => {
        const result = there.get(id)
        return [id, result ? { effect: true, result } : { effect: false }]
      }),
    )
  },

  // The panel takes a user away with all trackers, for good: that is no way to take this back.
  inverse: () => ({ none: { code: 'no-inverse' } }),

  apply({ params, result }, cache, outcome) {
    const { data } = made.safeParse(result)
    if (data) {
      const { row: _row, unresolved: _unresolved, password: _password, ...held } = params
      const activated = held.activated ?? true
      cache.add('user', { ...held, id: data.panelId, panelId: data.panelId, activated }, outcome)
    }
    cache.markStale('users', outcome)
  },
}

function create(params: Params, { panel, password }: Surroundings): Request {
  const dealers = panel.signedIn?.dealer
  const { defaultPlan } = params
  return {
    path: 'user/create',
    body: {
      user: newUserForm(params),
      password: password(params.password) ?? fail('password-lost'),
      locale: params.locale || (dealers?.locale ?? 'en_US'),
      time_zone: params.timeZone || (dealers?.timeZone ?? 'UTC'),
      comment: params.comment,
      ...(typeof defaultPlan === 'number' && { default_tariff_id: defaultPlan }),
    },
  }
}

/** What is written down of the file has no password. */
function upload(operations: readonly Executable<Params>[], { panel, password }: Surroundings): Request {
  const fileWith = (passwordOf: (params: Params) => string) =>
    usersFile(
      operations.map(({ params }) => ({
        ...newUserForm(params),
        ...{ comment: params.comment, password: passwordOf(params) },
      })),
      panel.signedIn?.dealer.locale ?? '',
    )
  return {
    path: 'user/upload',
    body: { file: fileWith(() => redacted).text },
    file: fileWith((params) => password(params.password) ?? fail('password-lost')),
  }
}

/**
 * The users of a refused file that go again. The one at the line that the panel names goes by itself: so it is told what is
 * wrong with it, and is made if it was the file after all. Where no line is named, each half goes by itself.
 */
function goingAgain(
  operations: readonly Executable<Params>[],
  done: ReadonlyMap<number, unknown>,
  named: Executable<Params> | undefined,
): Narrowed {
  const left = operations.filter(({ id }) => !done.has(id))
  if (left.some(({ part }) => part.length >= mostFiles)) return eachAlone(left)
  if (!named) return narrowed(left, new Map())
  const parts = new Map(left.map(({ id, part }) => [id, id === named.id ? alone(id) : `${part}.`]))
  return { rejected: new Map(), parts }
}

/**
 * Those whose user the panel has, each with its id: of that login, and called so. Whoever has the login and another name was
 * made by somebody else meanwhile; then the panel says so when it is asked again.
 */
async function madeAmong(
  operations: readonly Executable<Params>[],
  { panel, cache, signal }: Surroundings,
): Promise<Map<number, { readonly panelId: number }>> {
  const users: User[] = []
  if (operations.length > Math.max(singleReads, Math.ceil(cache.count('user') / pageSizeOf(panel)))) {
    users.push(...(await listAllUsers(panel, signal)))
  } else {
    for (const { params } of operations) {
      users.push(...(await listUsers(panel, { filter: params.login, offset: 0, signal })).list)
    }
  }
  const byLogin = new Map(users.map((user) => [user.login.toLowerCase(), user]))
  return new Map(
    operations.flatMap(({ id, params }) => {
      const user = byLogin.get(params.login.toLowerCase())
      if (!user || user.panelId === null || !isCalledSo(user, params)) return []
      return [[id, { panelId: user.panelId }] as const]
    }),
  )
}

const isCalledSo = (user: User, params: Params): boolean =>
  (['firstName', 'lastName'] as const).every(
    (field) => user[field] === params[field] || isMadeOf(user[field], params[field]),
  )
