import fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { guessDelimiter } from '../../../electron/imports/delimiter.ts'
import { fileText, guessEncoding } from '../../../electron/imports/encoding.ts'
import { readTable } from '../../../electron/imports/read-rows.ts'
import { cutRecord, type RecordFormat } from '../../../electron/imports/records.ts'
import { looksLikeHeading } from '../../../electron/imports/suggest.ts'
import type { FileReading } from '../../../shared/contract/imports.ts'
import { byteOrderMark, csvLines, separators } from '../../../shared/imports/csv-text.ts'
import { encodeText } from '../../../shared/imports/encode-text.ts'
import { guardFormula, unguardFormula } from '../../../shared/imports/formula-guard.ts'
import { wholeTable } from '../../support/whole-table.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const bytes = (...values: number[]) => new Uint8Array(values)

function utf16(text: string, bigEndian: boolean): Uint8Array {
  const buffer = Buffer.from(text, 'utf16le')
  return new Uint8Array(bigEndian ? buffer.swap16() : buffer)
}

function read(contents: string | Uint8Array, reading: Partial<FileReading> = {}) {
  const whole = typeof contents === 'string' ? utf8(contents) : contents
  return wholeTable(whole, reading)
}

function cut(text: string, format: RecordFormat): string[][] {
  const records: string[][] = []
  for (let at = 0; at < text.length;) {
    const record = cutRecord(text, at, format, true)!
    records.push(record.cells)
    at = record.next
  }
  return records
}

describe('the encoding of a file', () => {
  const text = 'id;название\n1;Грузовик\n2;Фура\n'

  test.each([
    ['UTF-8', utf8(text), 'utf-8'],
    ['UTF-8 with a mark', new Uint8Array([0xef, 0xbb, 0xbf, ...utf8(text)]), 'utf-8'],
    ['UTF-16 with a mark', new Uint8Array([0xff, 0xfe, ...utf16(text, false)]), 'utf-16le'],
    ['UTF-16 the other way round with a mark', new Uint8Array([0xfe, 0xff, ...utf16(text, true)]), 'utf-16be'],
    ['UTF-16 without a mark', utf16(text, false), 'utf-16le'],
    ['UTF-16 the other way round without a mark', utf16(text, true), 'utf-16be'],
    // "id;имя\n1;Фура\n"
    [
      'windows-1251',
      bytes(0x69, 0x64, 0x3b, 0xe8, 0xec, 0xff, 0x0a, 0x31, 0x3b, 0xd4, 0xf3, 0xf0, 0xe0, 0x0a),
      'windows-1251',
    ],
    // "id;nom\n1;Général é\n"
    [
      'windows-1252',
      bytes(0x69, 0x64, 0x0a, 0x31, 0x3b, 0x47, 0xe9, 0x6e, 0xe9, 0x72, 0x61, 0x6c, 0x0a),
      'windows-1252',
    ],
  ])('is recognised: %s', async (_, contents, encoding) => {
    expect(guessEncoding(contents)).toBe(encoding)
    const table = await read(contents)
    expect(table.reading.encoding).toBe(encoding)
    if (encoding.startsWith('utf'))
      expect(table.rows).toEqual([
        ['1', 'Грузовик'],
        ['2', 'Фура'],
      ])
  })

  test('is not decided by the beginning alone: one Cyrillic letter far down settles it', () => {
    const start = 'id;name\n'.repeat(60_000)
    expect(guessEncoding(utf8(`${start}1;Фура`))).toBe('utf-8')
    expect(guessEncoding(new Uint8Array([...utf8(start), 0xd4, 0xf3, 0xf0, 0xe0]))).toBe('windows-1251')
  })

  test('is the person’s word where they give it, and says so where the bytes cannot be that', async () => {
    expect((await read(bytes(0xe8, 0xec, 0xff), { encoding: 'windows-1251', heading: false })).rows).toEqual([['имя']])
    await expect(read(bytes(0x31, 0xe8, 0x0a), { encoding: 'utf-8' })).rejects.toMatchObject({
      problem: { code: 'file-encoding', values: { encoding: 'utf-8' } },
    })
  })

  test('cuts no character in two, wherever the pieces end', () => {
    const long = 'ж€😀'.repeat(120_000)
    for (const shift of ['', 'a', 'ab', 'abc']) {
      const line = `${shift}${long}\n`
      const contents = utf8(line + line)
      const text = fileText(contents, 'utf-8', '\n')
      const end = text.lineEnd(1000)
      expect(text.part(0, end) + text.part(end, contents.length)).toBe(line + line)
    }
  })
})

