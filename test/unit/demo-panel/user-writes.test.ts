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
