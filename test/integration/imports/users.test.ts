import { expect, test } from 'vitest'
import type { ImportMapping } from '../../../shared/contract/imports.ts'
import type { SimRig } from '../../support/core-rig.ts'
import { importFile } from '../../support/import-file.ts'
import { madeUsers, sentPasswords, watchedRig as watched } from '../../support/watched-rig.ts'

// A file of users becomes new users, and its passwords go to the keychain and nowhere else.

const secret = (n: number) => `Kept-apart-${String(100 + n)}!`
const heading =
  'Email address*;Password*;Status*;Legal status*;Surname*;Name*;Middle name;Phone number;Comment;Country;Region;City;Street, address;Zip code;Legal name;Tax number;IEC;Registration country;Registration region;Registration city;Registration address;Registration zip code;Discount;End date of discount;Device limit'
const person = (n: number) =>
  `user${n}@file.example;${secret(n)};1;1;Last ${n};First ${n};;+44 20 7946 00${10 + n};From a file`
const firm = `firm@file.example;${secret(50)};0;2;Last;First;;;;Austria;Styria;Graz;Ring 1;8010;Firm Ltd;12;34;Austria;Tyrol;Innsbruck;Inn 2;6020`

/** A row as wide as the panel's own file is. */
const wide = (row: string) => row + ';'.repeat(heading.split(';').length - row.split(';').length)

/** A rig whose keychain, log and answers to the window can be looked into. */
async function watchedRig() {
  const { rig, kept, leaks } = await watched(['Kept-apart-'])
  return { rig, leaks, kept: () => kept().map(([, password]) => password) }
}

async function open(rig: SimRig, text: string) {
  const bytes = Buffer.from(text)
  const { file } = await rig.call('imports.begin', { name: 'users.csv', size: bytes.length })
  await rig.call('imports.chunk', { file, data: bytes.toString('base64') })
  return { file, read: await rig.call('imports.read', { file, reading: {} }) }
}
async function look(rig: SimRig, text: string, mapping?: ImportMapping) {
  const { file, read } = await open(rig, text)
  const check = await rig.call('imports.check', { file, mapping: mapping ?? read.suggested! })
  const { rows } = await rig.call('imports.rows', { file, only: 'all', from: 0, count: 100 })
  return { file, read, check, rows }
}
test('the panel’s own file is known by its headings, and its users are made as they stand there, offline before', async () => {
  const { rig, kept, leaks } = await watchedRig()
  await rig.call('connection.workOffline', { on: true })
  const { check, staged } = await importFile(
    rig,
    'users.csv',
    [heading, ...[person(1), person(2), firm].map(wide), ''].join('\r\n'),
  )
  expect(check).toMatchObject({ ready: 3, refused: 0, missing: [] })
  expect(staged).toMatchObject({ staged: 3, left: 0 })
  expect(kept()).toEqual([secret(1), secret(2), secret(50)])
  expect(leaks()).toEqual([])
  await rig.crash()
  expect(leaks()).toEqual([])
  await rig.call('connection.workOffline', { on: false })
  await rig.online()
  await rig.sendAll()
  expect(await rig.operations(['done'])).toHaveLength(3)
  expect(sentPasswords(rig).sort()).toEqual([secret(1), secret(2), secret(50)].sort())
  expect(madeUsers(rig).map(({ fields }) => fields)).toMatchObject([
    {
      login: 'user1@file.example',
      legal_type: 'individual',
      phone: '442079460011',
      comment: 'From a file',
      activated: true,
    },
    { login: 'user2@file.example', first_name: 'First 2', last_name: 'Last 2' },
    {
      ...{ login: 'firm@file.example', legal_type: 'legal_entity', legal_name: 'Firm Ltd', activated: false },
      ...{ post_city: 'Graz', registered_city: 'Innsbruck', registered_street_address: 'Inn 2' },
    },
  ])
  expect(kept()).toEqual([])
  expect(leaks()).toEqual([])
})

test('a Russian file of the panel’s, and one with ordinary headings, are known as well', async () => {
  const { rig } = await watchedRig()
  const russian =
    'Адрес электронной почты*;Пароль*;Статус*;Юридический статус*;Фамилия*;Имя*;Отчество;Номер телефона;Комментарий;Страна;Регион;Город;Улица, дом, квартира;Почтовый индекс'
  const one = await look(rig, `${russian}\n${person(1)};Россия;Москва;Москва;Тверская 1;101000\n`)
  expect(one.read.suggested).toMatchObject({ kind: 'users' })
  expect(one.check).toMatchObject({ ready: 1, missing: [] })
  expect(one.rows[0]!.values).toMatchObject({ city: 'Москва', street: 'Тверская 1', phone: '+44 20 7946 0011' })
  const other = await look(
    rig,
    `First name,Last name,E-mail,Password,Legal type\nAnna,Smith,anna@x.example,${secret(1)},\n`,
  )
  expect(other.read.suggested).toMatchObject({ kind: 'users' })
  expect(other.check).toMatchObject({ ready: 1, missing: [] })
})

