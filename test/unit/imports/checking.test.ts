import { describe, expect, test } from 'vitest'
import type { ImportMapping } from '../../../shared/contract/imports.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import { fleet, importsOver, tracker, type Fleet } from './fleet.ts'

const clones = (changes: Partial<ImportMapping['fields']> = {}, skipExisting = false): ImportMapping => ({
  kind: 'clones',
  fields: {
    tracker: { from: 'column', column: 0 },
    user: { from: 'column', column: 1 },
    label: { from: 'column', column: 2 },
    ...(changes as ImportMapping['fields']),
  },
  options: { skipExisting },
})

const bundles: ImportMapping = {
  kind: 'bundles',
  fields: {
    imei: { from: 'column', column: 0 },
    equipment: { from: 'constant', value: '10' },
    factoryPreset: { from: 'constant', value: 'no' },
  },
  options: {},
}

async function checked(contents: string, mapping: ImportMapping, made: Fleet = fleet()) {
  const imports = importsOver(made)
  const file = await imports.hand('a file.csv', contents)
  const read = await imports.read({ file, reading: { heading: true } })
  const check = await imports.check({ file, mapping })
  const { rows } = await imports.rows({ file, only: 'all', from: 0, count: 500 })
  return { imports, file, made, read, check, rows }
}

/** What is said of one row of clones or bundles. */
async function saidOf(row: string, mapping: ImportMapping, made?: Fleet) {
  const { rows } = await checked(`h1,h2,h3\n${row}\n`, mapping, made)
  const { verdict, problems } = rows[0]!
  return [verdict, ...Object.entries(problems).map(([field, { code }]) => `${field}: ${code}`)]
}

describe('a row of clones', () => {
  test.each<[string, string, string[]]>([
    ['is ready with an id and a user id', '101,2,', ['ready']],
    ['is ready with a login, in any case', '101,SECOND@acme.EU,A new label', ['ready']],
    ['is ready with what spreadsheets put around ids', '\u00a0\'101 ,"=""2""",', ['ready']],
    ['is doubtful where the cache does not know the tracker', '999999,2,', ['doubt', 'tracker: tracker-unknown']],
    ['is refused where the id is no number', 'Truck 5,2,', ['refused', 'tracker: id-not-a-number']],
    ['is refused where a spreadsheet has spoilt the id', '2.88E+06,2,', ['refused', 'tracker: id-not-a-number']],
    ['is refused without a tracker', ',2,x', ['refused', 'tracker: value-missing']],
    ['is refused without a user', '101,,x', ['refused', 'user: value-missing']],
    ['is refused where nobody knows the user', '101,nobody@acme.eu,', ['refused', 'user: user-unknown']],
    ['is refused for a clone', '201,1,', ['refused', 'tracker: tracker-is-clone']],
    ['is refused for a deleted tracker', '301,2,', ['refused', 'tracker: tracker-corrupted']],
    ['is refused for the tracker’s own owner', '101,1,', ['refused', 'user: user-is-owner']],
    ['is refused where the user has a clone of it', '105,2,', ['refused', 'tracker: clone-exists']],
    ['is refused for a label too long', `101,2,${'x'.repeat(61)}`, ['refused', 'label: label-long']],
    ['is refused for a label with <', '101,2,<b>', ['refused', 'label: label-brackets']],
    [
      'says everything that is wrong with it',
      'x,y,<',
      ['refused', 'tracker: id-not-a-number', 'user: user-unknown', 'label: label-brackets'],
    ],
  ])('%s', async (_, row, said) => {
    expect(await saidOf(row, clones())).toEqual(said)
  })

  test('that exists is left out as a doubt where such clones are to be passed over', async () => {
    expect(await saidOf('105,2,', clones({}, true))).toEqual(['doubt', 'tracker: clone-exists'])
  })

  test('is refused where the same clone has been staged and not yet settled', async () => {
    const made = fleet()
    made.open.add('clone:101:2')
    expect(await saidOf('101,2,', clones(), made)).toEqual(['refused', 'tracker: clone-staged'])
  })

  test('is cloned under its own id with us, which a move does not change', async () => {
    const made = fleet()
    made.trackers.push(tracker(555, { id: 7 }))
    const { imports, file } = await checked('id,user,label\n555,2,\n101,2,New\n', clones(), made)
    await imports.stage({ file, includeDoubtful: false })
    expect(made.staged).toMatchObject([
      {
        title: 'a file.csv',
        operations: [
          {
            kind: 'tracker.clone',
            params: { tracker: 7, user: 2, skipExisting: false },
            subject: 'Truck 555',
            fileRow: 2,
          },
          {
            kind: 'tracker.clone',
            params: { tracker: 101, user: 2, label: 'New', skipExisting: false },
            subject: 'Truck 101',
            fileRow: 3,
          },
        ],
      },
    ])
  })

  test('that is there twice is taken once; a refused one does not count as the first', async () => {
    const { rows, check } = await checked('id,user,label\n101,2,<\n101,2,\n0101,2,\n101,second@acme.eu,x\n', clones())
    expect(rows.map(({ verdict }) => verdict)).toEqual(['refused', 'ready', 'refused', 'refused'])
    expect(rows[3]!.problems['tracker']).toEqual({ code: 'duplicate-in-file', values: { row: 3 } })
    expect(check).toMatchObject({ ready: 1, doubtful: 0, refused: 3, requests: 1 })
  })
})