describe('what is no text', () => {
  test.each([
    ['an Excel workbook', bytes(0x50, 0x4b, 0x03, 0x04, 20, 0, 6, 0), 'xlsx'],
    ['an old Excel workbook', bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'xls'],
    ['a PDF', utf8('%PDF-1.7\n'), 'pdf'],
    ['noise', new Uint8Array(5000).map((_, i) => (i * 7919) % 256), ''],
  ])('is refused with a hint: %s', async (_, contents, format) => {
    await expect(read(contents)).rejects.toMatchObject({ problem: { code: 'file-binary', values: { format } } })
  })

  test('is refused even where the person names an encoding', async () => {
    await expect(read(bytes(0x50, 0x4b, 0x03, 0x04, 20), { encoding: 'windows-1252' })).rejects.toMatchObject({
      problem: { code: 'file-binary' },
    })
  })

  test.each([
    ['nothing', ''],
    ['blank lines', '\n\r\n  \n'],
    ['empty cells', ';;;\n;;;\n'],
    ['a byte order mark', '\ufeff'],
    ['headings alone', 'tracker_id;user\n'],
  ])('an empty file is refused: %s', async (_, contents) => {
    await expect(read(contents)).rejects.toMatchObject({ problem: { code: 'file-empty' } })
  })
})

describe('the delimiter', () => {
  test.each([
    [',', 'id,label\n1,a\n2,b\n'],
    [';', 'id;label\n1;a, b\n2;c, d\n'],
    ['\t', 'id\tlabel\n1\ta,b\n2\tc;d\n'],
    ['|', 'id|label\n1|a\n2|b\n'],
    [',', '356307042441013\n356307042441021\n'],
    [',', 'id,label\n1,"a;b;c\nd;e;f"\n2,"x;y;z"\n'],
    [';', 'id;label;price\n1;"a, b";1,5\n2;c;2,5\n'],
    [';', 'id;label'],
    // Every record has one comma, and three of four have quotes that only a semicolon explains.
    [';', '1;"a, b"\n2;"c, d"\n3;"e, f"\n4;x;y, z\n'],
  ] as const)('is %j', (delimiter, text) => {
    expect(guessDelimiter(text, true)).toBe(delimiter)
  })
})

describe('records', () => {
  const comma: RecordFormat = { delimiter: ',', lineBreak: '\n' }

  test.each([
    [
      'plain',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'without a last line break',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'Windows line breaks',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a comma in quotes', 'a,"b,c",d\n', [['a', 'b,c', 'd']]],
    ['quotes in quotes', 'a,"say ""hi""",d', [['a', 'say "hi"', 'd']]],
    ['nothing but quotes', '"""",""\n', [['"', '']]],
    [
      'line breaks in quotes',
      '"a\nb",c\r\n"d\r\ne",f\r\n',
      [
        ['a\nb', 'c'],
        ['d\r\ne', 'f'],
      ],
    ],
    [
      'empty cells',
      ',,\n"",,""\n',
      [
        ['', '', ''],
        ['', '', ''],
      ],
    ],
    ['quotes within a word', 'Truck 5",6" pipe\n', [['Truck 5"', '6" pipe']]],
    ['blanks after closing quotes', '"a" ,b\n', [['a', 'b']]],
    ['right-to-left text', 'مرحبا,"שלום, עולם"\n', [['مرحبا', 'שלום, עולם']]],
  ])('are cut as RFC 4180 has them: %s', (_, text, records) => {
    expect(cut(text, comma)).toEqual(records)
  })

  test('of old Macintosh files end in \\r', async () => {
    expect((await read('id,label\r101,a\r102,"b\rc"\r')).rows).toEqual([
      ['101', 'a'],
      ['102', 'b\rc'],
    ])
  })

  test('that are well formed are read as csv-parse reads them', () => {
    const piece = fc.constantFrom('a', '"', ',', '\n', '\r\n', ' ', 'ж', '=', "'", '😀')
    const cell = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        (records) => {
          const text = csvLines(records, ',')
          expect(cut(text, comma)).toEqual(records)
          expect(parse(text, { relax_column_count: true, record_delimiter: '\r\n' })).toEqual(records)
        },
      ),
    )
  })

  test('are never lost or made up, whatever stands in the file', () => {
    const text = fc.array(fc.constantFrom('a', '"', ',', '\n', '\r', '\r\n', ' ', '""')).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, (contents) => {
        for (let at = 0; at < contents.length;) {
          const record = cutRecord(contents, at, comma, true)!
          expect(record.next).toBeGreaterThan(at)
          at = record.next
        }
      }),
    )
  })

  test('come out the same wherever the text is cut into pieces', () => {
    const cell = fc
      .array(fc.constantFrom('a', '"', ',', '\n', '\r\n', 'b'), { maxLength: 5 })
      .map((parts) => parts.join(''))
    const records = fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(records, fc.nat(), (rows, seed) => {
        const text = csvLines(rows, ',')
        const middle = seed % (text.length + 1)
        const pieces: string[][] = []
        let rest = ''
        for (const [part, ended] of [
          [text.slice(0, middle), false],
          [text.slice(middle), true],
        ] as const) {
          const whole = rest + part
          let at = 0
          while (at < whole.length) {
            const record = cutRecord(whole, at, comma, ended)
            if (!record) break
            pieces.push(record.cells)
            at = record.next
          }
          rest = whole.slice(at)
        }
        expect(pieces).toEqual(cut(text, comma))
      }),
    )
  })
})

