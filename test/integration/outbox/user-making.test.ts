import { expect, test } from 'vitest'
import type { Keychain } from '../../../electron/ports.ts'
import { sessionKeychain } from '../../../electron/secrets/session-keychain.ts'
import type { RigOptions, SimRig } from '../../support/core-rig.ts'
import { filesWith, madeUsers, sentPasswords, watchedRig as watched } from '../../support/watched-rig.ts'

const password = 'Aq7-never-on-disk!'
const watchedRig = (options?: RigOptions) => watched([password], options)
const texts = {
  ...{
    login: 'nora@example.com',
    password,
    firstName: 'Nora',
    lastName: 'New',
    middleName: '',
    phone: '+44 20 7946 0018',
  },
  ...{ legalType: 'individual', legalName: '', tin: '', iec: '' },
  ...{ country: '', region: '', city: 'Graz', street: '', postIndex: '', comment: 'Made here' },
}
const company = {
  ...texts,
  ...{ login: 'firm@example.com', legalType: 'Legal entity', legalName: 'Firm Ltd', tin: '12', iec: '34' },
  ...{ country: 'Austria', region: 'Styria', street: 'Ring 1', postIndex: '8010' },
}

async function users(rig: SimRig, query: object = {}) {
  const question = { search: '', sort: [], filter: [], only: 'all' as const }
  const { view, count } = await rig.call('sheet.open', { sheet: 'users', ...question, ...query })
  return (await rig.call('sheet.rows', { view, from: 0, count })).rows
}
const make = (rig: SimRig, said: Readonly<Record<string, string>> = {}) =>
  rig.call('sheet.make', { sheet: 'users', rows: [{ ...texts, ...said }] })
const edit = (rig: SimRig, id: number, field: string, value: string) =>
  rig.call('sheet.stage', { sheet: 'users', source: 'type', cells: [{ id, field, value }] })

test('a new user is a row at once, offline too, is sent with the password that was typed, and is then the panel’s', async () => {
  const { rig, kept } = await watchedRig()
  await rig.call('connection.workOffline', { on: true })
  const { ids } = await make(rig)
  const [row] = await users(rig, { search: 'nora' })
  expect(row).toMatchObject({ id: ids[0], values: { login: 'nora@example.com', city: 'Graz', phone: '442079460018' } })
  expect(row!.values['id']).toBeNull()
  expect(String(row!.values['password'])).toMatch(/^•+/)
  expect(kept().map(([, secret]) => secret)).toEqual([password])
  await rig.call('connection.workOffline', { on: false })
  await rig.sendAll()
  expect(await rig.operations(['done'])).toMatchObject([{ kind: 'user.create', subject: { name: 'nora@example.com' } }])
  expect(madeUsers(rig)).toMatchObject([
    {
      fields: { login: 'nora@example.com', legal_type: 'individual', phone: '442079460018', comment: 'Made here' },
      locale: 'en_US',
      timeZone: 'Europe/London',
    },
  ])
  expect(sentPasswords(rig)).toEqual([password])
  const [there, ...more] = await users(rig, { search: 'nora' })
  expect(more).toEqual([])
  expect(there).toMatchObject({ id: madeUsers(rig)[0]!.user, values: { firstName: 'Nora', activated: true } })
  expect(kept()).toEqual([])
})

test('the password is in no file and no log: staged, sent, refused, after a crash, undone, and once the user is made', async () => {
  const { rig, kept, leaks } = await watchedRig()
  await make(rig)
  expect(leaks()).toEqual([])
  await rig.crash()
  expect(leaks()).toEqual([])
  rig.panel.faults.add({
    path: 'user/create',
    strike: { do: 'refuse', code: 7, extra: { errors: [{ parameter: 'password', error: `${password} will not do` }] } },
  })
  await rig.sendAll()
  const [refused] = await rig.operations(['rejected'])
  expect(refused).toMatchObject({ problem: { code: 'user-field-refused', panelCode: 7 } })
  expect(leaks()).toEqual([])
  await rig.call('outbox.mend', { operations: [refused!.id] })
  rig.panel.faults.add({ path: 'user/create', strike: { do: 'drop', when: 'before' } })
  await rig.sendAll()
  expect(madeUsers(rig)).toHaveLength(1)
  expect(sentPasswords(rig).every((sent) => sent === password)).toBe(true)
  expect(leaks()).toEqual([])
  await make(rig, { login: 'second@example.com' })
  await rig.call('sheet.undo', { redo: false })
  await rig.restart()
  expect(kept()).toEqual([])
  expect(leaks()).toEqual([])
})

