import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { laidOut, tookParts } from '../../../renderer/pages/history/outcomes.ts'

describe('what came back, laid out for reading', () => {
  test('JSON keeps its meaning', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        expect(JSON.parse(laidOut(text))).toEqual(JSON.parse(text))
      }),
    )
  })

  test('what is no JSON stays as it came', () => {
    expect(laidOut('<html>502</html>')).toBe('<html>502</html>')
    expect(laidOut('{"success": tr')).toBe('{"success": tr')
  })
})

test('a short answer is told in milliseconds, a long one in seconds', () => {
  expect(tookParts(154.4)).toEqual({ unit: 'ms', value: 154 })
  expect(tookParts(30_049)).toEqual({ unit: 's', value: 30 })
})
