import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  allShown,
  arrangementOf,
  type Arrangement,
  canStep,
  isSameArrangement,
  moved,
  pinned,
  plainArrangement,
  resized,
  shownOf,
  shownOrHidden,
  stepped,
} from '../../../renderer/sheet/model/look/arrangement.ts'
import type { Sheet } from '../../../shared/sheets/sheet.ts'

const sheet: Sheet = {
  name: 'things',
  id: 'id',
  order: ['id'],
  named: 'label',
  columns: [
    { field: 'id', type: 'identifier', width: 96, pinned: true },
    { field: 'label', type: 'text', width: 200 },
    { field: 'owner', type: 'choice', width: 150 },
    { field: 'plan', type: 'choice', width: 120 },
  ],
}

const plain = plainArrangement(sheet)
const fields = (arrangement: Arrangement): string[] => shownOf(sheet, arrangement).map(({ field }) => field)

describe('columns as a person has them', () => {
  test('stand as the sheet has them at first, pinned ones before the others', () => {
    expect(fields(plain)).toEqual(['id', 'label', 'owner', 'plan'])
    expect(fields(pinned(plain, 'plan', true))).toEqual(['id', 'plan', 'label', 'owner'])
    expect(fields(pinned(pinned(plain, 'plan', true), 'id', false))).toEqual(['plan', 'id', 'label', 'owner'])
  })

  test('go before or behind another one, and are pinned where that is', () => {
    expect(fields(moved(plain, 'plan', 'label', 'before'))).toEqual(['id', 'plan', 'label', 'owner'])
    expect(fields(moved(plain, 'label', 'plan', 'behind'))).toEqual(['id', 'owner', 'plan', 'label'])
    const beside = moved(plain, 'owner', 'id', 'before')
    expect(fields(beside)).toEqual(['owner', 'id', 'label', 'plan'])
    expect(beside.find(({ field }) => field === 'owner')?.pinned).toBe(true)
    expect(moved(plain, 'owner', 'owner', 'before')).toBe(plain)
  })

  test('go a step past those that are hidden, within their block', () => {
    const hidden = shownOrHidden(plain, 'owner', true)
    expect(fields(stepped(hidden, 'plan', -1))).toEqual(['id', 'plan', 'label'])
    expect(canStep(plain, 'label', -1)).toBe(false)
    expect(stepped(plain, 'label', -1)).toBe(plain)
    expect(canStep(plain, 'plan', 1)).toBe(false)
    expect(canStep(plain, 'label', 1)).toBe(true)
  })

  test('never leave nothing that scrolls', () => {
    const label = shownOrHidden(shownOrHidden(plain, 'owner', true), 'plan', true)
    expect(fields(label)).toEqual(['id', 'label'])
    expect(shownOrHidden(label, 'label', true)).toBe(label)
    expect(pinned(label, 'label', true)).toBe(label)
    expect(moved(label, 'label', 'id', 'before')).toBe(label)
    expect(fields(allShown(label))).toEqual(['id', 'label', 'owner', 'plan'])
  })

  test('are made no narrower than a heading can be taken hold of', () => {
    expect(resized(plain, 'label', 3).find(({ field }) => field === 'label')?.width).toBe(48)
    expect(resized(plain, 'label', 300.4).find(({ field }) => field === 'label')?.width).toBe(300)
  })

  test('come back as they were kept, for a sheet that has other columns by now', () => {
    const kept: Arrangement = [
      { field: 'plan', width: 90, hidden: false, pinned: false },
      { field: 'gone', width: 90, hidden: false, pinned: true },
      { field: 'label', width: 300, hidden: true, pinned: false },
      { field: 'id', width: 96, hidden: false, pinned: true },
    ]
    const back = arrangementOf(sheet, kept)
    expect(back.map(({ field }) => field)).toEqual(['plan', 'label', 'owner', 'id'])
    expect(fields(back)).toEqual(['id', 'plan', 'owner'])
    expect(isSameArrangement(arrangementOf(sheet, back), back)).toBe(true)
    expect(arrangementOf(sheet, [])).toEqual(plain)
  })

  test('whatever is done to them, each of them is there once, and one scrolls', () => {
    const field = fc.constantFrom('id', 'label', 'owner', 'plan')
    const action = fc.oneof(
      fc.record({ do: fc.constant('move' as const), field, to: field, side: fc.constantFrom('before', 'behind') }),
      fc.record({ do: fc.constant('hide' as const), field, on: fc.boolean() }),
      fc.record({ do: fc.constant('pin' as const), field, on: fc.boolean() }),
      fc.record({ do: fc.constant('step' as const), field, by: fc.constantFrom(-1 as const, 1 as const) }),
    )
    fc.assert(
      fc.property(fc.array(action, { maxLength: 20 }), (actions) => {
        const end = actions.reduce<Arrangement>((now, one) => {
          if (one.do === 'move') return moved(now, one.field, one.to, one.side)
          if (one.do === 'hide') return shownOrHidden(now, one.field, one.on)
          if (one.do === 'pin') return pinned(now, one.field, one.on)
          return stepped(now, one.field, one.by)
        }, plain)
        expect(end.map((column) => column.field).sort()).toEqual(['id', 'label', 'owner', 'plan'])
        expect(end.some((column) => !column.hidden && !column.pinned)).toBe(true)
      }),
    )
  })
})
