import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createAgreement } from '../../../electron/imports/agreement.ts'
import type { Joined } from '../../../shared/imports/import-kind.ts'
import { routesImport } from '../../../shared/imports/routes.ts'
import { windowClashes } from '../../../shared/rules/windows.ts'

const at = (hour: number) => `2026-12-01 ${String(hour).padStart(2, '0')}:00:00`
const begun = () => createAgreement(routesImport).add
const row = (from: number, to: number, place?: number) =>
  ({ label: `${from} to ${to}`, from: at(from), to: at(to), place }) as never

test('beside a row that is doubtful itself, one that comes too late is doubtful: the other may be left out', () => {
  const add = begun()
  expect(add('Tour', null, row(12, 13), false)).toEqual([])
  expect(add('Tour', null, row(8, 9), true)).toMatchObject([{ field: 'to', verdict: 'doubt' }])
  // A doubtful one has been taken along, and makes others doubtful in turn.
  expect(add('Other', null, row(12, 13), true)).toEqual([])
  expect(add('Other', null, row(8, 9), true)).toMatchObject([{ field: 'to', verdict: 'refused' }])
})

test('of what there is, parts in front and behind count, by the number that a row comes to have', () => {
  const windows = [8, 12, 16].map((hour) => ({ id: hour, name: `Stop ${hour}`, from: at(hour), to: at(hour + 1) }))
  const joins = (place: number | null): Joined => ({
    ...{ entity: 'route', id: 7, isThere: true, parts: 3, place, windows },
  })
  const found = (from: number, to: number, place: number | null) =>
    begun()('7', joins(place), row(from, to, place ?? undefined), true).map(({ field, problem, verdict }) => [
      ...[field, problem.code, problem.values?.['name'], verdict],
    ])
  expect(found(10, 11, 2)).toEqual([])
  expect(found(10, 11, 3)).toEqual([['to', 'windows-clash', 'Stop 12', 'doubt']])
  expect(found(14, 15, 2)).toEqual([['from', 'windows-behind', 'Stop 12', 'doubt']])
  expect(found(14, 15, null)).toEqual([['to', 'windows-clash', 'Stop 16', 'doubt']])
  expect(found(17, 18, 99)).toEqual([])
})

test('rows of which none is refused contradict each other nowhere, in the order of their numbers', () => {
  const rows = fc.array(
    fc.record({ from: fc.nat(22), hours: fc.nat(4), place: fc.option(fc.integer({ min: 1, max: 9 })) }),
  )
  fc.assert(
    fc.property(rows, (some) => {
      const add = begun()
      const kept: { place: number; windowFrom: string; windowTo: string }[] = []
      for (const { from, hours, place } of some) {
        const to = Math.min(23, from + hours)
        const part = { place: place ?? kept.length + 1, windowFrom: at(from), windowTo: at(to) }
        const among = [...kept, part].sort((a, b) => a.place - b.place)
        const isRefused = add('Tour', null, row(from, to, place ?? undefined), true).length > 0
        expect(isRefused).toBe(windowClashes(among).length > 0)
        if (!isRefused) kept.push(part)
      }
    }),
  )
})
