import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  checkPassword,
  makePassword,
  nameInToken,
  passwordEdit,
  passwordToken,
  type PasswordPolicy,
} from '../../../shared/rules/password.ts'

const lax: PasswordPolicy = { least: 6, most: 10, special: '_', specials: 0, digits: 2, capitals: 0, smalls: 3 }

test('a policy of its own counts: its length, its special signs, and how many of each sort', () => {
  for (const fine of ['abc_12', 'abcdef1234']) expect(checkPassword(fine, lax), fine).toBeNull()
  for (const weak of ['abc12', 'abcdefghi12', 'abcd1_', 'ab12_AB', 'abc-12'])
    expect(checkPassword(weak, lax), weak).toMatchObject({ code: 'password-weak', values: { least: 6, digits: 2 } })
})

test('a password that is made keeps whatever policy', () => {
  const random = fc.array(fc.nat(), { minLength: 200, maxLength: 200 })
  const count = fc.integer({ min: 0, max: 3 })
  const policies = fc.record({
    ...{ least: fc.integer({ min: 0, max: 12 }), most: fc.integer({ min: 12, max: 40 }) },
    ...{ special: fc.constantFrom('_', '!@#', '-=()'), specials: count, digits: count, capitals: count, smalls: count },
  })
  fc.assert(
    fc.property(policies, random, (policy, draws) => {
      let at = 0
      const made = makePassword((limit) => draws[at++ % draws.length]! % limit, policy)
      expect(checkPassword(made, policy)).toBeNull()
    }),
  )
})

test('a password has 12 to 20 characters of four sorts', () => {
  for (const fine of ['Abcdefgh-123', 'Abcdefghijklmnop-123']) expect(checkPassword(fine), fine).toBeNull()
  for (const weak of [
    'Abcdefg-123',
    'Abcdefghijklmnopq-123',
    'abcdefgh-123',
    'ABCDEFGH-123',
    'Abcdefgh-xyz',
    'Abcdefgh1234',
  ])
    expect(checkPassword(weak), weak).toMatchObject({ code: 'password-weak' })
  expect(checkPassword('')).toEqual({ code: 'password-missing' })
})

test('whatever is drawn, a password that is made keeps the rule', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), (draws) => {
      let at = 0
      expect(checkPassword(makePassword((limit) => draws[at++ % draws.length]! % limit))).toBeNull()
    }),
  )
})

test('a token breaks no rule, and says nothing but its name', () => {
  const token = passwordToken('a-1')
  expect(nameInToken(token)).toBe('a-1')
  expect(nameInToken('Abcdefgh-123')).toBeNull()
  expect(passwordEdit.check(token)).toBeNull()
})