describe('a row of bundles', () => {
  test.each<[string, string, string[]]>([
    ['is ready with an IMEI', '356307042441021', ['ready']],
    ['is ready with an IMEI kept as text', '"=""356307042441021"""', ['ready']],
    ['is refused in scientific notation', '8.65E+14', ['refused', 'imei: imei-scientific']],
    ['is refused in scientific notation with a comma', '"8,65E+14"', ['refused', 'imei: imei-scientific']],
    [
      'is refused where a spreadsheet has rounded it',
      '865000000000001'.replace(/1$/, '0'),
      ['refused', 'imei: imei-rounded'],
    ],
    ['is refused with too few digits', '35630704244102', ['refused', 'imei: imei-format']],
    ['is refused with letters', 'IMEI 356307042441', ['refused', 'imei: imei-format']],
    ['is refused without one', '"",x', ['refused', 'imei: value-missing']],
    ['is refused where the panel has it', '356307042441013', ['refused', 'imei: bundle-exists']],
    ['is doubtful where the check digit does not fit', '356307042441022', ['doubt', 'imei: imei-check-digit']],
  ])('%s', async (_, row, said) => {
    expect(await saidOf(`${row},,`, bundles)).toEqual(said)
  })

  test.each([
    ['10', 'ready'],
    ['QLGV500', 'ready'],
    ['teltonika fmb120', 'ready'],
    ['FMB120', 'ready'],
    ['FMB999', 'refused'],
  ])('takes equipment by id, code or name: %s is %s', async (name, verdict) => {
    const mapping = { ...bundles, fields: { ...bundles.fields, equipment: { from: 'column', column: 1 } as const } }
    expect((await saidOf(`356307042441021,${name},`, mapping))[0]).toBe(verdict)
  })

  test('is refused by a name that two devices share', async () => {
    const made = fleet()
    made.devices.push({ id: 12, modelName: 'FMB120', modelCode: 'telfmb120b', vendor: 'Teltonika', name: 'FMB120 LTE' })
    const mapping = { ...bundles, fields: { ...bundles.fields, equipment: { from: 'column', column: 1 } as const } }
    expect(await saidOf('356307042441021,FMB120,', mapping, made)).toEqual(['refused', 'equipment: equipment-unknown'])
  })

  test.each([
    ['yes', true],
    ['ДА', true],
    ['1', true],
    ['No', false],
    ['нет', false],
    ['false', false],
  ])('takes %s for a preset as %s', async (word, factoryPreset) => {
    const mapping = { ...bundles, fields: { ...bundles.fields, factoryPreset: { from: 'column', column: 1 } as const } }
    const { imports, file, made } = await checked(`imei,preset,\n356307042441021,${word},\n`, mapping)
    await imports.stage({ file, includeDoubtful: false })
    expect(made.staged[0]!.operations[0]!.params).toMatchObject({
      imei: '356307042441021',
      equipment: 10,
      factoryPreset,
    })
  })

  test('is refused for a preset that is neither yes nor no, or missing', async () => {
    const mapping = { ...bundles, fields: { ...bundles.fields, factoryPreset: { from: 'column', column: 1 } as const } }
    expect(await saidOf('356307042441021,maybe,', mapping)).toEqual(['refused', 'factoryPreset: yes-or-no'])
    expect(await saidOf('356307042441021,,', mapping)).toEqual(['refused', 'factoryPreset: value-missing'])
  })
})

