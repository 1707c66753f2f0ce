import { expect, test } from 'vitest'
import { createMethodNames } from '../../../electron/outbox/method-names.ts'
import { noAnswer, refusal } from '../../../electron/panel/failure.ts'

const [present, older] = ['tracker/register_retry', 'tracker/register_entry']
const refused = (code: number, httpStatus = 400) =>
  refusal('change', { code, words: '', httpStatus, answer: null, host: 'a.example', took: 1 })
const page = (httpStatus: number) =>
  noAnswer('change', { problem: 'not-a-panel', httpStatus, host: 'a.example', took: 1 })

test.for([
  ['code 111', refused(111)],
  ['code 112', refused(112)],
  ['any other with the status of what is not there', refused(5, 404)],
  ['a page that is not there', page(404)],
] as const)('a method that a panel does not have, by %s, is asked for by its older name', ([, failure]) => {
  const names = createMethodNames()
  expect(names.of(present)).toBe(present)
  expect(names.isOther('tracker.register', present, present, failure)).toBe(true)
  expect(names.of(present)).toBe(older)
})

test.for([
  ['a tracker that is not there', refused(201)],
  ['something that is not there, with its status', refused(204, 404)],
  ['a page of a portal', page(200)],
  ['a page of a proxy', page(502)],
] as const)('%s says nothing of the method', ([, failure]) => {
  const names = createMethodNames()
  expect(names.isOther('tracker.register', present, present, failure)).toBe(false)
  expect(names.of(present)).toBe(present)
})

test('where several were under way by the documented name, each goes by the other', () => {
  const names = createMethodNames()
  for (let times = 0; times < 3; times++)
    expect(names.isOther('tracker.register', present, present, refused(111))).toBe(true)
  expect(names.of(present)).toBe(older)
})

test('a panel that knows neither is asked by the documented one the next time', () => {
  const names = createMethodNames()
  names.isOther('tracker.register', present, present, refused(111))
  expect(names.isOther('tracker.register', present, older, refused(111))).toBe(false)
  expect(names.of(present)).toBe(present)
})

test('a method that has no other name is none of it', () => {
  const names = createMethodNames()
  expect(names.isOther('tracker.move', 'tracker/move', 'tracker/move', refused(111))).toBe(false)
})