describe('rows', () => {
  test('are numbered as a person counts: the heading is 1, blank records count, line breaks in a cell do not', async () => {
    const table = await read('id,label\n\n101,"a\nb\nc"\n,\n102,d\n')
    expect(table.rows).toEqual([
      ['101', 'a\nb\nc'],
      ['102', 'd'],
    ])
    expect(table.numbers).toEqual([3, 5])
  })

  test('a quote that is never closed spoils its own row and no other', async () => {
    const table = await read('id,label\n101,"open\n102,fine\n103,"also fine"\n104,x\n')
    expect(table.rows).toEqual([
      ['101', '"open'],
      ['102', 'fine'],
      ['103', 'also fine'],
      ['104', 'x'],
    ])
    expect([...table.troubles]).toEqual([[0, { problem: { code: 'file-quotes' }, verdict: 'doubt' }]])
  })

  test('an unclosed quote far from the next one swallows nothing in between', async () => {
    const middle = Array.from({ length: 10_000 }, (_, i) => `${i + 1000},fine`).join('\n')
    const table = await read(`id,label\n1,"open\n${middle}\n2,"closed"\n`)
    expect(table.rows).toHaveLength(10_002)
    expect([...table.troubles.keys()]).toEqual([0])
  })

  test('with a cell too many are refused, with one too few doubtful; empty ones at the end do no harm', async () => {
    const table = await read('id,user,label\n101,2,Truck 5, red\n102,2\n103,2,c,,\n')
    expect([...table.troubles]).toEqual([
      [0, { problem: { code: 'row-ragged', values: { found: 4, expected: 3 } }, verdict: 'refused' }],
      [1, { problem: { code: 'row-ragged', values: { found: 2, expected: 3 } }, verdict: 'doubt' }],
    ])
  })

  test('follow a line in which Excel names the separator', async () => {
    const table = await read('sep=;\r\nid;label\r\n101;a, b\r\n')
    expect(table).toMatchObject({ reading: { delimiter: ';' }, rows: [['101', 'a, b']], numbers: [2] })
  })

  test.each([
    ['headings that are known', 'imei\n356307042441013\n', true],
    ['words over identifiers', 'Gerätenummer;Halter\n101;a@acme.eu\n', true],
    ['a bare list', '356307042441013\n356307042441021\n', false],
    ['nothing but words', 'red;blue\ngreen;white\n', false],
  ])('a heading row is recognised: %s', async (_, contents, heading) => {
    expect((await read(contents)).reading.heading).toBe(heading)
  })

  test.each([
    ['utf-8', '\n'],
    ['utf-8', '\r'],
    ['utf-16le', '\n'],
    ['utf-16be', '\n'],
    ['windows-1251', '\n'],
  ] as const)('are the same whether a file is cut in pieces or whole: %s, %j', async (encoding, lineBreak) => {
    const quoted = `"zwei${lineBreak}Zeilen, ""x"""`
    const kinds = [
      (row: number) => `${row},Фура,plain`,
      (row: number) => `${row},${quoted},${quoted}`,
      (row: number) => `${row},"never closed`,
      (row: number) => `${row},"closed" too early,x`,
      () => '',
      (row: number) => `${row},5" pipe,`,
      (row: number) => `${row},"${`a long cell${lineBreak}`.repeat(row % 7 === 0 ? 900 : 3)}",x`,
    ]
    // Each kind follows each other one, and pieces end everywhere.
    const lines = Array.from({ length: 12_000 }, (_, row) => kinds[(row * 5 + Math.floor(row / 7)) % 7]!(row))
    const text = lines.join(lineBreak) + lineBreak
    const contents = encoding === 'utf-8' ? utf8(text) : encodeText(text, encoding)!
    const whole = cut(encoding === 'windows-1251' ? new TextDecoder(encoding).decode(contents) : text, {
      delimiter: ',',
      lineBreak,
    })
    const table = await read(contents, { encoding, delimiter: ',', heading: false })
    expect(table.rows).toEqual(whole.filter((cells) => cells.some((cell) => cell.trim() !== '')))
    const numbers = whole.flatMap((cells, index) => (cells.some((cell) => cell.trim() !== '') ? [index + 1] : []))
    expect(table.numbers).toEqual(numbers)
  })

  test('let others have their turn while a large file is read', async () => {
    const row = `${'x'.repeat(40)},${'y'.repeat(40)}\n`
    const told: number[] = []
    const pause = (done: number) => Promise.resolve(void told.push(done))
    const table = await readTable(utf8(row.repeat(50_000)), { heading: false }, looksLikeHeading, { pause })
    expect(table.count).toBe(50_000)
    expect(table.pieces.every(({ count }) => count <= 1000)).toBe(true)
    expect(told.length).toBeGreaterThan(50)
    expect(told.at(-1)).toBe(row.length * 50_000)
  })
})

