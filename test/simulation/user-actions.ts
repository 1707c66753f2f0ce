import { uploadLeast } from '../../shared/operations/user-create.ts'
import type { LedgerEntry } from '../../electron/demo-panel/ledger.ts'
import type { Action, Actions } from './actions.ts'
import { allowed, type World } from './world.ts'

// Users, who are edited as wholes, and made with passwords: a third entity, in everything that can happen to trackers.

/** So few that one is wanted again after it was taken back, refused or made. */
const logins = ['one', 'two', 'three', 'four'].map((name) => `${name}@sim.example`)

const ownRows = ({ rig }: World) =>
  rig.journal<{ id: number }>(`SELECT id FROM own_row WHERE entity = 'user' ORDER BY id`).map(({ id }) => id)

const edit: Action = async (world) => {
  const { rig, throws, users } = world
  const rows = [...users.slice(0, 4), ...ownRows(world)]
  const cells = Array.from({ length: throws.whole(1, 4) }, () => {
    const field = throws.pick(['comment', 'comment', 'phone', 'city'])
    const value = throws.chance(0.05) ? 'x'.repeat(300) : String(throws.whole(1, 20))
    return { id: throws.pick(rows), field, value: field === 'phone' ? `4420794600${value}` : `Value ${value}` }
  })
  await rig.call('sheet.stage', { sheet: 'users', source: throws.pick(['type', 'paste']), cells })
}

const somebody = {
  ...{ middleName: '', phone: '', legalName: '', tin: '', iec: '', comment: '' },
  ...{ country: '', region: '', city: '', street: '', postIndex: '' },
  ...{ firstName: 'Some', lastName: 'Body', legalType: 'individual' },
}
const password = (throws: World['throws']) => `Simulated-${throws.whole(100, 999)}`

const make: Action = async ({ rig, throws }) => {
  const rows = Array.from({ length: throws.whole(1, 2) }, () => ({
    ...somebody,
    login: throws.pick(logins),
    password: throws.chance(0.1) ? 'weak' : password(throws),
  }))
  await rig.call('sheet.make', { sheet: 'users', rows })
}

/** Logins of those who are made many at once, enough for three files. */
const manyLogins = Array.from({ length: 90 }, (_, at) => `many.${at}@sim.example`)

/** So many that they go as a file, if all of them may; some of whom a file cannot say. */
const makeMany: Action = async ({ rig, throws }) => {
  const from = throws.whole(0, manyLogins.length - uploadLeast - 5)
  const rows = manyLogins.slice(from, from + throws.whole(uploadLeast, uploadLeast + 5)).map((login) => ({
    ...somebody,
    ...{ login, password: password(throws), city: throws.chance(0.03) ? 'Semi;colon' : '' },
  }))
  await rig.call('sheet.make', { sheet: 'users', rows })
}

/** A file is refused, for one of its lines or as such, or its answer is lost; the panel keeps lines before a bad one, or not. */
const spoilFile: Action = ({ rig, throws }) => {
  rig.panel.habits = { ...rig.panel.habits, keepsLinesBefore: throws.chance(0.5) }
  const extra = throws.chance(0.9) ? { row_number: throws.whole(1, uploadLeast) } : {}
  const refuse = { do: 'refuse' as const, code: throws.pick([7, 206, 273, 234, 268]), extra }
  const drop = { do: 'drop' as const, when: throws.pick(['before', 'after', 'during'] as const) }
  rig.panel.faults.add({ path: 'user/upload', strike: throws.chance(0.4) ? refuse : drop })
  return Promise.resolve()
}

/** Somebody else takes a login that is about to be given to a new user, of whom the panel is to refuse the line. */
const takeLogin: Action = ({ rig, throws, users }) => {
  const wanted = rig.journal<{ login: string }>(
    `SELECT params ->> '$.login' AS login FROM operation
     WHERE kind = 'user.create' AND state IN ('draft', 'ready', 'waiting') ORDER BY id`,
  )
  const held = new Set(
    rig.panel.ledger
      .entries()
      .flatMap((entry) => ('fields' in entry && 'login' in entry.fields ? entry.fields.login : [])),
  )
  const free = wanted.filter(({ login }) => manyLogins.includes(login) && !held.has(login))
  if (free.length === 0) return Promise.resolve()
  rig.panel.edit({ said_of_user: throws.pick(users.slice(0, 4)), login: throws.pick(free).login })
  return Promise.resolve()
}

const changePasswords: Action = async ({ rig, throws, users }) => {
  const cells = Array.from({ length: throws.whole(1, 2) }, () => ({
    ...{ id: throws.pick(users.slice(0, 4)), field: 'password', value: password(throws) },
  }))
  await rig.call('sheet.stage', { sheet: 'users', source: 'type', cells })
}

const setDefaultPlan: Action = async ({ rig, throws, users, plans }) => {
  const ids = [throws.pick(users.slice(0, 4))]
  await allowed(rig.call('sheet.act', { kind: 'user.plan', ids, plan: throws.pick(plans) }))
}

