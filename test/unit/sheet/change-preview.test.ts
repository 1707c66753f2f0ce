import { expect, test } from 'vitest'
import {
  type Example,
  lookAhead,
  mostExamples,
  type Preview,
} from '../../../renderer/sheet/features/changing/preview.ts'

const example = (id: number, broken: boolean): Example => ({
  id,
  name: '',
  before: 'a',
  after: 'b',
  ...(broken ? { problem: { code: 'label-brackets' as const } } : {}),
})
const stretch = (from: number, total: number, examples: Example[]) => ({
  total,
  next: from + 10 < total ? from + 10 : null,
  rows: 10,
  changed: 6,
  same: 4,
  broken: 1,
  examples,
})

test('stretches are summed up, and told after each with the broken ones first', async () => {
  const told: Preview[] = []
  await lookAhead(
    (from) => Promise.resolve(stretch(from, 30, [example(from + 1, false), example(from, true)])),
    (preview) => told.push(preview),
    () => true,
  )
  expect(told.map(({ rows, complete }) => [rows, complete])).toEqual([
    [10, false],
    [20, false],
    [30, true],
  ])
  expect(told.at(-1)).toMatchObject({ total: 30, changed: 18, same: 12, broken: 3 })
  expect(told.at(-1)?.examples.map(({ id }) => id)).toEqual([0, 10, 20, 1, 11, 21])
})

test('no more examples than can be looked through are kept', async () => {
  let known: Preview | undefined
  await lookAhead(
    (from) =>
      Promise.resolve(
        stretch(
          from,
          30,
          Array.from({ length: 90 }, (_, index) => example(from + index, false)),
        ),
      ),
    (preview) => (known = preview),
    () => true,
  )
  expect(known?.examples).toHaveLength(mostExamples)
})

test('once nobody wants to know, nothing is asked or told any more', async () => {
  const asked: number[] = []
  const told: Preview[] = []
  await lookAhead(
    (from) => {
      asked.push(from)
      return Promise.resolve(stretch(from, 1000, []))
    },
    (preview) => told.push(preview),
    () => asked.length < 2,
  )
  expect(asked).toEqual([0, 10])
  expect(told).toHaveLength(1)
})
