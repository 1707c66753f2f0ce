import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ago, duration, exactTime, number, panelWords, problemWords, time } from '../../../renderer/wording.ts'
import { problemCodes } from '../../../shared/problem.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

describe('a duration', () => {
  test.each([
    [0, 'less than a second'],
    [999, 'less than a second'],
    [second, 'about 1 s'],
    [9.4 * second, 'about 9 s'],
    [9.7 * second, 'about 10 s'],
    [32 * second, 'about 30 s'],
    [57 * second, 'about 55 s'],
    [58 * second, 'about 1 min'],
    [4.2 * minute, 'about 4 min'],
    [59.6 * minute, 'about 1 h'],
    [2 * hour + 12 * minute, 'about 2 h 10 min'],
    [2 * hour + 58 * minute, 'about 3 h'],
    [17.4 * hour, 'about 17 h'],
    [48 * hour, 'about 2 days'],
    [24_000 * hour, 'about 1,000 days'],
  ])('of %d ms is said as "%s"', (milliseconds, words) => {
    expect(duration(milliseconds)).toBe(words)
  })

  test('never says 60 s, 60 min or a fraction', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 * 24 * hour }), (milliseconds) => {
        expect(duration(milliseconds)).not.toMatch(/\b60 |\.|NaN/)
      }),
    )
  })
})

test('a count has separators', () => {
  expect(number(12480)).toBe('12,480')
  expect(number(0)).toBe('0')
})

test('a time names its zone', () => {
  const at = Date.UTC(2026, 10, 20, 13, 5, 9)
  expect(time(at)).toMatch(/20 Nov 2026, \d\d:\d\d \S+/)
  expect(exactTime(at)).toMatch(/20 Nov 2026, \d\d:\d\d:09 \S+/)
})

describe('how long ago', () => {
  const now = new Date(2026, 10, 20, 14, 30).getTime()
  test.each([
    [now + minute, 'just now'],
    [now - 59 * second, 'just now'],
    [now - 2 * minute, '2 min ago'],
    [now - 3.5 * hour, '3 h ago'],
  ])('%d is said as "%s"', (at, words) => {
    expect(ago(at, now)).toBe(words)
  })

  test('becomes a time after half a day, with the date where it was another day', () => {
    expect(ago(now - 14 * hour, now)).toMatch(/^\d\d:\d\d \S+$/)
    expect(ago(now - 40 * hour, now)).toMatch(/^18 Nov 2026, \d\d:\d\d/)
  })
})

describe('the words of a problem', () => {
  test.each(problemCodes)('exist for "%s", without values, as whole sentences', (code) => {
    const words = problemWords({ code })
    expect(words).toMatch(/^[A-Z“]/)
    expect(words).toMatch(/\.$/)
    expect(words).not.toMatch(/[{}|]|problems\./)
  })

  test('name the values that it brings, counts with separators and identifiers as they are', () => {
    expect(problemWords({ code: 'label-long', values: { length: 1234, most: 60 } })).toBe(
      'The label has 1,234 characters, and the panel takes 60. Shorten it.',
    )
    expect(problemWords({ code: 'tracker-unknown', values: { id: 2883610 } })).toContain('2883610')
  })

  test('do without the values where some are missing', () => {
    expect(problemWords({ code: 'label-long', values: { length: 61 } })).toBe(problemWords({ code: 'label-long' }))
  })

  test('fit the number', () => {
    expect(problemWords({ code: 'profile-has-changes', values: { count: 1 } })).toContain('one change')
    expect(problemWords({ code: 'profile-has-changes', values: { count: 1204 } })).toContain('1,204 changes')
  })

  test('take a value literally, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        expect(problemWords({ code: 'id-not-a-number', values: { value } })).toBe(
          `“${value}” is not an id: ids are whole numbers. Check the column, or correct the cell.`,
        )
      }),
    )
  })

  test("leave the panel's own code and words for support", () => {
    expect(panelWords({ code: 'panel-refused', panelCode: 247, panelWords: 'Entity already exists' })).toBe(
      'Panel code 247: Entity already exists',
    )
    expect(panelWords({ code: 'panel-refused', panelCode: 7 })).toBe('Panel code 7')
    expect(panelWords({ code: 'offline' })).toBeNull()
  })
})
