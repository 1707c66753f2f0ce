import { expect, test } from 'vitest'
import type { Mark } from '../../../shared/contract/sheets.ts'
import type { OperationState } from '../../../shared/operations/states.ts'
import { wordsOfMark } from '../../../renderer/sheet/model/marks.ts'

const behind = (state: OperationState): Mark => ({
  state: 'ready',
  sign: 'waiting',
  operation: 2,
  kind: 'tracker.tariff',
  waitsFor: { operation: 1, changeSet: 1, kind: 'tracker.settings', subject: 'Truck', state },
})

test('what waits behind something that needs a person is told apart from what goes by itself', () => {
  expect(wordsOfMark(behind('conflict'))).toBe('outbox.states.behind')
  expect(wordsOfMark(behind('rejected'))).toBe('outbox.states.behind')
  expect(wordsOfMark(behind('sending'))).toBe('app.signs.waiting')
})
