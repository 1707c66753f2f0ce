import { expect, test } from 'vitest'
import { uploadLeast } from '../../../shared/operations/user-create.ts'
import type { SimRig } from '../../support/core-rig.ts'
import { madeUsers, watchedRig } from '../../support/watched-rig.ts'

// Many new users go as one file, in whatever way the panel takes it.

const password = (at: number) => `Aq7-nowhere-${100 + at}`
const login = (at: number) => `new.${100 + at}@example.com`
const secrets = Array.from({ length: 30 }, (_, at) => password(at))
const empty = { middleName: '', phone: '', legalName: '', tin: '', iec: '', comment: '' }
const address = { country: '', region: '', city: 'Graz', street: '', postIndex: '' }

type Said = Readonly<Record<string, string>>

const make = (rig: SimRig, count: number, said: (at: number) => Said = () => ({})) =>
  rig.call('sheet.make', {
    sheet: 'users',
    rows: Array.from({ length: count }, (_, at) => ({
      ...{ ...empty, ...address, legalType: 'individual', firstName: 'Nora', lastName: `New ${at}` },
      ...{ login: login(at), password: password(at), ...said(at) },
    })),
  })

const madeLogins = (rig: SimRig) => madeUsers(rig).map(({ fields }) => fields.login)
const asked = ({ panel }: SimRig, path: string) => panel.stats().requests[path] ?? 0

async function newRows(rig: SimRig) {
  const looked = { search: 'new.1', sort: [], filter: [], only: 'all' as const }
  const { view, count } = await rig.call('sheet.open', { sheet: 'users', ...looked })
  return (await rig.call('sheet.rows', { view, from: 0, count })).rows
}

test('from twenty on, new users go as one file, and have the ids that the panel’s list tells', async () => {
  const { rig, kept, leaks } = await watchedRig(secrets)
  const company = {
    ...{ legalType: 'Legal entity', legalName: 'Firm, Ltd', tin: '12', iec: '34', comment: 'Mödling, 2nd' },
    ...{ country: 'Austria', region: 'Styria', street: 'Ring 1', postIndex: '8010', phone: '+43 1 2345' },
    ...{ registeredCountry: 'Austria', registeredRegion: 'Vienna', registeredCity: 'Wien' },
    ...{ registeredStreet: 'Ring 2', registeredIndex: '1010' },
  }
  await make(rig, uploadLeast, (at) => (at === 3 ? company : {}))
  expect(leaks()).toEqual([])
  await rig.sendAll()
  expect(asked(rig, 'user/upload')).toBe(1)
  expect(asked(rig, 'user/create')).toBe(0)
  expect(await rig.operations(['done'])).toHaveLength(uploadLeast)
  expect(madeLogins(rig)).toEqual(Array.from({ length: uploadLeast }, (_, at) => login(at)))
  expect(madeUsers(rig)[3]).toMatchObject({
    fields: {
      ...{ legal_type: 'legal_entity', legal_name: 'Firm, Ltd', tin: '12', iec: '34', comment: 'Mödling, 2nd' },
      ...{ phone: '4312345', post_city: 'Graz', registered_city: 'Wien', registered_index: '1010', activated: true },
    },
    timeZone: 'Europe/London',
  })
  expect(new Set((await newRows(rig)).map(({ values }) => values['id']))).toEqual(
    new Set(madeUsers(rig).map(({ user }) => user)),
  )
  const [sent] = rig.wire.sent.filter(({ path }) => path === 'user/upload')
  for (let at = 0; at < uploadLeast; at++) expect(String(sent!.body['file'])).toContain(`;${password(at)};`)
  expect(kept()).toEqual([])
  expect(leaks()).toEqual([])
})

test('fewer go one by one, and so does whoever the file cannot say', async () => {
  const { rig } = await watchedRig(secrets)
  await make(rig, uploadLeast - 1)
  await rig.sendAll()
  expect(asked(rig, 'user/upload')).toBe(0)
  expect(asked(rig, 'user/create')).toBe(uploadLeast - 1)

  const odd: Readonly<Record<number, Said>> = {
    0: { comment: 'In two\nlines' },
    1: { lastName: 'Semi;colon' },
    2: { city: '"Graz"' },
    3: { timeZone: 'Europe/Vienna' },
    4: { password: 'Semi;colon-12345' },
  }
  await make(rig, uploadLeast + 5, (at) => ({ login: `odd.${at}@example.com`, ...odd[at] }))
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  const plan = await rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
  // That a password will not go into the file is seen once it is fetched.
  expect(plan).toMatchObject({ operations: uploadLeast + 5, requests: 5 })
  await rig.sendAll()
  expect(asked(rig, 'user/upload')).toBe(1)
  expect(asked(rig, 'user/create')).toBe(uploadLeast - 1 + 5)
  expect(new Set(madeLogins(rig).slice(-uploadLeast - 5)).size).toBe(uploadLeast + 5)
})

