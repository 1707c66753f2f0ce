import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guessEncoding } from '../../../electron/imports/encoding.ts'
import { suggest } from '../../../electron/imports/suggest.ts'
import { delimiters, encodings, type FileReading } from '../../../shared/contract/imports.ts'
import { ProblemError } from '../../../shared/problem.ts'
import { wholeTable } from '../../support/whole-table.ts'
import { fleet, importsOver } from './fleet.ts'

const read = (bytes: Uint8Array, reading: Partial<FileReading> = {}) => wholeTable(bytes, reading)

/** What stands in files, good and bad, piece by piece: so that something comes of most of them. */
const piece = fc.oneof(
  fc
    .constantFrom(
      ...[
        'a',
        '1100036',
        '356938035643809',
        ',',
        ';',
        '\t',
        '|',
        '"',
        '""',
        '\n',
        '\r\n',
        '\r',
        ' ',
        "'",
        '=',
        '@',
        'user',
        'imei',
      ],
      ...['ж', 'é', '车', '😀', '\ufeff', '\u200e', '\0', '\ufffd', 'sep=;\r\n'],
    )
    .map((text) => new TextEncoder().encode(text)),
  fc.uint8Array({ maxLength: 3 }),
)
const anyBytes = fc.array(piece, { maxLength: 40 }).map((pieces) => new Uint8Array(pieces.flatMap((one) => [...one])))

const reading: fc.Arbitrary<Partial<FileReading>> = fc.record(
  { encoding: fc.constantFrom(...encodings), delimiter: fc.constantFrom(...delimiters), heading: fc.boolean() },
  { requiredKeys: [] },
)

