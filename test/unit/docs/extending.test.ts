import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

// What docs/extending.md shows of the code stands there, word for word.

const project = resolve(import.meta.dirname, '../../..')
const page = readFileSync(join(project, 'docs/extending.md'), 'utf8')

/** Fences that say which file they show; within one, `…` leaves lines out. */
const fence = /^```(?:ts|vue) (\S+)\n([^]*?)^```$/gm
const excerpts = [...page.matchAll(fence)].map(([, path = '', text = '']) => ({ path, text }))

/** The lines of a text, without what puts them to the right. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** The pieces of an excerpt between the lines that are left out. */
const piecesOf = (text: string): string[][] => text.split(/^\s*\/\/ …$/m).map(linesOf)

/** Where a run of lines begins, at or after a line; -1 where it is not there. */
function placeOf(piece: readonly string[], lines: readonly string[], from: number): number {
  for (let at = from; at + piece.length <= lines.length; at += 1) {
    if (piece.every((line, offset) => lines[at + offset] === line)) return at
  }
  return -1
}

test('The page shows something of the code', () => expect(excerpts.length).toBeGreaterThan(5))

test.for(excerpts.map(({ path, text }, at) => ({ at: at + 1, path, text })))(
  'Excerpt $at is as it stands in $path',
  ({ path, text }) => {
    const lines = linesOf(readFileSync(join(project, path), 'utf8'))
    let from = 0
    for (const piece of piecesOf(text)) {
      const place = placeOf(piece, lines, from)
      expect(place, `${path} does not have, in this order:\n${piece.join('\n')}`).not.toBe(-1)
      from = place + piece.length
    }
  },
)

test('Every file that the page names is there', () => {
  const named = [...page.matchAll(/`((?:shared|electron|renderer|test|lint)\/[\w./-]+)`/g)].map(([, path = '']) => path)
  expect(named.filter((path) => !existsSync(join(project, path)))).toEqual([])
})
