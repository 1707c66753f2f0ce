import { expect, test } from 'vitest'
import { withAll, withNone } from '../../../renderer/sheet/features/looking/value-choice.ts'
import { valuesAtOnce } from '../../../shared/contract/looking.ts'
import { condition } from '../../../shared/contract/looking.ts'

test('what was found is chosen beside what was chosen before, and given up without it', () => {
  expect(withAll(['a', null], ['b', null, 'c'])).toEqual(['a', null, 'b', 'c'])
  expect(withNone(['a', null, 'b'], ['b', null])).toEqual(['a'])
  expect(withNone(['a'], [])).toEqual(['a'])
})

test('no more is chosen than a filter can name', () => {
  const many = Array.from({ length: valuesAtOnce }, (_, index) => `value ${index}`)
  const chosen = withAll(['first'], many)
  expect(chosen).toHaveLength(valuesAtOnce)
  expect(chosen[0]).toBe('first')
  expect(condition.safeParse({ is: 'oneOf', field: 'owner', values: chosen }).success).toBe(true)
})