describe('the guard against formulas', () => {
  const risky = ['=1+1', '+49 170', '-5', '@cmd', '\tx', '\rx', '\n=1', "'=x", '＝1', '＋1', '－1', '＠x', '"=1"']

  test.each(risky)('goes on and off: %j', (cell) => {
    expect(guardFormula(cell)).toBe(`'${cell}`.replace("'\n=", "'\n'="))
    expect(unguardFormula(guardFormula(cell))).toBe(cell)
  })

  test.each([
    ['A;=1+1', "A;'=1+1"],
    ['A,+1;-2', "A,'+1;'-2"],
    ['A\t@x|=y', "A\t'@x|'=y"],
    ['two\n=lines', "two\n'=lines"],
    ['A;"=1+1"', `A;'"=1+1"`],
  ])('stands wherever a spreadsheet could begin a cell: %j', (cell, guarded) => {
    expect(guardFormula(cell)).toBe(guarded)
    expect(unguardFormula(guarded)).toBe(cell)
  })

  test.each(["'70s van", "'quoted'", "rock 'n' roll", 'Anna, +49 170', 'a - b', 'x=y', "O'Neil; 'A'"])(
    'leaves what is no formula as it is, apostrophes of people included: %j',
    (cell) => {
      expect(guardFormula(cell)).toBe(cell)
      expect(unguardFormula(cell)).toBe(cell)
    },
  )

  const text = fc
    .array(fc.constantFrom("'", '=', '+', '-', '@', '＝', '\t', '\r', '\n', 'a', ' ', ';', ',', '|', '"'))
    .map((parts) => parts.join(''))

  test('gives back every text', () => {
    fc.assert(
      fc.property(text, (cell) => void expect(unguardFormula(guardFormula(cell))).toBe(cell)),
      { numRuns: 3000 },
    )
  })

  test('leaves no formula to any spreadsheet, wherever it cuts the cell', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(',', ';', '\t', '|'), (cell, cutAt) => {
        for (const line of guardFormula(cell).split(/[\r\n]/)) {
          for (const part of line.split(cutAt)) expect(part).not.toMatch(/^"*[=+\-@＝＋－＠]/)
        }
        expect(guardFormula(cell)).not.toMatch(/^[\t\r\n]/)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('what is handed out', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc
      .array(fc.constantFrom('"', ',', ';', '\t', '|', '\n', '\r\n', "'", '=', '-', ' ', 'a', '5', 'ж', '車'), {
        maxLength: 8,
      })
      .map((parts) => parts.join('')),
  )
  const rows = fc
    .integer({ min: 2, max: 4 })
    .chain((columns) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 6 }),
    )

  test.each(Object.values(separators))(
    'reads back as it was, whatever the cells hold: separated by %j',
    async (separator) => {
      await fc.assert(
        fc.asyncProperty(rows, fc.constantFrom('utf-8', 'utf-16le', 'utf-16be'), async (cells, encoding) => {
          // What was lost before it came here is told as such, and the mark of the file is none of its text.
          fc.pre(cells.every((row) => row.every((one) => !/[\0\ufffd\ufeff]/.test(one))))
          const given = cells.map((row, at) => [`x${at}`, ...row])
          const text =
            byteOrderMark +
            csvLines(
              given.map((row) => row.map(guardFormula)),
              separator,
            )
          const contents = encoding === 'utf-8' ? utf8(text) : encodeText(text, encoding)!
          const table = await read(contents, { heading: false })
          expect(table.reading).toMatchObject({ delimiter: separator, encoding })
          expect(table.rows).toEqual(given)
        }),
        { numRuns: 300 },
      )
    },
  )

  test.each(['windows-1251', 'windows-1252'] as const)('is in %s what a browser reads in it', (encoding) => {
    const all = Array.from({ length: 256 }, (_, at) => at)
    const text = new TextDecoder(encoding).decode(new Uint8Array(all))
    expect([...encodeText(text, encoding)!]).toEqual(all)
    expect(encodeText('車', encoding)).toBeNull()
  })
})
