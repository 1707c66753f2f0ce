import { expect, test } from 'vitest'
import { firstInCircles } from '../../../electron/outbox/giving-up.ts'

const none = () => []
const after = (pairs: readonly (readonly [number, ...number[]])[]) =>
  new Map(pairs.map(([id, ...others]) => [id, others] as const))

test('a chain has no first, however long it is', () => {
  const chain = after(Array.from({ length: 50_000 }, (_, index) => [index, index + 1] as const))
  expect(firstInCircles(chain, none).size).toBe(0)
})

test('of each circle one goes first, and chains that lead into it do not', () => {
  const circles = after([
    [1, 2],
    [2, 3],
    [3, 1],
    [4, 1],
    [5, 4],
    [7, 8],
    [8, 7],
  ])
  expect([...firstInCircles(circles, none)]).toEqual([1, 7])
})

test('a circle through what is waited for anyhow is undone where something is given up in it', () => {
  const behind = (id: number) => (id === 2 ? [1] : [])
  expect([...firstInCircles(after([[1, 2]]), behind)]).toEqual([1])
  // One that gives up first still waits for what it waits for anyhow.
  const both = (id: number) => (id === 1 ? [3] : [])
  expect(
    firstInCircles(
      after([
        [1, 2],
        [2, 1],
        [3, 1],
      ]),
      both,
    ).size,
  ).toBe(2)
})
