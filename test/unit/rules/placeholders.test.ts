import { expect, test } from 'vitest'
import { checkPlaceholders, filledIn } from '../../../shared/rules/placeholders.ts'

const tracker = { deviceId: '356938035643809', label: 'Truck 014', phone: '79995693344', panelId: 2883610 }

test.for([
  ['setparam 101:4', 'setparam 101:4'],
  ['report {imei}', 'report 356938035643809'],
  ['{ID} {Label} {phone}', '2883610 Truck 014 79995693344'],
  ['{"a":{"b":1}}', '{"a":{"b":1}}'],
  ['{{imei}} {imei}', '{imei} 356938035643809'],
] as const)('%s is filled in', ([command, filled]) => {
  expect(checkPlaceholders(command)).toBeNull()
  expect(filledIn(command, tracker)).toBe(filled)
})

test('a label that looks like a placeholder is none', () => {
  expect(filledIn('{label}', { ...tracker, label: '{phone}' })).toBe('{phone}')
})

test('a tracker that lacks what is named gets nothing', () => {
  expect(filledIn('call {phone}', { ...tracker, phone: '' })).toBeNull()
  expect(filledIn('call {imei}', { ...tracker, phone: '' })).not.toBeNull()
})

test('a placeholder that there is none of is named, with those that there are', () => {
  expect(checkPlaceholders('report {imei} to {server}')).toEqual({
    code: 'placeholder-unknown',
    values: { value: '{server}', known: '{imei}, {label}, {phone}, {id}' },
  })
})