describe('any bytes at all', () => {
  test('are a table, or a file that is refused for what it is: reading never fails otherwise', async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, reading, async (bytes, how) => {
        try {
          const { rows, numbers, headings } = await read(bytes, how)
          expect(rows.length).toBeGreaterThan(0)
          expect(numbers).toHaveLength(rows.length)
          expect(headings.length).toBeGreaterThan(0)
        } catch (error) {
          expect(error).toBeInstanceOf(ProblemError)
          expect((error as ProblemError).problem.code).toMatch(/^file-(empty|binary|encoding|columns)$/)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('can be checked under whatever suggests itself, and every row is judged', async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, async (bytes) => {
        const imports = importsOver(fleet())
        if (bytes.length === 0) return
        const file = await imports.hand('any.csv', bytes)
        const answer = await imports.read({ file, reading: {} }).catch(() => null)
        if (!answer) return
        for (const mapping of Object.values(answer.mappings)) {
          const { ready, doubtful, refused, missing } = await imports.check({ file, mapping })
          expect(ready + doubtful + refused).toBe(missing.length > 0 ? 0 : answer.rows)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a few bytes that were lost', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'Грузовикéß车 '), minLength: 30, maxLength: 60 })

  test('do not turn a file in UTF-8 into one of another encoding', () => {
    fc.assert(
      fc.property(letters, fc.nat(), (text, place) => {
        fc.pre(text.replaceAll(' ', '').length > 20)
        const bytes = [...new TextEncoder().encode(`id;label\n1;${text}\n`)]
        const inText = bytes.flatMap((byte, at) => (byte >= 0x80 ? [at] : []))
        bytes.splice(inText[place % inText.length]!, 1)
        expect(guessEncoding(new Uint8Array(bytes))).toBe('utf-8')
      }),
    )
  })

  test('are of a Windows code page where the letters around are', () => {
    const russian = [0xc3, 0xf0, 0xf3, 0xe7, 0xee, 0xe2, 0xe8, 0xea, 0x20]
    const line = [0x31, 0x3b, ...russian, ...russian, 0x0a]
    expect(guessEncoding(new Uint8Array([...line, ...line]))).toBe('windows-1251')
    // One "é" in a file of ASCII: nothing speaks for UTF-8.
    expect(guessEncoding(new Uint8Array([0x31, 0x3b, 0x63, 0x61, 0x66, 0xe9, 0x0a]))).toBe('windows-1252')
  })

  test('that a person reads as UTF-8 are told row by row, where most of the file can be read so', async () => {
    const bytes = new TextEncoder()
      .encode('id;label\n1;plain\n2;caf~\n3;plain\n')
      .map((byte) => (byte === 0x7e ? 0xe9 : byte))
    const table = await read(bytes, { encoding: 'utf-8' })
    expect([...table.damaged]).toEqual([[1, [1]]])
    expect(table.rows).toHaveLength(3)
  })
})

test('what an earlier program had lost is told in its cells, however much it is, and not taken for another encoding', async () => {
  const table = await read(new TextEncoder().encode('id,\ufffd\ufffd\n1,\ufffd\n2,x\n'))
  expect(table.reading.encoding).toBe('utf-8')
  expect([...table.damaged]).toEqual([[0, [1]]])
})

describe('a table of any size', () => {
  const wide = (columns: number) =>
    new TextEncoder().encode(`${'a,'.repeat(columns - 1)}b\n${'1,'.repeat(columns - 1)}2\n`)

  test.each([1001, 300_000])('is refused for its columns before anything is made of them: %i', async (columns) => {
    await expect(read(wide(columns))).rejects.toMatchObject({
      problem: { code: 'file-columns', values: { found: columns, most: 1000 } },
    })
  })

  test('of a thousand columns is read', async () => {
    expect((await read(wide(1000))).headings).toHaveLength(1000)
  })

  test('with one row of far too many cells is refused in that row alone', async () => {
    const table = await read(new TextEncoder().encode(`id,user\n1,a\n${'x,'.repeat(5000)}\n2,b\n`))
    expect([...table.troubles.keys()]).toEqual([1])
    expect(table.headings).toHaveLength(2)
  })

  test('is refused above a million rows', async () => {
    await expect(read(new TextEncoder().encode('1\n'.repeat(1_000_002)))).rejects.toMatchObject({
      problem: { code: 'file-rows', values: { most: 1_000_000 } },
    })
  })
})

describe('a column in which nothing stands', () => {
  test.each([
    ['a comma at the end of the heading', 'a,b,\n1,x\n2,y\n', 2],
    ['commas at the end of all rows, without headings', '1,x,\n2,y,\n', 2],
    ['a heading without values', 'a,b,c\n1,x,\n2,y,\n', 3],
    ['a first row with cells too many, without headings', '1,x,y,z\n1,p\n2,q\n', 2],
    ['a value without a heading', 'a,b,\n1,x,\n2,y,z\n', 3],
  ])('at the end is none, unless it has a heading or one value: %s', async (_, text, columns) => {
    const table = await read(new TextEncoder().encode(text), { delimiter: ',', heading: text.startsWith('a') })
    expect(table.headings).toHaveLength(columns)
  })
})

describe('headings', () => {
  test.each([
    ['with digits in words', 'Unit no 1;Person 2\n1100036;a@b.eu\n', true],
    ['over a column in which some cells are empty', 'Unit;Note 1\n1100036;\n;x\n1100143;\n', true],
    ['none: words with digits over words with digits', 'Truck 1;Yard 1\nTruck 2;Yard 2\n', false],
    ['none: a number in the first row', 'Truck one;1100036\nTruck two;1100143\n', false],
    ['none: a number that a spreadsheet has spoilt', '8.65E+14\n356938035643809\n', false],
    ['none: an address in the first row', 'Unit;a@b.eu\n1100143;c@b.eu\n', false],
  ])('are told from rows: %s', async (_, text, heading) => {
    expect((await read(new TextEncoder().encode(text))).reading.heading).toBe(heading)
  })
})

test('a heading that means today’s owner in a list of trackers is suggested where the file is none', () => {
  const suggested = (headings: string[]) =>
    suggest(headings, [headings.map(() => '1')], []).mappings.clones.fields['user']
  expect(suggested(['tracker_id', 'user_id'])).toEqual({ from: 'column', column: 1 })
  expect(suggested(['tracker_id', 'user_id', 'imei'])).toEqual({ from: 'column', column: 1 })
  expect(suggested(['tracker_id', 'user_id', 'imei', 'phone'])).toEqual({ from: 'nothing' })
  expect(suggested(['tracker_id', 'user_id', 'imei', 'phone', 'new owner'])).toEqual({ from: 'column', column: 4 })
})