test.each(['before', 'after', 'during'] as const)(
  'a file whose answer is lost (%s) is looked up by the logins, and nobody is made twice',
  async (when) => {
    const { rig, leaks } = await watchedRig(secrets)
    rig.panel.faults.add({ path: 'user/upload', strike: { do: 'drop', when } })
    await make(rig, uploadLeast)
    await rig.sendAll()
    expect(await rig.operations(['done'])).toHaveLength(uploadLeast)
    expect(madeLogins(rig)).toHaveLength(uploadLeast)
    expect(rig.panel.stats().repeats.refused).toBe(0)
    expect(asked(rig, 'user/upload')).toBe(when === 'before' ? 2 : 1)
    expect(leaks()).toEqual([])
  },
)

test.each([false, true])(
  'a line that will not do is refused by itself, and all others are made once, whether those before it were kept (%s) or not',
  async (keepsLinesBefore) => {
    const { rig, leaks } = await watchedRig(secrets)
    rig.panel.habits = { keepsLinesBefore }
    await make(rig, 28)
    const [taken] = await rig.call('lookup.users', { search: '' }).then(({ users }) => users)
    rig.panel.edit({ said_of_user: taken!.id, login: login(5).toUpperCase() })
    await rig.sendAll()
    expect(await rig.operations(['rejected'])).toMatchObject([
      { subject: { name: login(5) }, problem: { code: 'login-taken', panelCode: 206 } },
    ])
    expect(await rig.operations(['done'])).toHaveLength(27)
    expect(new Set(madeLogins(rig)).size).toBe(27)
    expect(madeLogins(rig)).toHaveLength(27)
    expect(rig.panel.stats().repeats.refused).toBe(0)
    // The file, the one at fault, and what was not made by then: fewer than make a file where the first ones were kept.
    expect(asked(rig, 'user/upload')).toBe(2)
    expect(asked(rig, 'user/create')).toBe(1)
    expect(leaks()).toEqual([])
  },
)

test('after a crash before the list is read, a refused file is looked up', async () => {
  const { rig } = await watchedRig(secrets)
  rig.panel.habits = { keepsLinesBefore: true }
  await make(rig, 26)
  const [taken] = await rig.call('lookup.users', { search: '' }).then(({ users }) => users)
  rig.panel.edit({ said_of_user: taken!.id, login: login(5) })
  rig.panel.faults.add({ path: 'user/list', times: 3, strike: { do: 'refuse', code: 13 } })
  await rig.send()
  await rig.until(async () => (await rig.operations(['unknown'])).length > 0)
  await rig.crash()
  await rig.online()
  await rig.sendAll()
  expect(await rig.operations(['done'])).toHaveLength(25)
  expect(madeLogins(rig)).toHaveLength(25)
  expect(rig.panel.stats().repeats.refused).toBe(0)
})

test.each([111, 112, 233, 234, 268, 274])(
  'where the panel takes no such file (%i), each goes by itself',
  async (code) => {
    const { rig } = await watchedRig(secrets)
    rig.panel.faults.add({ path: 'user/upload', times: 9, strike: { do: 'refuse', code } })
    await make(rig, uploadLeast)
    await rig.sendAll()
    expect(asked(rig, 'user/upload')).toBe(1)
    expect(asked(rig, 'user/create')).toBe(uploadLeast)
    expect(await rig.operations(['done'])).toHaveLength(uploadLeast)
  },
)

test('a heading that the panel does not understand, or lines that it refuses one after the other, end with each by itself', async () => {
  const { rig } = await watchedRig(secrets)
  rig.panel.faults.add({ path: 'user/upload', strike: { do: 'refuse', code: 7, extra: { row_number: 1 } } })
  await make(rig, uploadLeast)
  await rig.sendAll()
  expect(asked(rig, 'user/upload')).toBe(1)
  expect(await rig.operations(['done'])).toHaveLength(uploadLeast)

  rig.panel.faults.add({ path: 'user/upload', times: 99, strike: { do: 'refuse', code: 7, extra: { row_number: 2 } } })
  await make(rig, 30, (at) => ({ login: `other.${at}@example.com` }))
  await rig.sendAll()
  expect(asked(rig, 'user/upload')).toBeLessThan(12)
  expect(madeLogins(rig)).toHaveLength(uploadLeast + 30)
  expect(await rig.operations(['rejected'])).toEqual([])
})

test('a file that the panel calls done, but for some lines of which it does not say which, is looked up line by line', async () => {
  const { rig } = await watchedRig(secrets)
  rig.panel.faults.add({ path: 'user/upload', strike: { do: 'answer', fields: { total: uploadLeast, errors: 3 } } })
  await make(rig, uploadLeast)
  await rig.sendAll()
  expect(asked(rig, 'user/upload')).toBe(1)
  expect(asked(rig, 'user/create')).toBe(uploadLeast)
  expect(madeLogins(rig)).toHaveLength(uploadLeast)
})

test('a file that is too large goes in halves', async () => {
  const { rig } = await watchedRig(secrets)
  rig.panel.faults.add({ path: 'user/upload', strike: { do: 'refuse', code: 9 } })
  await make(rig, 30, (at) => ({ login: `a${at}@example.com` }))
  await make(rig, 30, (at) => ({ login: `b${at}@example.com` }))
  await rig.sendAll()
  expect(asked(rig, 'user/upload')).toBe(3)
  expect(madeLogins(rig)).toHaveLength(60)
})
