import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isInvisible, tidyIdentifier, withoutGaps } from '../../../shared/rules/identifier.ts'
import { checkImei, luhn, tidyImei } from '../../../shared/rules/imei.ts'
import { tidyLogin } from '../../../shared/rules/login.ts'
import { checkLabel } from '../../../shared/rules/text.ts'

/** Numbers as they may be printed on a device: an IMEI, an ICCID, a phone. */
const number = fc.stringMatching(/^[1-9]\d{9,18}$/)
const around = fc.string({
  unit: fc.constantFrom(
    ...' \t\u00a0\u2007\u202f\u3000\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\u2066\u2069\u00ad',
  ),
  maxLength: 5,
})
const gap = fc.constantFrom('-', ' ', '\u2010', '\u2011', '\u2013', '\u2212', '\u00a0', ' - ')

describe('an identifier', () => {
  test('is read through whatever stands around it that nobody sees, and within it', () => {
    fc.assert(
      fc.property(
        number,
        around,
        around,
        fc.nat(),
        fc.constantFrom('\u200e', '\u2060', '\u00ad'),
        (digits, before, after, place, mark) => {
          const at = place % digits.length
          const text = before + digits.slice(0, at) + mark + digits.slice(at) + after
          expect(tidyIdentifier(text)).toBe(digits)
          expect(tidyIdentifier(`="${text}"`)).toBe(digits)
          expect(tidyIdentifier(`'${text}`)).toBe(digits)
        },
      ),
    )
  })

  test('that is a number is read through blanks and hyphens between its digits', () => {
    fc.assert(
      fc.property(number, gap, fc.integer({ min: 1, max: 5 }), (digits, between, every) => {
        const printed = digits.replace(new RegExp(`(\\d{${every}})(?=\\d)`, 'g'), `$1${between}`)
        expect(withoutGaps(printed)).toBe(digits)
        expect(withoutGaps(`+${printed}`)).toBe(`+${digits}`)
      }),
    )
  })

  test.each(['Truck 1-2', '1.5', '8.65E+14', '-5', '1 234 x', '', '12-'])(
    'that is no such number is left as it is: %j',
    (text) => {
      expect(withoutGaps(text)).toBe(text)
    },
  )
})

describe('an IMEI', () => {
  test('with .0 behind it is taken where its check digit proves it, and never becomes another', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{15}$/), fc.constantFrom('.0', ',0', '.00'), (digits, fraction) => {
        expect(tidyImei(digits + fraction)).toBe(luhn(digits) ? digits : digits + fraction)
        if (!luhn(digits)) expect(checkImei(tidyImei(digits + fraction))).not.toBeNull()
      }),
    )
  })

  test.each([
    ['356938035643809', null],
    ['12345678901237', 'imei-zero-lost'],
    ['35630704244102', 'imei-format'],
    ['３５６９３８０３５６４３８０９', 'digits-other'],
    ['٣٥٦٩٣٨٠٣٥٦٤٣٨٠٩', 'digits-other'],
    ['35693803564380٩', 'digits-other'],
    ['356938035643809.5', 'imei-format'],
    ['356938035643800.0', 'imei-format'],
  ])('%s is %s', (text, code) => {
    expect(checkImei(tidyImei(text))?.code ?? null).toBe(code)
  })
})

describe('a login', () => {
  test.each([
    ['anna@example.com', 'anna@example.com'],
    [' Anna@Example.com\u00a0', 'Anna@Example.com'],
    ['mailto:anna@example.com', 'anna@example.com'],
    ['MAILTO:anna@example.com?subject=x', 'anna@example.com'],
    ['Anna <anna@example.com>', 'anna@example.com'],
    ['"Anna, B." <mailto:anna@example.com>', 'anna@example.com'],
    ['<anna@example.com>', 'anna@example.com'],
    ['\u202aanna@example.com\u202c', 'anna@example.com'],
    ['="17"', '17'],
    ['Anna <no address>', 'Anna <no address>'],
    ['a <b@c.eu> d', 'a <b@c.eu> d'],
    ['mailto:', 'mailto:'],
  ])('is read from %j', (text, login) => {
    expect(tidyLogin(text)).toBe(login)
  })
})

describe('a label', () => {
  test.each([
    '',
    ' ',
    '\u00a0',
    '\u200b',
    '\u200e\u200f',
    '\ufeff',
    '\u2060 \u00ad',
    '\u3164',
    '\u2800',
    '\u115f',
    '\ufe0f',
    '\u{e0020}',
  ])('that shows nothing is none: %j', (text) => {
    expect(isInvisible(text)).toBe(true)
    expect(checkLabel(text)).toEqual({ code: 'label-empty' })
  })

  test.each(['.', 'ـ', '👨‍👩‍👧', 'می‌خواهم', '\u200eשלום', '- '])('that shows something is kept as it is: %j', (text) => {
    expect(checkLabel(text)).toBeNull()
  })
})
