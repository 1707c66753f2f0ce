import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cheapestReading } from '../../../electron/outbox/freshness.ts'
import { inBatches } from '../../../electron/outbox/batching.ts'
import { firstOwnId } from '../../../shared/entities/entity.ts'
import { kindOf, type KindName } from '../../../shared/operations/catalogue.ts'

const clone = fc.record({
  kind: fc.constant('tracker.clone' as const),
  params: fc.record({
    tracker: fc.integer({ min: 1, max: 50 }),
    user: fc.integer({ min: 1, max: 3 }),
    skipExisting: fc.boolean(),
    label: fc.option(fc.constant('Copy'), { nil: undefined }),
  }),
})
const settings = fc.record({
  kind: fc.constant('tracker.settings' as const),
  params: fc.record({
    row: fc.integer({ min: 1, max: 50 }),
    set: fc.constant({ label: 'A' }),
    base: fc.constant({ label: 'B' }),
  }),
})
const operations = fc
  .array(fc.tuple(fc.oneof(clone, settings), fc.constantFrom('', 'a', 'b')), { maxLength: 60 })
  .map((list) =>
    list.map(([operation, part], index) => ({ id: index + 1, subject: '', changeSet: 1, part, ...operation })),
  )

test('whatever is batched, each operation is in one request, in order, with its equals only', () => {
  fc.assert(
    fc.property(operations, (list) => {
      const batches = inBatches(list)
      const batched = batches.flatMap((batch) => batch.operations.map(({ id }) => id))
      expect([...batched].sort((a, b) => a - b)).toEqual(list.map(({ id }) => id))
      for (const { kind, operations: together } of batches) {
        const keys = new Set(together.map(({ params, part }) => `${part} ${kindOf(kind).batchKey(params)}`))
        expect(keys.size).toBe(1)
        expect(together.length === 1 || kindOf(kind).batchKey(together[0]!.params) !== null).toBe(true)
        expect(together.map(({ id }) => id)).toEqual(together.map(({ id }) => id).sort((a, b) => a - b))
      }
    }),
  )
})

test('a request is never larger than the panel takes', () => {
  const clones = Array.from({ length: 2500 }, (_, index) => ({
    id: index + 1,
    kind: 'tracker.clone' as const,
    params: { tracker: index + 1, user: 1, skipExisting: false },
    part: '',
    subject: '',
    changeSet: 1,
  }))
  expect(inBatches(clones).map((batch) => batch.operations.length)).toEqual([1000, 1000, 500])
})

test('stops go in the request of their new route, in whatever order they were staged, and those of others by themselves', () => {
  const own = (n: number) => firstOwnId + n
  const route = (row: number) => ({ kind: 'route.create' as const, params: { row, user: 1 } })
  const stop = (of: number) => ({ kind: 'checkpoint.create' as const, params: { route: of, user: 1 } })
  const some = fc.array(
    fc.oneof(
      fc.integer({ min: 1, max: 4 }).map((n) => stop(own(n))),
      fc.constant(stop(7001)),
    ),
    { maxLength: 30 },
  )
  fc.assert(
    fc.property(some, fc.array(fc.nat(30), { minLength: 3, maxLength: 3 }), (stops, places) => {
      const list: { kind: KindName; params: { row?: number; route?: number } }[] = [...stops]
      // The fourth route is on its way already.
      for (const [at, place] of places.entries()) list.splice(Math.min(place, list.length), 0, route(own(at + 1)))
      const batches = inBatches(
        list.map((operation, id) => ({ ...operation, id, part: '', subject: '', changeSet: 1 })),
      )
      for (const { kind, operations: together } of batches) {
        const [first, ...others] = together.map((operation) => operation.params as { row?: number; route?: number })
        expect(others.every((params) => kind === 'route.create' && params.route === first!.row)).toBe(true)
        expect(kind === 'checkpoint.create' && [own(1), own(2), own(3)].includes(first!.route!)).toBe(false)
      }
      expect(batches.flatMap(({ operations: together }) => together)).toHaveLength(list.length)
    }),
  )
})

test('trackers are read before sending by the way that takes the fewest requests', () => {
  const of = (...owners: number[]) => owners.map((owner) => ({ owner }))
  const counts = new Map([
    [1, 40],
    [2, 2500],
  ])
  expect(cheapestReading(of(1), () => counts, 100_000)).toEqual({ by: 'row', requests: 1 })
  expect(cheapestReading(of(1, 1, 1), () => counts, 100_000)).toEqual({ by: 'owner', requests: 1 })
  expect(cheapestReading(of(2, 2), () => counts, 100_000)).toEqual({ by: 'row', requests: 2 })
  expect(cheapestReading(of(1, 2, 2, 2, 2, 2), () => counts, 100_000)).toEqual({ by: 'owner', requests: 4 })
  expect(cheapestReading(of(2, 2, 2, 2), () => counts, 2_000)).toEqual({ by: 'all', requests: 2 })
})

test('rows without an owner are read by themselves beside the lists of owners, or in the whole list', () => {
  const of = (...owners: (number | null)[]) => owners.map((owner) => ({ owner }))
  const counts = new Map([[1, 40]])
  expect(cheapestReading(of(1, 1, 1, null), () => counts, 100_000)).toEqual({ by: 'owner', requests: 2 })
  expect(cheapestReading(of(null, null), () => new Map(), 100_000)).toEqual({ by: 'row', requests: 2 })
  expect(cheapestReading(of(null, null, null), () => new Map(), 2_000)).toEqual({ by: 'all', requests: 2 })
})