test('what would be refused is said at its cell, and holds no other row back', async () => {
  const { rig } = await watchedRig()
  const [there] = (await rig.call('lookup.users', { search: '' })).users
  const lines = [
    'login;password;surname;name;legal status;tin;city;registration city',
    `${there!.login};${secret(1)};A;B;;;;`,
    `no-address;${secret(1)};A;B;;;;`,
    `weak@x.example;short;A;B;;;;`,
    `none@x.example;;A;B;;;;`,
    `same@x.example;${secret(1)};A;B;;;;`,
    `SAME@x.example;${secret(1)};A;B;;;;`,
    `type@x.example;${secret(1)};A;B;4;;;`,
    `tin@x.example;${secret(1)};A;B;1;12;;`,
    `trader@x.example;${secret(1)};A;B;sole trader;12;Graz;`,
    `nameless@x.example;${secret(1)};A;;;;;`,
  ]
  const { rows, check } = await look(rig, lines.join('\n'))
  expect(rows.map(({ problems }) => Object.entries(problems).map(([field, { code }]) => `${field}: ${code}`))).toEqual([
    ['login: login-taken'],
    ['login: login-format'],
    ['password: password-weak'],
    ['password: value-missing'],
    [],
    ['login: duplicate-in-file'],
    ['legalType: legal-type-unknown'],
    ['tin: not-of-legal-type'],
    ['country: user-needs-address'],
    ['firstName: value-missing'],
  ])
  expect(check).toMatchObject({ ready: 1, refused: 9 })
})

test('a login that is staged already is said, and a file without passwords says that it needs them', async () => {
  const { rig } = await watchedRig()
  await importFile(rig, 'users.csv', [heading, wide(person(1))].join('\n'))
  const { rows } = await look(rig, [heading, wide(person(1))].join('\n'))
  expect(rows[0]!.problems).toMatchObject({ login: { code: 'login-staged' } })
  const { check } = await look(rig, 'Email address;Surname;Name\na@x.example;A;B\n')
  expect(check.missing).toEqual(['password'])
})

test('a password is shown nowhere: in no preview, sample, row, or file of refused rows, before and after sending', async () => {
  const { rig, leaks } = await watchedRig()
  const shown: unknown[] = []
  const text = [heading, wide(person(1)), wide(person(2)).replace(secret(2), 'Kept-apart-weak'), ''].join('\n')
  const first = await look(rig, text)
  shown.push(first.read, first.check, first.rows)
  expect(first.rows.map(({ values, cells }) => [values['password'], cells[1]])).toEqual([
    ['••••••••', '••••••••'],
    ['••••••••', '••••••••'],
  ])
  const left = await rig.call('imports.exportRefused', { file: first.file })
  expect(left.text).toContain('user2@file.example')
  shown.push(left)
  const { changeSet } = await rig.call('imports.stage', { file: first.file, includeDoubtful: false })
  rig.panel.faults.add({ path: 'user/create', times: 10, strike: { do: 'refuse', code: 7 } })
  await rig.sendAll()
  expect(await rig.operations(['rejected'])).toHaveLength(1)
  const refused = await rig.call('outbox.exportRefused', { changeSet })
  expect(refused.text).toContain('user1@file.example')
  shown.push(refused, await rig.operations())
  // A column that a person says is the password's, whatever it is called, and that is remembered.
  const code = `Code;Email;Surname;Name\n${secret(7)};x@x.example;A;B\n`
  const { file, read } = await open(rig, code)
  const users = read.mappings.users
  const mapping = { ...users, fields: { ...users.fields, password: { from: 'column' as const, column: 0 } } }
  await rig.call('imports.check', { file, mapping })
  shown.push(await rig.call('imports.rows', { file, only: 'all', from: 0, count: 10 }))
  await rig.call('imports.stage', { file, includeDoubtful: false })
  shown.push((await open(rig, code)).read)
  expect(JSON.stringify(shown)).not.toContain('Kept-apart-')
  expect(leaks()).toEqual([])
})

test('users of a file that are taken back are forgotten with their passwords', async () => {
  const { rig, kept, leaks } = await watchedRig()
  const { staged } = await importFile(rig, 'users.csv', [heading, ...[person(1), person(2)].map(wide)].join('\n'))
  expect(kept()).toHaveLength(2)
  await rig.call('outbox.discard', { operations: (await rig.operations(['draft'])).map(({ id }) => id) })
  expect(staged).toMatchObject({ staged: 2 })
  await rig.settled()
  expect(kept()).toEqual([])
  expect(leaks()).toEqual([])
})

test('a password that looks like a guarded formula is the user’s to the letter', async () => {
  const { rig } = await watchedRig()
  const odd = "'-Kept-apart-99!,'=x"
  const { file } = await look(rig, `${heading}\n${wide(person(1)).replace(secret(1), odd)}\n`)
  expect(await rig.call('imports.stage', { file, includeDoubtful: false })).toMatchObject({ staged: 1 })
  await rig.sendAll()
  expect(sentPasswords(rig)).toEqual([odd])
})

test.for([
  [19, 19],
  [20, 1],
  [1019, 20],
  [1020, 2],
] as const)('%i new users are counted as %i requests: few go one by one, many as a file', async ([users, requests]) => {
  const { rig } = await watchedRig()
  const rows = Array.from({ length: users }, (_, n) => wide(person(n)))
  const { check } = await look(rig, `${[heading, ...rows].join('\n')}\n`)
  expect(check).toMatchObject({ ready: users, requests })
})