describe('a row that edits a bundle', () => {
  const columns = (kind: ImportMapping['kind'], second: string): ImportMapping => ({
    kind,
    fields: { bundle: { from: 'column', column: 0 }, [second]: { from: 'column', column: 1 } },
    options: {},
  })
  const sims = columns('sims', 'iccid')
  const orders = columns('orders', 'order')
  const equipment = columns('equipment', 'equipment')

  test.each<[string, ImportMapping, string, string[]]>([
    ['is ready with an IMEI and an ICCID', sims, '356307042441013,89990000000000000017', ['ready']],
    ['is ready with the panel’s id of the bundle', sims, '3,89990000000000000017', ['ready']],
    ['is ready with an ICCID kept as text', sims, '3,"=""89990000000000000017"""', ['ready']],
    ['takes a card off where the cell is empty', sims, '2,', ['ready']],
    [
      'is refused where there is no such bundle',
      sims,
      '99,89990000000000000017',
      ['refused', 'bundle: bundle-unknown'],
    ],
    ['is refused for an IMEI of no bundle', sims, '356307042441021,8999', ['refused', 'bundle: bundle-unknown']],
    ['is refused for an IMEI that is spoilt', sims, '3.56E+14,8999', ['refused', 'bundle: imei-scientific']],
    ['is refused without a bundle', sims, ',89990000000000000017', ['refused', 'bundle: value-missing']],
    ['is refused for an ICCID that is spoilt', sims, '3,8.99E+19', ['refused', 'iccid: iccid-scientific']],
    ['is refused for a rounded ICCID', sims, '3,89990000000000000000', ['refused', 'iccid: iccid-rounded']],
    ['is refused for a card in another bundle', sims, '3,89990000000000000025', ['refused', 'iccid: sim-in-bundle']],
    ['is refused for the card that it has', sims, '2,89990000000000000025', ['refused', 'iccid: value-already']],
    ['is refused where there is no card to take off', sims, '3,', ['refused', 'iccid: value-already']],
    ['is ready with an order', orders, '356307042441013,1205', ['ready']],
    ['is taken out of its order where the cell is empty', orders, '2,', ['ready']],
    ['is refused for an order that is no id', orders, '3,order 5', ['refused', 'order: id-not-a-number']],
    ['is refused for the order that it is in', orders, '2,7', ['refused', 'order: value-already']],
    ['is ready with equipment by its name', equipment, '356307042441013,queclink gv500', ['ready']],
    ['is refused for equipment that nobody lists', equipment, '3,GV9000', ['refused', 'equipment: equipment-unknown']],
    ['is refused for what it is already', equipment, '3,10', ['refused', 'equipment: value-already']],
    ['is refused without equipment', equipment, '3,', ['refused', 'equipment: value-missing']],
  ])('%s', async (_, mapping, row, said) => {
    expect(await saidOf(`${row},`, mapping)).toEqual(said)
  })

  test.each<[string, string, string]>([
    ['Bundle ID', '356307042441013', 'bundle-unknown'],
    ['IMEI', '3', 'imei-format'],
  ])('names the bundle by what the heading says: under “%s”, %s is not found', async (heading, text, code) => {
    const { rows } = await checked(`${heading},ICCID\n${text},89990000000000000017\n`, sims)
    expect(rows[0]!.problems['bundle']?.code).toBe(code)
  })

  test('says which bundle has the card', async () => {
    const { rows } = await checked('b,s\n3,89990000000000000025\n', sims)
    expect(rows[0]!.problems['iccid']?.values).toEqual({ value: '89990000000000000025', bundle: '356307042441039' })
  })

  test('is there twice where the bundle is, or the card', async () => {
    const [one, two] = ['8999000000000000001', '8999000000000000002']
    const { rows } = await checked(`b,s\n3,${one}\n356307042441047,${two}\n1,${one}\n`, sims)
    expect(rows.map(({ problems }) => problems)).toEqual([
      {},
      { bundle: { code: 'duplicate-in-file', values: { row: 2 } } },
      { iccid: { code: 'duplicate-in-file', values: { row: 2 } } },
    ])
  })

  test('is refused where the same is staged for the bundle, and only then', async () => {
    const made = fleet()
    made.open.add('bundle:3 bundle.assignSim')
    expect(await saidOf('3,8999000000000000001,', sims, made)).toEqual(['refused', 'bundle: bundle-edit-staged'])
    expect(await saidOf('3,1205,', orders, made)).toEqual(['ready'])
  })

  test.each<[ImportMapping, string, object]>([
    [sims, '2,', { kind: 'bundle.assignSim', params: { set: { iccid: '' }, base: { iccid: '89990000000000000025' } } }],
    [orders, '2,', { kind: 'bundle.assignOrder', params: { set: { orderId: '' }, base: { orderId: 7 } } }],
    [orders, '2,8', { kind: 'bundle.assignOrder', params: { set: { orderId: 8 }, base: { orderId: 7 } } }],
    [
      equipment,
      '2,GV500',
      { kind: 'bundle.setEquipment', params: { set: { equipment: 11 }, base: { equipment: 10 } } },
    ],
  ])('becomes an edit, made against what the bundle holds: %#', async (mapping, row, operation) => {
    const { imports, file, made } = await checked(`b,s\n${row}\n`, mapping)
    await imports.stage({ file, includeDoubtful: false })
    expect(made.staged[0]!.operations).toMatchObject([{ subject: '356307042441039', fileRow: 2, ...operation }])
    expect(made.staged[0]!.operations[0]!.params).toMatchObject({ row: 2 })
  })
})

