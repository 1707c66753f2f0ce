import fc from 'fast-check'
import { expect, test } from 'vitest'
import { narrowed } from '../../../electron/operations/narrowing.ts'

interface Row {
  readonly id: number
  readonly kind: 'bundle.import'
  readonly params: null
  readonly part: string
}

/** Sends batches as the outbox does: equals of a part share one; a batch with a bad row is refused as a whole. */
function sendAll(
  rows: readonly Row[],
  bad: ReadonlySet<number>,
): { made: number[]; refused: number[]; requests: number } {
  const made: number[] = []
  const refused: number[] = []
  let requests = 0
  const waiting: Row[][] = rows.length > 0 ? [[...rows]] : []
  for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
    requests += 1
    if (!batch.some(({ id }) => bad.has(id))) made.push(...batch.map(({ id }) => id))
    else if (batch.length === 1) refused.push(batch[0]!.id)
    else {
      const parts = new Map<string, Row[]>()
      const { rejected, parts: next } = narrowed(batch, new Map())
      expect(rejected.size).toBe(0)
      for (const row of batch) {
        const part = next.get(row.id)!
        parts.set(part, [...(parts.get(part) ?? []), { ...row, part }])
      }
      expect(parts.size).toBe(2)
      waiting.push(...parts.values())
    }
  }
  return { made: made.sort((a, b) => a - b), refused: refused.sort((a, b) => a - b), requests }
}

test('whatever rows are bad, halving refuses just these and makes all others', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.array(fc.integer({ min: 0, max: 199 }), { maxLength: 12 }),
      (count, picks) => {
        const rows = Array.from({ length: count }, (_, id) => ({
          id,
          kind: 'bundle.import' as const,
          params: null,
          part: '',
        }))
        const bad = new Set(picks.filter((id) => id < count))
        const { made, refused } = sendAll(rows, bad)
        expect(refused).toEqual([...bad].sort((a, b) => a - b))
        expect(made).toEqual(rows.map(({ id }) => id).filter((id) => !bad.has(id)))
      },
    ),
  )
})

test('seven bad rows among a thousand take about a hundred requests where nothing is known of them', () => {
  const rows = Array.from({ length: 1000 }, (_, id) => ({ id, kind: 'bundle.import' as const, params: null, part: '' }))
  const { requests } = sendAll(rows, new Set([3, 141, 333, 500, 501, 777, 998]))
  console.log(`halving: ${requests} requests`)
  expect(requests).toBeLessThan(130)
})

test('rows found at fault are refused, and the rest is tried again as one part', () => {
  const rows = [1, 2, 3].map((id) => ({ id, kind: 'bundle.import' as const, params: null, part: 'x' }))
  const { rejected, parts } = narrowed(rows, new Map([[2, { code: 'entity-gone' as const }]]))
  expect([...rejected.keys()]).toEqual([2])
  expect([...parts]).toEqual([
    [1, 'x'],
    [3, 'x'],
  ])
})
