import { expect, test } from 'vitest'
import { expectedSeparator } from '../../../renderer/stores/separator.ts'

test.each([
  ['en-US', 'comma'],
  ['en-GB', 'comma'],
  ['de-DE', 'semicolon'],
  ['ru-RU', 'semicolon'],
  ['fr-FR', 'semicolon'],
  ['es-MX', 'comma'],
  ['ja-JP', 'comma'],
])('spreadsheets of %s expect a %s', (locale, separator) => {
  expect(expectedSeparator(locale)).toBe(separator)
})
