import { expect, test } from 'vitest'
import { locales, readLocale, readTimeZone, timeZones } from '../../../shared/rules/locale.ts'

test('a language is known as it is usually written, and any other text stays', () => {
  for (const text of ['en_US', 'en-us', 'EN', 'en']) expect(readLocale(text)).toBe('en_US')
  expect(readLocale('Klingon')).toBe('Klingon')
  for (const one of locales) expect(readLocale(one)).toBe(one)
})

test('a time zone is known in small letters and with blanks, and those that the panel does not list are none', () => {
  expect(readTimeZone('europe/berlin')).toBe('Europe/Berlin')
  expect(readTimeZone('America/New York')).toBe('America/New_York')
  expect(readTimeZone('Mars/Olympus')).toBe('Mars/Olympus')
  expect(timeZones()).not.toContain('UTC')
  expect(timeZones().length).toBeGreaterThan(300)
})