describe('a check', () => {
  test('says which required fields are filled from nothing, instead of refusing every row', async () => {
    const { check } = await checked('id\n101\n', clones({ user: { from: 'nothing' } } as never))
    expect(check).toMatchObject({ missing: ['user'], ready: 0, doubtful: 0, refused: 0, groups: [], requests: 0 })
  })

  test('groups what is wrong by how it is mended, most rows first', async () => {
    const { check, imports, file } = await checked(
      'id,user,label\nx,2,\n101,2,<\ny,2,\n102,2,>\nz,2,\n103,2,\n',
      clones(),
    )
    expect(check.groups.map(({ field, problem, rows, examples }) => [field, problem.code, rows, examples])).toEqual([
      ['tracker', 'id-not-a-number', 3, [2, 4, 6]],
      ['label', 'label-brackets', 2, [3, 5]],
    ])
    const group = { field: 'label', code: 'label-brackets' satisfies ProblemCode } as const
    const { count, rows } = await imports.rows({ file, only: 'all', group, from: 1, count: 1 })
    expect([count, rows.map(({ row }) => row)]).toEqual([2, [5]])
  })

  test('counts requests as they will be batched: a thousand clones to one user, a label goes alone', async () => {
    const made = fleet()
    made.trackers.push(...Array.from({ length: 1001 }, (_, i) => tracker(10_000 + i)))
    const rows = Array.from({ length: 1001 }, (_, i) => `${10_000 + i},2,`)
    const { check } = await checked(
      `id,user,label\n${rows.join('\n')}\n101,2,Own\n102,2,Own\n999999,2,\n`,
      clones(),
      made,
    )
    expect(check).toMatchObject({ ready: 1003, doubtful: 1, requests: 4, requestsWithDoubtful: 4 })
  })

  test('shows the values as they were understood, and as they stand where they were not', async () => {
    const { rows } = await checked('id,user,label\n0101,2,\nx,nobody,<\n', clones())
    expect(rows.map(({ values }) => values)).toEqual([
      { tracker: '101 · Truck 101', user: 'Second@acme.eu', label: '' },
      { tracker: 'x', user: 'nobody', label: '<' },
    ])
  })

  test('of a file of the wrong columns finds every row refused, with reasons', async () => {
    const { check } = await checked('colour,size\nred,large\nblue,small\n', clones())
    expect(check).toMatchObject({ ready: 0, refused: 2 })
    expect(check.groups.map(({ problem }) => problem.code)).toEqual(['id-not-a-number', 'user-unknown'])
  })

  test('of 50,000 rows asks the cache in bulk', async () => {
    const made = fleet()
    made.trackers.push(...Array.from({ length: 50_000 }, (_, i) => tracker(100_000 + i)))
    const byId = new Map(made.trackers.map((one) => [one.panelId, one]))
    made.trackersByPanelIds = (ids) => {
      made.asked += 1
      return new Map(ids.flatMap((id) => (byId.has(id) ? [[id, byId.get(id)!]] : [])))
    }
    const rows = Array.from({ length: 50_000 }, (_, i) => `${100_000 + i},2,`)
    const { check } = await checked(`id,user,label\n${rows.join('\n')}\n`, clones(), made)
    expect(check).toMatchObject({ ready: 50_000, requests: 50 })
    expect(made.asked).toBeLessThan(300)
  })
})

