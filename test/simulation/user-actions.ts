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

const make: Action = async ({ rig, throws }) => {
  const empty = { middleName: '', phone: '', legalName: '', tin: '', iec: '', comment: '' }
  const address = { country: '', region: '', city: '', street: '', postIndex: '' }
  const rows = Array.from({ length: throws.whole(1, 2) }, () => ({
    ...{ ...empty, ...address, firstName: 'Some', lastName: 'Body', legalType: 'individual' },
    login: throws.pick(logins),
    password: throws.chance(0.1) ? 'weak' : `Simulated-${throws.whole(100, 999)}`,
  }))
  await rig.call('sheet.make', { sheet: 'users', rows })
}

/** A password that the keychain has lost, since the power was cut before it had it, is typed again. */
const typeAgain: Action = async ({ rig, throws }) => {
  const lost = rig.journal<{ id: number }>(
    `SELECT params ->> '$.row' AS id FROM operation
     WHERE kind = 'user.create' AND state = 'rejected' AND problem ->> '$.code' = 'password-lost' ORDER BY id`,
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

/** Whatever else a user held is as it was: only what was edited has changed, whoever wrote it. */
export function lostOfUsers(entries: readonly LedgerEntry[]): string[] {
  const last = new Map<number, string>()
  const edited = ['comment', 'phone', 'post_city']
  return entries.flatMap((entry) => {
    if (entry.effect !== 'user.changed') return []
    const rest = Object.entries(entry.fields).filter(
      ([field, value]) => !edited.includes(field) && (value ?? null) !== null,
    )
    const held = JSON.stringify(rest.sort(([one], [other]) => (one < other ? -1 : 1)))
    const before = last.get(entry.user)
    last.set(entry.user, held)
    return before === undefined || before === held ? [] : [`User ${entry.user} lost ${before} and has ${held}`]
  })
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