test('an answer that is lost is looked up by the login, and no user is made twice', async () => {
  const { rig } = await watchedRig()
  rig.panel.faults.add({ path: 'user/create', strike: { do: 'drop', when: 'after' } })
  await make(rig)
  await rig.sendAll()
  expect(await rig.operations(['done'])).toHaveLength(1)
  expect(madeUsers(rig)).toHaveLength(1)
  expect(rig.panel.stats().repeats.refused).toBe(0)
})

test('a password that the keychain has lost is asked for again in its cell, and then goes', async () => {
  const { rig, entries } = await watchedRig()
  const { ids } = await make(rig)
  for (const account of entries.keys()) if (account.includes(' password ')) entries.delete(account)
  await rig.restart()
  await rig.online()
  await rig.sendAll()
  expect(await rig.operations(['rejected'])).toMatchObject([{ problem: { code: 'password-lost' } }])
  expect(madeUsers(rig)).toEqual([])
  await edit(rig, ids[0]!, 'password', 'Another-1-password')
  await rig.sendAll()
  expect(sentPasswords(rig)).toEqual(['Another-1-password'])
  expect(madeUsers(rig)).toHaveLength(1)
})

test('a new user that is discarded while it waits for its turn does not go, and does not disturb the others', async () => {
  const { rig } = await watchedRig()
  for (const name of ['one', 'two', 'three']) await make(rig, { login: `${name}@example.com` })
  await rig.send()
  await rig.clock.advance(20)
  const [, two] = await rig.operations(['ready'])
  await rig.call('outbox.discard', { operations: [two!.id] })
  await rig.settled()
  const left = (await rig.operations(['done'])).map(({ id }) => id)
  expect(left).toHaveLength(2)
  expect(left).not.toContain(two!.id)
  expect(madeUsers(rig)).toHaveLength(2)
  expect(rig.failures).toEqual([])
})

test('without a keychain a password lasts until the program ends', async () => {
  const broken: Keychain = { ...sessionKeychain(), set: () => Promise.reject(new Error('no keychain')) }
  const { rig, leaks } = await watchedRig({ keychain: broken })
  await make(rig)
  expect(leaks()).toEqual([])
  await rig.sendAll()
  expect(sentPasswords(rig)).toEqual([password])
})

test('of many passwords, those that nothing waits for are forgotten some seconds later', async () => {
  const { rig, kept } = await watchedRig()
  await rig.call('connection.workOffline', { on: true })
  const rows = Array.from({ length: 120 }, (_, n) => ({ ...texts, login: `many${n}@example.com` }))
  await rig.call('sheet.make', { sheet: 'users', rows })
  await rig.clock.advance(20_000)
  expect(kept()).toHaveLength(120)
  const drafts = await rig.operations(['draft'])
  await rig.call('outbox.discard', { operations: drafts.slice(1).map(({ id }) => id) })
  await rig.clock.advance(10_000)
  expect(kept()).toHaveLength(1)
  await rig.call('outbox.discard', { operations: [drafts[0]!.id] })
  await rig.clock.advance(1)
  expect(kept()).toEqual([])
  expect(rig.journal(`SELECT value FROM setting WHERE name = 'passwords'`)).toEqual([{ value: '[]' }])
})

test('a password that will not do is kept nowhere, and said; nor is one that names nothing', async () => {
  const { rig, kept } = await watchedRig()
  for (const weak of ['', 'kurz-Pw7', 'nocapitals-12345', '•••••••• made-up', 'Ümlaut-12345678']) {
    const { ids, broken } = await make(rig, { password: weak })
    expect(broken, weak).toBe(1)
    const code = weak === '' || weak.startsWith('•') ? 'password-missing' : 'password-weak'
    expect(await rig.operations(['draft']), weak).toMatchObject([{ problem: { code } }])
    expect(filesWith(rig.folder, weak || password), weak).toEqual([])
    await rig.call('sheet.revert', { sheet: 'users', cells: [{ id: ids[0]!, field: null }] })
  }
  expect(kept()).toEqual([])
})