describe('staging', () => {
  test('takes the ready rows, and the doubtful ones only if asked', async () => {
    const contents = 'id,user,label\n101,2,\n999999,2,\nx,2,\n'
    const without = await checked(contents, clones())
    expect(await without.imports.stage({ file: without.file, includeDoubtful: false })).toMatchObject({
      staged: 1,
      left: 2,
    })
    const including = await checked(contents, clones())
    expect(await including.imports.stage({ file: including.file, includeDoubtful: true })).toMatchObject({
      staged: 2,
      left: 1,
    })
    expect(including.made.staged[0]!.operations[1]).toMatchObject({ params: { tracker: 999_999 }, subject: '999999' })
  })

  test('looks again at what has changed since the check, and stages nothing twice', async () => {
    const { imports, file, made } = await checked('id,user,label\n101,2,\n', clones())
    made.open.add('clone:101:2')
    await expect(imports.stage({ file, includeDoubtful: true })).rejects.toMatchObject({
      problem: { code: 'nothing-to-stage' },
    })
    expect(made.staged).toEqual([])
  })

  test('leaves an error of the journal to the caller, and the file as it was', async () => {
    const { imports, file, made } = await checked('id,user,label\n101,2,\n', clones())
    const stage = made.stage
    made.stage = () => {
      throw new Error('disk full')
    }
    await expect(imports.stage({ file, includeDoubtful: false })).rejects.toThrow('disk full')
    made.stage = stage
    expect(await imports.stage({ file, includeDoubtful: false })).toMatchObject({ staged: 1 })
  })

  test('remembers the columns for the next file with the same headings, but not whom everything went to', async () => {
    const made = fleet()
    const mapping = clones(
      { user: { from: 'constant', value: '2' }, tracker: { from: 'column', column: 1 } } as never,
      true,
    )
    const imports = importsOver(made)
    const first = await imports.hand('first.csv', 'a,b,c\n1,101,\n')
    expect(await imports.read({ file: first, reading: { heading: true } })).toMatchObject({ remembered: false })
    await imports.check({ file: first, mapping })
    await imports.stage({ file: first, includeDoubtful: false })
    const second = await imports.hand('second.csv', 'A; B ;C\n1;102;\n')
    expect(await imports.read({ file: second, reading: { heading: true } })).toMatchObject({
      remembered: true,
      suggested: { ...mapping, fields: { ...mapping.fields, user: { from: 'nothing' } } },
    })
  })
})
