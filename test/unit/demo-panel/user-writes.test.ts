import { expect, test } from 'vitest'
import { OpenPanel } from './open-panel.ts'

const password = 'Fine-password-1'
const person = {
  ...{ legal_type: 'individual', login: 'new@example.com', first_name: 'Nora', middle_name: '', last_name: 'New' },
  ...{ phone: '', post_country: '', post_region: '', post_city: '', post_street_address: '', post_index: '' },
}
const making = { user: person, password, locale: 'en_US', time_zone: 'Europe/London' }

/** A panel, its first user as it is written, and what the ledger says. */
function opened() {
  const open = new OpenPanel()
  const { id } = open.users({ limit: 1 })[0]!
  const { value, discount } = open.ask('user/read', { user_id: id }).body
  return { open, id, whole: { user: value as Record<string, unknown>, discount, comment: 'As before' } }
}

test('a user is made with an id, and a second one of the login is refused, as a repeat where a client made the first', () => {
  const { open } = opened()
  const made = open.ask('user/create', making)
  expect(made).toMatchObject({ code: 0, body: { id: expect.any(Number) as number } })
  const { body } = open.ask('user/read', { user_id: made.body['id'] })
  expect(body).toMatchObject({ value: { ...person, activated: true, balance: 0 } })
  expect(open.ask('user/create', { ...making, user: { ...person, login: 'NEW@example.com' } }).code).toBe(206)
  expect(open.panel.stats().repeats).toEqual({ refused: 1, sameAgain: 0 })
  expect(JSON.stringify(open.panel.ledger.entries())).not.toContain(password)
})

test('what a form lacks, or has otherwise than documented, is refused with 7 and named', () => {
  const { open } = opened()
  const named = (body: Record<string, unknown>) => {
    const { code, body: answer } = open.ask('user/create', body)
    expect(code).toBe(7)
    return (answer['errors'] as { parameter: string }[]).map(({ parameter }) => parameter)
  }
  const { phone: _phone, ...without } = person
  expect(named({ ...making, user: without })).toEqual(['user.phone'])
  expect(named({ ...making, user: { ...person, legal_type: 'sole_trader' } })).toContain('user.post_city')
  expect(named({ ...making, password: 'weak' })).toEqual(['password'])
  expect(named({ ...making, time_zone: 'Nowhere' })).toEqual(['time_zone'])
  expect(named({ ...making, comment: 'a'.repeat(256) })).toEqual(['comment'])
  expect(named({ ...making, default_tariff_id: 1 })).toEqual(['default_tariff_id'])
})

test('an update sets the whole user: what is left out is lost, and what nobody knows is kept', () => {
  const { open, id, whole } = opened()
  const ask = (body: Record<string, unknown>) => open.ask('user/update', body).code
  expect(ask({ ...whole, user: { ...whole.user, birth_date: '1990-01-31' } })).toBe(0)
  expect(open.ask('user/read', { user_id: id }).body).toMatchObject({
    value: { birth_date: '1990-01-31', comment: 'As before' },
    discount: whole.discount,
  })
  expect(ask({ user: whole.user })).toBe(0)
  const { body } = open.ask('user/read', { user_id: id })
  expect(body).not.toHaveProperty('discount')
  expect(body['value']).not.toHaveProperty('birth_date')
  expect(body['value']).not.toHaveProperty('comment')
})

test('an update is refused without id or activated, of a login in use, of another legal type, and of nobody', () => {
  const { open, whole } = opened()
  const ask = (user: object) => open.ask('user/update', { ...whole, user: { ...whole.user, ...user } })
  for (const field of ['id', 'activated']) {
    const { code, body } = ask({ [field]: null })
    expect([code, body['errors']]).toMatchObject([7, [{ parameter: `user.${field}` }]])
  }
  expect(ask({ login: open.users()[1]!.login }).code).toBe(206)
  expect(ask({ legal_type: 'sole_trader' }).code).toBe(7)
  expect(ask({ id: 1 }).code).toBe(201)
})

test('a password is changed for a user that there is, by the policy', () => {
  const { open, id } = opened()
  expect(open.ask('user/change_password', { user_id: id, password }).code).toBe(0)
  expect(open.ask('user/change_password', { user_id: 1, password }).code).toBe(201)
  expect(open.ask('user/change_password', { user_id: id, password: 'weak' }).code).toBe(7)
})

const heading = 'Email address*;Password*;Status*;Legal status*;Surname*;Name*;City;Comment'
const line = (login: string, said = {}) => {
  const cells = { login, password, status: '1', legal: '1', surname: 'New', name: 'Nora', city: 'Graz', ...said }
  return [...Object.values(cells), ''].join(';')
}
const file = (...lines: string[]) => ({ file: { name: 'users.csv', text: lines.join('\n') } })

test('users of a file are made in the dealer’s language and time zone, and their ids are in the list alone', () => {
  const { open } = opened()
  const upload = file(heading, line('one@example.com'), line('two@example.com', { status: '0' }))
  expect(open.ask('user/upload', upload)).toMatchObject({ code: 0, body: { total: 2, errors: 0 } })
  expect(open.users({ filter: 'one@example.com' })).toMatchObject([{ activated: true, post_city: 'Graz' }])
  expect(open.users({ filter: 'two@example.com' })).toMatchObject([{ activated: false }])
  expect(JSON.stringify(open.panel.ledger.entries())).not.toContain(password)
  expect(open.ask('user/upload', upload)).toMatchObject({ code: 206, body: { row_number: 2 } })
  expect(open.panel.stats().repeats).toEqual({ refused: 1, sameAgain: 0 })
})

test('a file is refused at its first bad line, by the number of that; those before it are made where that is the habit', () => {
  const { open } = opened()
  const bad = [line('fine@example.com'), line('no address'), line('late@example.com')]
  const refused = { code: 7, body: { row_number: 3, errors: [{ parameter: 'user.login' }] } }
  expect(open.ask('user/upload', file(heading, ...bad))).toMatchObject(refused)
  expect(open.users({ filter: 'fine@example.com' })).toEqual([])
  open.panel.habits = { keepsLinesBefore: true }
  expect(open.ask('user/upload', file(heading, ...bad))).toMatchObject(refused)
  expect(open.users({ filter: 'fine@example.com' })).toHaveLength(1)
  expect(open.users({ filter: 'late@example.com' })).toEqual([])
  const lacking = { code: 7, body: { row_number: 1, errors: [{ parameter: 'users_import.password' }] } }
  expect(open.ask('user/upload', file(heading.replace('Password*;', '')))).toMatchObject(lacking)
})
