import { expect, test } from 'vitest'
import { zonedTime, zoneWords } from '../../../renderer/sheet/model/zone.ts'
import { time } from '../../../renderer/wording.ts'
import { i18n } from '../../../renderer/i18n.ts'

const { t } = i18n.global
const utc = { type: 'date', utc: true } as const

test('a column says in which zone its dates are, as far as the panel does', () => {
  expect(zoneWords(utc, t)).toContain('UTC')
  expect(zoneWords({ type: 'date' }, t)).toContain('no time zone')
  expect(zoneWords({ type: 'text' }, t)).toBeNull()
})

test('a time whose zone is known is told with it, and in the zone of the person', () => {
  const at = Date.UTC(2026, 10, 20, 9, 12, 5)
  const own = new Date(at).getTimezoneOffset() === 0 ? null : time(at)
  expect(zonedTime(utc, '2026-11-20 09:12:05', t)).toEqual({ given: '2026-11-20 09:12:05 UTC', own })
  expect(zonedTime(utc, '2026-11-20 09:12', t)).toMatchObject({ own })
  expect(zonedTime(utc, null, t)).toBeNull()
  expect(zonedTime(utc, 'never', t)).toBeNull()
  expect(zonedTime({ type: 'date' }, '2026-11-20 09:12:05', t)).toBeNull()
})
