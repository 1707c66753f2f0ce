import { expect, test } from 'vitest'
import { fieldOf, hostOf, placeOf } from '../../../renderer/pages/connection/account.ts'
import { panelPlace, regions } from '../../../shared/contract/profiles.ts'

test.each(Object.entries(regions))('the region %s stands for the address of the vendor', (region, baseUrl) => {
  const place = placeOf(region as keyof typeof regions, 'whatever was typed before', false)
  expect(place).toEqual({ kind: 'address', baseUrl, plainHttpConfirmed: false })
  expect(panelPlace.parse(place)).toEqual(place)
})

test('an own address goes as it was typed, without the blanks around it', () => {
  expect(placeOf('own', ' https://panel.example/v2 ', true)).toEqual({
    kind: 'address',
    baseUrl: 'https://panel.example/v2',
    plainHttpConfirmed: true,
  })
})

test('a panel is known by its host, and one with no address by none', () => {
  expect(hostOf(placeOf('eu', '', false))).toBe('api.eu.navixy.com')
  expect(hostOf(placeOf('own', 'http://localhost:8080/v2', false))).toBe('localhost:8080')
  expect(hostOf(placeOf('own', 'no address', false))).toBe('no address')
  expect(hostOf({ kind: 'demo' })).toBeNull()
})

test('a problem is shown where it arose', () => {
  expect(fieldOf('certificate')).toBe('address')
  expect(fieldOf('not-a-panel')).toBe('address')
  expect(fieldOf('wrong-password')).toBe('password')
  expect(fieldOf('dealer-blocked')).toBe('login')
  expect(fieldOf('disk-full')).toBe('form')
})