test('the dealer’s own policy is the rule, offline too, and after a restart', async () => {
  const { rig } = await watchedRig()
  expect((await rig.status()).passwordPolicy).toMatchObject({ least: 12, most: 20, specials: 1 })
  rig.panel.habits = { passwordPolicy: { min_length: 6, min_special_chars_count: 0 } }
  await rig.restart()
  await rig.online()
  await make(rig, { password: 'Short7' })
  await rig.call('connection.workOffline', { on: true })
  await rig.restart()
  expect((await rig.status()).passwordPolicy).toMatchObject({ least: 6, most: 20, specials: 0 })
  await make(rig, { login: 'other@example.com', password: 'Kurz1' })
  expect((await rig.operations(['draft'])).map(({ problem }) => problem?.code)).toEqual([undefined, 'password-weak'])
  await rig.call('connection.workOffline', { on: false })
  await rig.sendAll()
  expect(sentPasswords(rig)).toEqual(['Short7'])
})

test('what the panel calls wrong is seen at the cell that it names, of a new user and of one that there is', async () => {
  const { rig } = await watchedRig()
  const named = (parameter: string) => ({ errors: [{ parameter, error: 'will not do' }] })
  const marksOf = async (search: string) => (await users(rig, { search }))[0]!.marks
  rig.panel.faults.add({ path: 'user/create', strike: { do: 'refuse', code: 7, extra: named('user.phone') } })
  const { ids } = await make(rig)
  await rig.sendAll()
  const refused = { code: 'user-field-refused', at: 'phone', panelCode: 7 }
  expect(await marksOf('nora')).toMatchObject({
    '': { problem: refused },
    phone: { sign: 'refused', problem: refused },
  })
  await rig.call('sheet.revert', { sheet: 'users', cells: [{ id: ids[0]!, field: null }] })

  const [user] = await users(rig)
  rig.panel.faults.add({ path: 'user/update', strike: { do: 'refuse', code: 7, extra: named('user.post_city') } })
  await edit(rig, user!.id, 'phone', '442079460018')
  await edit(rig, user!.id, 'city', 'Graz')
  await rig.sendAll()
  const { marks } = (await users(rig))[0]!
  expect(marks['city']).toMatchObject({ sign: 'refused', problem: { at: 'city' } })
  expect(marks['phone']).toMatchObject({ sign: 'refused' })
  expect(marks['phone']!.problem).toBeUndefined()
})

test('a legal entity has its name, numbers and both addresses; what it cannot be without is said beforehand', async () => {
  const { rig } = await watchedRig()
  const { ids } = await make(rig, { ...company, street: '' })
  expect(await rig.operations(['draft'])).toMatchObject([{ problem: { code: 'user-needs-address' } }])
  await edit(rig, ids[0]!, 'street', 'Ring 1')
  await rig.sendAll()
  expect(madeUsers(rig)).toMatchObject([
    {
      fields: {
        ...{ legal_type: 'legal_entity', legal_name: 'Firm Ltd', tin: '12', iec: '34' },
        ...{ post_street_address: 'Ring 1', registered_street_address: 'Ring 1', registered_city: 'Graz' },
      },
    },
  ])
  await make(rig, { legalName: 'Firm of a person' })
  expect(await rig.operations(['draft'])).toMatchObject([{ problem: { code: 'not-of-legal-type' } }])
})

test('a registered address of its own is kept whole, or said to be a part; an individual has none', async () => {
  const { rig } = await watchedRig()
  const registered = { registeredCountry: 'Austria', registeredRegion: 'Tyrol', registeredCity: 'Innsbruck' }
  await make(rig, { ...company, ...registered })
  expect(await rig.operations(['draft'])).toMatchObject([{ problem: { code: 'registered-part' } }])
  await rig.call('sheet.undo', { redo: false })
  await make(rig, { ...company, ...registered, registeredStreet: 'Inn 2', registeredIndex: '6020' })
  await rig.sendAll()
  expect(madeUsers(rig)).toMatchObject([
    {
      fields: {
        ...{ post_city: 'Graz', registered_city: 'Innsbruck', registered_region: 'Tyrol' },
        ...{ registered_street_address: 'Inn 2', registered_index: '6020' },
      },
    },
  ])
  await make(rig, registered)
  expect(await rig.operations(['draft'])).toMatchObject([{ problem: { code: 'not-of-legal-type' } }])
})

