import { describe, expect, test } from 'vitest'
import { encodings, type ImportMapping } from '../../../shared/contract/imports.ts'
import { encodeText } from '../../../shared/imports/encode-text.ts'
import { keptFile } from '../../../electron/imports/needs.ts'
import { readTable } from '../../../electron/imports/read-rows.ts'
import { refusedCsv } from '../../../electron/imports/refused-csv.ts'
import { readVersioned } from '../../../shared/versioned.ts'
import { fleet, importsOver } from './fleet.ts'

const mapping: ImportMapping = {
  kind: 'clones',
  fields: {
    tracker: { from: 'column', column: 0 },
    user: { from: 'constant', value: '2' },
    label: { from: 'column', column: 1 },
  },
  options: { skipExisting: false },
}

async function exported(contents: string, heading: boolean, doubtful = true) {
  const imports = importsOver(fleet())
  const file = await imports.hand('fleet.csv', contents)
  await imports.read({ file, reading: { heading } })
  await imports.check({ file, mapping })
  const { rows } = await imports.rows({ file, only: 'all', from: 0, count: 500 })
  return { rows, imports, ...(await imports.exportRefused({ file, doubtful })) }
}

describe('the file of refused rows', () => {
  test('has the file’s own columns and delimiter, and the reason in a further one', async () => {
    const { name, text } = await exported('Tracker;Label;Note\n101;fine;\n999999;x;"a;b"\n102;<b>;=1+1\n', true)
    expect(name).toBe('fleet – refused.csv')
    expect(text).toBe(
      '\ufeffTracker;Label;Note;Reason\r\n' +
        '999999;x;"a;b";Tracker 999999 is not known.\r\n' +
        "102;<b>;'=1+1;A label holds <.\r\n",
    )
  })

  test('leaves doubtful rows out where they are staged', async () => {
    const { text } = await exported('Tracker,Label\n999999,x\n102,<b>\n', true, false)
    expect(text).toBe('\ufeffTracker,Label,Reason\r\n102,<b>,A label holds <.\r\n')
  })

  test('read again, gives the same cells and the same faults', async () => {
    const contents = [
      'Tracker,Label',
      '999999,"two\nlines, and ""quotes"""',
      'x,=SUM(A1)',
      "y,'+1",
      '102,Truck 5, red',
      '103,<',
      '104,"open <',
      '0104," blanks <"',
    ].join('\n')
    const first = await exported(contents, true)
    const again = await exported(first.text, true)
    const told = (rows: typeof first.rows) => rows.map(({ values, verdict }) => [values, verdict])
    expect(told(again.rows)).toEqual(told(first.rows.filter(({ verdict }) => verdict !== 'ready')))
    expect(again.rows.map(({ cells }) => cells[1])).toEqual(first.rows.map(({ cells }) => cells[1]))
    // The reason is written anew, not added to.
    expect(again.text.split('\r\n')[0]).toBe('\ufeffTracker,Label,Reason')
  })

  test('of a file without headings has none', async () => {
    const { text } = await exported('102,<b>\n', false)
    expect(text).toBe('\ufeff102,<b>,A label holds <.\r\n')
  })

  test.each(encodings)('goes back in the encoding that it came in: %s', async (encoding) => {
    const plain = encoding === 'windows-1252' ? 'Général' : encoding === 'windows-1251' ? 'Фура' : 'Фура 車'
    const contents = `Tracker;Label\n999999;${plain}\n102;<${plain}>\n`
    const bytes = encoding === 'utf-8' ? new TextEncoder().encode(contents) : encodeText(contents, encoding)!
    const imports = importsOver(fleet())
    const file = await imports.hand('fleet.csv', bytes)
    await imports.read({ file, reading: { heading: true, encoding } })
    await imports.check({ file, mapping })
    const left = await imports.exportRefused({ file, doubtful: true })
    expect(left.encoding).toBe(encoding)
    const back = encoding === 'utf-8' ? new TextEncoder().encode(left.text) : encodeText(left.text, encoding)!
    const again = await imports.hand(left.name, back)
    const read = await imports.read({ file: again, reading: {} })
    expect(read.reading).toMatchObject({ encoding, delimiter: ';' })
    expect(read.preview.map(([id, label]) => [id, label])).toEqual([
      ['999999', plain],
      ['102', `<${plain}>`],
    ])
  })

  test('goes back in UTF-8 where its own encoding lacks a character of a reason', async () => {
    const bytes = encodeText('Tracker;Label\n102;Фура\n', 'windows-1251')!
    const table = await readTable(bytes, { heading: true }, () => true, { pause: () => Promise.resolve() })
    expect(table.reading.encoding).toBe('windows-1251')
    async function* refused() {
      yield table.rows(0).map((row) => ({ row, values: {}, findings: [], verdict: 'refused' as const }))
      await Promise.resolve()
    }
    const csv = await refusedCsv(table, refused(), {
      reason: '理由',
      problems: { problems: {}, problemsNamed: {} },
    })
    expect(csv).toEqual({ text: '\ufeffTracker;Label;理由\r\n102;Фура;\r\n', encoding: 'utf-8' })
  })

  test('of what the panel refused goes back in the encoding of the file that was staged', async () => {
    const made = fleet()
    const imports = importsOver(made)
    const file = await imports.hand('fleet.csv', encodeText('Tracker;Label\n102;Фура\n', 'windows-1251')!)
    await imports.read({ file, reading: {} })
    await imports.check({ file, mapping })
    await imports.stage({ file, includeDoubtful: false })
    expect(made.staged).toMatchObject([{ file: { delimiter: ';', encoding: 'windows-1251' } }])
    const { file: kept } = made.staged[0] as unknown as { file: object }
    async function* rows() {
      yield [{ cells: ['102', 'Фура'], problem: null }]
      await Promise.resolve()
    }
    const refused = (version: number, text: string) => {
      made.refusedOf = () => ({
        name: 'fleet.csv',
        file: readVersioned(keptFile, version, text),
        rows: rows(),
      })
      return imports.exportRefusedOf(1)
    }
    expect(await refused(2, JSON.stringify(kept))).toMatchObject({ encoding: 'windows-1251' })
    // The first version did not keep it.
    const first =
      '{"headings":["Tracker","Label"],"delimiter":";","mapping":{"kind":"clones","fields":{},"options":{}}}'
    expect(await refused(1, first)).toMatchObject({ encoding: 'utf-8' })
  })
})
