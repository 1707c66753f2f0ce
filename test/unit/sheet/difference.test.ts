import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differenceOf, type Piece, shortened } from '../../../renderer/sheet/features/changing/difference.ts'

/** Pieces as one text, what differs in square brackets. */
const marked = (pieces: readonly Piece[]): string =>
  pieces.map(({ text, changed }) => (changed ? `[${text}]` : text)).join('')
const both = (before: string, after: string): [string, string] => {
  const difference = differenceOf(before, after)
  return [marked(difference.before), marked(difference.after)]
}

test('what differs is marked word by word', () => {
  expect(both('Truck 014 north', 'Truck 015 north')).toEqual(['Truck [014] north', 'Truck [015] north'])
  expect(both('red van, red door', 'blue van, blue door')).toEqual(['[red] van, [red] door', '[blue] van, [blue] door'])
  expect(both('  Van   1 ', 'Van 1')).toEqual(['[  ]Van[   ]1[ ]', 'Van[ ]1'])
  expect(both('Van', 'Van (north)')).toEqual(['Van', 'Van[ (north)]'])
})

test('letters stay with their marks, and what has no word in common differs as a whole', () => {
  expect(both('Zoe\u0301 1', 'Zoe 1')).toEqual(['[Zoe\u0301] 1', '[Zoe] 1'])
  expect(both('Weiß · Köln 37', 'Teltonika FMB 120')).toEqual(['[Weiß · Köln 37]', '[Teltonika FMB 120]'])
})

test('the pieces of any two texts make up the texts again', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      (one, other) => {
        const { before, after } = differenceOf(one, other)
        expect(before.map(({ text }) => text).join('')).toBe(one)
        expect(after.map(({ text }) => text).join('')).toBe(other)
        if (one === other) expect([...before, ...after].every(({ changed }) => !changed)).toBe(true)
      },
    ),
  )
})

test('a text of any length is compared in little time', () => {
  const long = Array.from({ length: 4000 }, (_, index) => `w${index}`).join(' ')
  const { before, after } = differenceOf(long, long.toUpperCase())
  expect(before.length + after.length).toBe(2)
})

test('a difference deep within a long text stays in sight', () => {
  const long = 'x '.repeat(200)
  const { before } = differenceOf(`${long}old ${long}`, `${long}new ${long}`)
  const short = shortened(before)
  expect(marked(short)).toMatch(/^….{24}\[old\].{24}…$/)
  expect(marked(shortened(differenceOf('', 'y'.repeat(900)).after)).length).toBeLessThan(260)
})