test('a plan by its name, a language and a time zone are those of the new user; what names none breaks a rule', async () => {
  const { rig } = await watchedRig()
  const plan = (await rig.call('lookup.tariffs', {})).tariffs.at(-1)!
  await make(rig, { defaultPlan: plan.name, locale: 'de', timeZone: 'europe/vienna' })
  expect(await rig.operations(['draft'])).toMatchObject([
    {
      changes: expect.arrayContaining([
        expect.objectContaining({ field: 'plan', to: plan.name }),
        expect.objectContaining({ field: 'locale', to: 'de_DE' }),
        expect.objectContaining({ field: 'timeZone', to: 'Europe/Vienna' }),
      ]) as unknown,
    },
  ])
  await rig.sendAll()
  expect(madeUsers(rig)).toMatchObject([
    { fields: { defaultPlan: plan.id }, locale: 'de_DE', timeZone: 'Europe/Vienna' },
  ])
  for (const [said, code] of [
    [{ defaultPlan: 'No such plan' }, 'plan-unknown'],
    [{ locale: 'Klingon' }, 'locale-unknown'],
    [{ timeZone: 'Mars/Olympus' }, 'time-zone-unknown'],
  ] as const) {
    await make(rig, { login: 'other@example.com', ...said })
    expect(await rig.operations(['draft']), code).toMatchObject([{ problem: { code } }])
    await rig.call('sheet.undo', { redo: false })
  }
})

test('a login that a user has, or that is staged, is said beforehand; one that is taken meanwhile is refused', async () => {
  const { rig } = await watchedRig()
  const [there] = await users(rig)
  const { ids } = await make(rig, { login: String(there!.values['login']) })
  expect(await rig.operations(['draft'])).toMatchObject([{ problem: { code: 'login-taken' } }])
  await rig.call('sheet.revert', { sheet: 'users', cells: [{ id: ids[0]!, field: null }] })
  await make(rig)
  expect(await make(rig)).toMatchObject({ skipped: [{ problem: { code: 'row-staged' } }] })
  rig.panel.edit({ said_of_user: there!.id, login: 'Nora@example.com' })
  await rig.sendAll()
  expect(await rig.operations(['rejected'])).toMatchObject([{ problem: { code: 'login-taken', panelCode: 206 } }])
})

test('the password of a user is changed in its cell; where the answer is lost, a person has to tell', async () => {
  const { rig, kept, leaks } = await watchedRig()
  const [user] = await users(rig)
  await edit(rig, user!.id, 'password', password)
  expect(await rig.operations(['draft'])).toMatchObject([{ kind: 'user.password', problem: null }])
  await rig.sendAll()
  expect(sentPasswords(rig)).toEqual([password])
  expect(kept()).toEqual([])
  rig.panel.faults.add({ path: 'user/change_password', strike: { do: 'refuse', code: 245 } })
  await edit(rig, user!.id, 'password', password)
  await rig.sendAll()
  expect(await rig.operations(['rejected'])).toMatchObject([{ problem: { code: 'password-used' } }])
  await edit(rig, user!.id, 'password', 'Another-1-password')
  rig.panel.faults.add({ path: 'user/change_password', strike: { do: 'drop', when: 'after' } })
  await rig.send()
  await rig.until(async () => (await rig.operations(['unknown'])).length > 0)
  expect(leaks()).toEqual([])
})

test('what was typed for a profile is forgotten with it', async () => {
  const { rig, entries } = await watchedRig()
  await make(rig)
  expect([...entries.keys()].some((account) => account.includes(' password '))).toBe(true)
  await rig.call('profiles.remove', { id: rig.profile, discardStaged: true })
  expect([...entries.keys()]).toEqual([])
})