/** A password that the keychain has lost, since the power was cut before it had it, is typed again. */
const typeAgain: Action = async ({ rig, throws }) => {
  const lost = rig.journal<{ id: number }>(
    `SELECT params ->> '$.row' AS id FROM operation
     WHERE kind IN ('user.create', 'user.password') AND state = 'rejected' AND problem ->> '$.code' = 'password-lost' ORDER BY id`,
  )
  const cells = lost.map(({ id }) => ({ id, field: 'password', value: `Typed-again-${throws.whole(100, 999)}` }))
  if (cells.length > 0) await rig.call('sheet.stage', { sheet: 'users', source: 'type', cells })
}

const takeBack: Action = async (world) => {
  const rows = ownRows(world)
  if (rows.length === 0) return
  const cells = [{ id: world.throws.pick(rows), field: null }]
  await allowed(world.rig.call('sheet.revert', { sheet: 'users', cells }))
}

const somebodyElse: Action = ({ rig, throws, users }) => {
  const value = `Theirs ${throws.whole(1, 9)}`
  const said = throws.pick([{ comment: value }, { city: value }, { phone: `4930${throws.whole(1000, 9999)}` }])
  rig.panel.edit({ said_of_user: throws.pick(users.slice(0, 4)), ...said })
  return Promise.resolve()
}

export const userActions: Actions = [
  ['edit users', 14, edit],
  ['make users', 6, make],
  ['make many users', 8, makeMany],
  ['change passwords', 3, changePasswords],
  ['default plans', 3, setDefaultPlan],
  ['spoil a file', 4, spoilFile],
  ['others take a login', 5, takeLogin],
  ['type passwords again', 3, typeAgain],
  ['take new users back', 2, takeBack],
  ['others edit users', 5, somebodyElse],
]

/** What the panel holds of users in the beginning, by the fields that are edited. */
export function heldOfUsers({ rig }: Pick<World, 'rig'>) {
  const rows = rig.cached<{ id: number; comment: string; phone: string; city: string }>(
    'SELECT id, comment, phone, city FROM user ORDER BY id',
  )
  return rows.map(({ id, ...held }) => [id, held] as const)
}

/** Whatever else a user held is as it was: only what was edited has changed, whoever wrote it, or a default plan that we chose. */
export function lostOfUsers({ rig }: Pick<World, 'rig'>, entries: readonly LedgerEntry[]): string[] {
  const chosen = new Set(
    rig
      .journal<{ user: number; plan: number }>(
        `SELECT params ->> '$.row' AS user, params ->> '$.plan' AS plan FROM operation WHERE kind = 'user.plan'`,
      )
      .map(({ user, plan }) => `${user} ${plan}`),
  )
  const last = new Map<number, { readonly rest: string; readonly plan: unknown }>()
  const edited = ['login', 'comment', 'phone', 'post_city']
  return entries.flatMap((entry) => {
    if (entry.effect !== 'user.changed') return []
    const { defaultPlan: plan, ...fields } = entry.fields
    const held = Object.entries(fields).filter(([field, value]) => !edited.includes(field) && (value ?? null) !== null)
    const rest = JSON.stringify(held.sort(([one], [other]) => (one < other ? -1 : 1)))
    const before = last.get(entry.user)
    last.set(entry.user, { rest, plan })
    if (!before) return []
    return [
      ...(before.rest === rest ? [] : [`User ${entry.user} lost ${before.rest} and has ${rest}`]),
      ...(before.plan === plan || chosen.has(`${entry.user} ${String(plan)}`)
        ? []
        : [`User ${entry.user} lost the default plan ${String(before.plan)} and has ${String(plan)}`]),
    ]
  })
}

/** Users whom we made and who are not, in the end, the one row of their login, by the panel's id. */
export function strayUsers({ rig }: Pick<World, 'rig'>, entries: readonly LedgerEntry[]): string[] {
  const rows = rig.cached<{ panelId: number | null; login: string }>('SELECT panel_id AS panelId, login FROM user')
  return [
    ...rows.flatMap(({ panelId, login }) => (panelId === null ? [`User ${login} is not at the panel`] : [])),
    ...entries.flatMap((entry) => {
      if (entry.effect !== 'user.made') return []
      const shown = rows.filter(({ login }) => login === entry.fields.login).map(({ panelId }) => panelId)
      return shown.length === 1 && shown[0] === entry.user
        ? []
        : [`User ${entry.user}, ${entry.fields.login}, is ${shown.join(', ')} in the sheet`]
    }),
  ]
}

/** Passwords that stand in a file of the journal. */
export function passwordsKept({ rig }: Pick<World, 'rig'>): string[] {
  const kept = rig.journal<{ params: string }>(
    `SELECT params FROM operation WHERE params LIKE '%Simulated-%' OR params LIKE '%Typed-again-%'`,
  )
  const sent = rig.journal<{ request: string }>(
    `SELECT request FROM attempt WHERE request LIKE '%Simulated-%' OR request LIKE '%Typed-again-%'`,
  )
  return [...kept, ...sent].map((row) => `A password stands in the journal: ${JSON.stringify(row)}`)
}
