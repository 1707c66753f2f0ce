import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellsOfPasted, cellsOfText, textOfCells } from '../../../renderer/sheet/features/clipboard/clipboard.ts'

const cell = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('"', '\t', '\n', '\r', 'a', ' ', '""', '\r\n', 'я') }),
)
/** Blocks as they are copied: rectangles of at least one cell. */
const block = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
  )

describe('text of the clipboard', () => {
  it('reads back exactly the cells that were written', () => {
    fc.assert(
      fc.property(block, (cells) => {
        // A byte order mark at the very beginning belongs to the text, not to the first cell.
        fc.pre(!(cells[0]?.[0] ?? '').startsWith('\ufeff'))
        // A single cell is its plain text; whoever has copied it here knows that it was one.
        const copied = cells.length === 1 && cells[0]!.length === 1 ? cells[0]![0]! : null
        expect(cellsOfPasted(textOfCells(cells), copied)).toEqual(cells)
      }),
      { numRuns: 500 },
    )
  })

  it('never fails, whatever the text is', () => {
    fc.assert(
      fc.property(cell, (text) => {
        const rows = cellsOfText(text)
        expect(rows.length).toBeGreaterThan(0)
        for (const row of rows) expect(row.length).toBeGreaterThan(0)
      }),
    )
  })

  it('writes rows as Excel does, and a single cell alone', () => {
    expect(
      textOfCells([
        ['a', 'b'],
        ['c', ''],
      ]),
    ).toBe('a\tb\r\nc\t\r\n')
    expect(textOfCells([['two\nlines', 'say "hi"']])).toBe('"two\nlines"\tsay "hi"\r\n')
    expect(textOfCells([['alone']])).toBe('alone')
  })

  it('writes a single cell as the plain text that it is, line breaks and quotes included', () => {
    for (const text of ['two\nlines', '"quoted"', 'a\tb', 'x\r\ny']) expect(textOfCells([[text]])).toBe(text)
  })

  it('takes a cell that was copied here for one again, whatever the system made of its line breaks', () => {
    expect(cellsOfPasted('two\r\nlines', 'two\nlines')).toEqual([['two\nlines']])
    expect(cellsOfPasted('two\nlines', 'another')).toEqual([['two'], ['lines']])
    expect(cellsOfPasted('two\nlines', null)).toEqual([['two'], ['lines']])
  })

  it.each([
    [
      'Excel, with a break in a cell',
      'a\t"b\nc"\r\nd\te\r\n',
      [
        ['a', 'b\nc'],
        ['d', 'e'],
      ],
    ],
    [
      'LibreOffice, without a last line break',
      'a\tb\nc\td',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['doubled quotes', '"say ""hi"""\n', [['say "hi"']]],
    ['a quote within plain text', '5" pipe\tx\n', [['5" pipe', 'x']]],
    ['a quote that is never closed', '"open\tx\ny\n', [['"open', 'x'], ['y']]],
    ['text after a closing quote', '"a"b\tc', [['"a"b', 'c']]],
    ['an empty row in the middle', 'a\n\nb\n', [['a'], [''], ['b']]],
    ['old Mac line ends', 'a\rb\r', [['a'], ['b']]],
    ['a byte order mark', '\ufeffa', [['a']]],
    ['nothing', '', [['']]],
  ])('reads %s', (_, text, cells) => {
    expect(cellsOfText(text)).toEqual(cells)
  })
})
