import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainText } from '../../../renderer/sheet/model/cell-text.ts'
import { type ExportedColumn, viewAsCsv } from '../../../renderer/sheet/features/export/view-as-csv.ts'
import type { CellValue } from '../../../shared/contract/sheets.ts'
import { separators } from '../../../shared/imports/csv-text.ts'
import { sheets } from '../../../shared/sheets/catalogue.ts'
import { en } from '../../../shared/locales/en/index.ts'
import { simRig } from '../../support/core-rig.ts'
import { wholeTable } from '../../support/whole-table.ts'

const words = { yes: 'Yes', no: 'No', named: (_field: string, code: string) => code }
const columns = sheets.trackers.columns.map(({ field, type }): ExportedColumn => ({
  field,
  type,
  heading: en.sheet.columns.trackers[field],
}))
const fields = columns.map(({ field }) => field)

const everything = () => ({ sheet: 'trackers' as const, search: '', sort: [], filter: [], only: 'all' as const })

/** The file that the window makes of these rows. */
async function exported(
  count: number,
  cells: (from: number, count: number) => Promise<CellValue[][]>,
  separator = ',',
) {
  const told: number[] = []
  const file = await viewAsCsv({
    count,
    columns,
    words,
    separator,
    cells,
    tell: (done) => told.push(done),
    isWanted: () => true,
  })
  return { file: file!, told }
}

/** What an import makes of a file. */
const imported = (text: string) => wholeTable(new TextEncoder().encode(text))

test('trackers that are exported are read by an import as what they were, staged values and formulas among them', async () => {
  const rig = await simRig({ panel: { trackers: 2500 } })
  const { view, count, rows } = await rig.call('sheet.open', everything())
  const odd = ['=HYPERLINK("http://x")', '-5', "'quoted", 'two\r\nlines', '"a", b', '  spaces  ', '@x', 'شاحنة']
  await rig.call('sheet.stage', {
    sheet: 'trackers',
    source: 'paste',
    cells: odd.map((value, row) => ({ id: rows[row]!.id, field: 'comment', value })),
  })
  const cells = async (from: number, wanted: number) =>
    (await rig.call('sheet.cells', { view, from, count: wanted, fields })).cells
  const { file, told } = await exported(count, cells)
  expect(file.rows).toBe(count)
  expect(told).toEqual([1000, 2000, count])

  const table = await imported(file.text)
  expect(table.headings).toEqual(columns.map(({ heading }) => heading))
  expect(table.troubles.size).toBe(0)
  const shown = await cells(0, count)
  expect(table.rows).toEqual(
    shown.map((row) => columns.map((column, index) => plainText(column, row[index] ?? null, words))),
  )
  const comment = fields.indexOf('comment')
  expect(odd.map((_, row) => table.rows[row]?.[comment])).toEqual(odd)
})

test.each(Object.values(separators))('cells are parted by what was chosen, headings too: %j', async (separator) => {
  const rows = [fields.map((field) => (field === 'panelId' ? 1 : `${field}, with; all\tof them|`))]
  const { file } = await exported(rows.length, () => Promise.resolve(rows), separator)
  const table = await imported(file.text)
  expect(table).toMatchObject({ reading: { delimiter: separator }, headings: columns.map(({ heading }) => heading) })
  const label = fields.indexOf('label')
  expect(table.rows[0]?.[label]).toBe('label, with; all\tof them|')
})

test('a spreadsheet finds no formula in the file, whatever the cells hold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 20 }), async (texts) => {
      const rows = texts.map((text) => fields.map((field) => (field === 'panelId' ? 1 : `=${text}`)))
      const { file } = await exported(rows.length, () => Promise.resolve(rows))
      expect(file.text).not.toMatch(/(^|,|\r\n)"?=/)
      const table = await imported(file.text)
      expect(table.rows.map((cells) => cells[1])).toEqual(texts.map((text) => `=${text}`))
    }),
    { numRuns: 50 },
  )
})

test('an exported file of trackers suggests itself as one of clones, but for nobody: its owners are those of today', async () => {
  const rig = await simRig()
  const { view, count } = await rig.call('sheet.open', everything())
  const { file } = await exported(
    count,
    async (from, wanted) => (await rig.call('sheet.cells', { view, from, count: wanted, fields })).cells,
  )
  const bytes = Buffer.from(file.text)
  const begun = await rig.call('imports.begin', { name: 'fleetbook-trackers.csv', size: bytes.length })
  for (let from = 0; from < bytes.length; from += 256 * 1024) {
    const data = bytes.subarray(from, from + 256 * 1024).toString('base64')
    await rig.call('imports.chunk', { file: begun.file, data })
  }
  const read = await rig.call('imports.read', { file: begun.file, reading: {} })
  expect(read.suggested?.kind).toBe('clones')
  expect(read.suggested?.fields).toMatchObject({
    tracker: { from: 'column', column: fields.indexOf('panelId') },
    user: { from: 'nothing' },
    label: { from: 'column', column: fields.indexOf('label') },
  })
})
