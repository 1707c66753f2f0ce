import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  checkPassword,
  makePassword,
  nameInToken,
  passwordEdit,
  passwordToken,
} from '../../../shared/rules/password.ts'

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
