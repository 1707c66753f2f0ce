import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnsOfFile, viewAsCsv } from '../../../renderer/sheet/features/export/view-as-csv.ts'

import { en } from '../../../shared/locales/en/index.ts'
import { sheets } from '../../../shared/sheets/catalogue.ts'
import type { SheetColumn } from '../../../shared/sheets/sheet.ts'
import { checkFile, importFile } from '../../support/import-file.ts'
import type { SimRig } from '../../support/core-rig.ts'
import { readTask as read, rigWithRoute } from '../../support/stops-file.ts'

const place = '52,52 13,405'

/** What a window makes of a sheet as a file, in all columns, or where these are shown. */
async function exported(made: SimRig, sheet: 'checkpoints' | 'routes', separator = ',', shown?: readonly string[]) {
  const words = { yes: 'Yes', no: 'No', named: (_field: string, code: string) => code }
  const all: readonly SheetColumn[] = sheets[sheet].columns
  const chosen = all.filter(({ field }) => shown?.includes(field) ?? true)
  const columns = columnsOfFile(sheets[sheet], chosen).map(({ field, type }) => ({
    ...{ field, type },
    heading: (en.sheet.columns[sheet] as Record<string, string>)[field]!,
  }))
  const { view, count } = await made.call('sheet.open', { sheet, search: '', sort: [], filter: [], only: 'all' })
  const fields = columns.map(({ field }) => field)
  const file = await viewAsCsv({
    ...{ count, columns, words, separator },
    cells: async (from, wanted) => (await made.call('sheet.cells', { view, from, count: wanted, fields })).cells,
    tell: () => undefined,
    isWanted: () => true,
  })
  return file!.text
}

test('stops whose route there is come into it: behind its last one, by name, by #id, one after the other', async () => {
  const { own, labels, shown, imported, row, routeId, sent, made } = await rigWithRoute()
  const before = own.map(({ values }) => String(values['label']))
  const { check, staged } = await imported([row('A', 20), row('B', 21, `#${routeId}`), row('C', 22)])
  expect(check).toMatchObject({ ready: 3, refused: 0, doubtful: 0 })
  expect(staged).toMatchObject({ staged: 3, left: 0 })
  expect((await shown()).map(({ values }) => values['label'])).toEqual([...before, 'A', 'B', 'C'])
  await made.crash()
  await sent()
  expect(labels()).toEqual([...before, 'A', 'B', 'C'])
})

test('a column of numbers says where among those that there are, whatever the order of the file', async () => {
  const { own, labels, imported, sent, owner, route, at } = await rigWithRoute()
  const before = own.map(({ values }) => String(values['label']))
  const rows = [
    [owner, route, 3, 'Third', place, at(9), at(10)],
    [owner, route, 99, 'Last', place, at(9), at(10)],
    [owner, route, 1, 'First', place, at(9), at(10)],
    [owner, route, 3, 'Third, too', place, at(9), at(10)],
  ].map((cells) => cells.join(';'))
  // At one time of day for all of them some come too late.
  await imported(rows, 'User;Route;Stop;Label;Coordinates;From;To', { includeDoubtful: true })
  await sent()
  const [one, ...others] = before
  expect(labels()).toEqual(['First', one, 'Third', 'Third, too', ...others, 'Last'])
})

test('a route that is unknown by its id, or is to be deleted, is named at its cell', async () => {
  const { made, imported, row, routeId } = await rigWithRoute()
  const routes = await made.rows({ sheet: 'routes' })
  const own = routes.find(({ values }) => values['id'] === routeId)!
  await made.call('sheet.act', { kind: 'route.delete', ids: [own.id] })
  const { check } = await imported([
    row('A', 9),
    row('B', 9, '#123456'),
    row('New 1', 9, 'New'),
    row('New 2', 9, 'New'),
  ])
  expect(check.groups.map(({ field, problem }) => [field, problem.code, problem.values])).toEqual([
    ['route', 'route-leaves', undefined],
    ['route', 'route-unknown', { value: '#123456' }],
  ])
})

test('a name that a route of another day has means another route, unless a person says otherwise', async () => {
  const { imported, checked, owner, route, made } = await rigWithRoute()
  const other = (label: string) => [owner, route, label, place, '2026-12-29 08:00', '2026-12-29 09:00'].join(';')
  await imported([other('A'), other('B')])
  const own = (await made.rows({ sheet: 'routes' })).filter(({ values }) => values['id'] === null)
  expect(own.map(({ values }) => [values['label'], values['stops']])).toEqual([[route, 2]])
  const late = [owner, route, 'C', place, '2026-12-30 08:00', '2026-12-30 09:00'].join(';')
  const check = await checked([late], undefined, { options: { otherDays: true } })
  expect(check.groups.map(({ problem }) => problem.code)).toEqual(['route-ambiguous'])
})

test('rows that are mended and imported again come into the route that the first import has staged', async () => {
  const { imported, checked, row, made, client, sent, owner, at } = await rigWithRoute()
  const bad = [owner, 'Tour X', 'Bad', '152,5 213,4', at(11), at(12)].join(';')
  const first = await imported([row('One', 9, 'Tour X'), row('Two', 10, 'Tour X'), bad])
  expect(first.staged).toMatchObject({ staged: 2, left: 1 })
  const again = await imported([row('Mended', 11, 'tour x')])
  expect(again.check).toMatchObject({ ready: 1, doubtful: 0, refused: 0 })
  const own = async () => (await made.rows({ sheet: 'routes' })).filter(({ values }) => values['label'] === 'Tour X')
  expect((await own()).map(({ values }) => [values['stops'], values['windowTo']])).toEqual([[3, `${at(12)}:00`]])
  const twice = await checked([row('Mended', 11, 'Tour X')])
  expect(twice.groups.map(({ field, problem }) => [field, problem.code])).toEqual([['label', 'row-staged']])
  await sent()
  const [route, ...others] = await own()
  expect(others).toEqual([])
  const stops = read.parse(client('task/read', { task_id: route!.values['id'] })).checkpoints
  expect(stops.map(({ label }) => label)).toEqual(['One', 'Two', 'Mended'])
  // Once it has been made, it is a route like any.
  await imported([row('After', 12, 'Tour X')])
  await sent()
  expect(
    read.parse(client('task/read', { task_id: route!.values['id'] })).checkpoints.map(({ label }) => label),
  ).toEqual([...['One', 'Two', 'Mended', 'After']])
})

test('a file of stops or routes has what tells its rows, whichever columns are shown', () => {
  for (const name of ['checkpoints', 'routes'] as const) {
    const sheet = sheets[name]
    const shown = sheet.columns.filter(({ field }) => field === 'label')
    expect(
      columnsOfFile(sheet, shown)
        .map(({ field }) => field)
        .sort(),
    ).toEqual(['label', ...sheet.told].sort())
    expect(columnsOfFile(sheet, sheet.columns)).toEqual(sheet.columns)
  }
  expect(columnsOfFile(sheets.trackers, [])).toEqual([])
})

test.each([
  ['checkpoints', 'checkpoint.update'],
  ['routes', 'route.update'],
] as const)('a file of %s in which one column is shown comes back in as edits of that', async (sheet, kind) => {
  const { made, own, routeId } = await rigWithRoute()
  const id = sheet === 'routes' ? routeId : own[0]!.values['id']
  const row = (await made.rows({ sheet })).find(({ values }) => values['id'] === id)!
  const [heading, ...lines] = (await exported(made, sheet, '\t', ['description'])).split('\r\n')
  const at = heading!.replace('\ufeff', '').split('\t').indexOf('ID')
  const changed = lines.map((line) => (line.split('\t')[at] === String(id) ? line.replace(/^[^\t]*/, 'Changed') : line))
  const { check } = await importFile(made, 'shown.csv', [heading, ...changed].join('\r\n'))
  expect(check).toMatchObject({ ready: 1, doubtful: 0, refused: 0, requests: 1 })
  expect((await made.operations(['draft'])).map((each) => [each.kind, each.subject.row, each.changes])).toEqual([
    [kind, row.id, [{ field: 'description', from: row.values['description'] ?? '', to: 'Changed' }]],
  ])
})

test.each(['checkpoints', 'routes'] as const)(
  '%s that are exported come back in with nothing staged',
  async (sheet) => {
    const { made } = await rigWithRoute()
    const { check } = await checkFile(made, 'all.csv', await exported(made, sheet))
    const { length } = await made.rows({ sheet })
    expect(check).toMatchObject({ ready: 0, doubtful: 0, refused: 0, same: length, groups: [] })
  },
)

test('of a file that was exported and changed, exactly the changed cells are staged as edits', async () => {
  const { made, own, routeId, sent, labels } = await rigWithRoute()
  const [first, second] = own
  const text = await exported(made, 'checkpoints')
  const lines = text.split('\r\n')
  const changed = lines.map((line) => {
    if (line.startsWith(`${first!.values['id']},`)) return line.replace(String(first!.values['label']), 'Changed')
    return line
  })
  const { check, staged, read: taken } = await importFile(made, 'changed.csv', changed.join('\r\n'))
  expect(taken.suggested?.kind).toBe('routes')
  expect(check).toMatchObject({ ready: 1, doubtful: 0, refused: 0, requests: 1 })
  expect(staged).toMatchObject({ staged: 1, left: 0 })
  const operations = await made.operations(['draft'])
  expect(operations.map(({ kind, changes }) => [kind, changes])).toEqual([
    ['checkpoint.update', [{ field: 'label', from: first!.values['label'], to: 'Changed' }]],
  ])
  await sent()
  expect(labels().slice(0, 2)).toEqual(['Changed', second!.values['label']])
  expect(routeId).not.toBeNull()
})

test('who drives a route, and what it is called, is changed by a file of routes: one edit of each sort', async () => {
  const { made, routeId } = await rigWithRoute()
  const routes = await made.rows({ sheet: 'routes' })
  const { values } = routes.find((one) => one.values['id'] === routeId)!
  const trackers = await made.rows({ sheet: 'trackers' })
  const other = trackers.find(
    (one) =>
      one.values['userId'] === values['userId'] &&
      one.values['panelId'] !== values['trackerId'] &&
      !one.values['blocked'],
  )!
  const text = `Route ID,Label,Tracker\n${routeId},Renamed,${other.values['deviceId']}\n`
  const { check } = await importFile(made, 'routes.csv', text)
  expect(check).toMatchObject({ ready: 1, requests: 2 })
  const operations = await made.operations(['draft'])
  expect(operations.map(({ kind, changes }) => [kind, changes.map(({ field, to }) => [field, to])])).toEqual([
    ['route.update', [['label', 'Renamed']]],
    ['route.assign', [['tracker', other.values['label']]]],
  ])
})

/** Texts as a file has them: blanks around a cell are taken off, and those that do not break lines are blanks. */
const text = (most: number) =>
  fc.string({ unit: 'grapheme', maxLength: most }).map((text) => text.replaceAll('\u00a0', ' ').trim())
const minutes = fc.integer({ min: 0, max: 512_000 }).map(String)
/** What may stand in the cells of a stop: whatever is typed there, and kept or refused as the rules have it. */
const typed = fc.oneof(
  fc.record({ field: fc.constant('label'), value: text(40).filter((label) => label !== '') }),
  fc.record({ field: fc.constant('description'), value: text(80) }),
  fc.record({ field: fc.constantFrom('address', 'externalId'), value: text(40) }),
  fc.record({
    field: fc.constantFrom('label', 'description', 'address', 'externalId'),
    value: fc.constantFrom(
      ...[
        '=1+1',
        '-5',
        '+49 30 1',
        '@x',
        "'quoted",
        '"a", b',
        'two\r\nlines',
        '00123',
        '1e5',
        'Tab\tTab',
        'شاحنة 7',
        '#12',
        'null',
      ],
    ),
  }),
  fc.record({ field: fc.constantFrom('maxDelay', 'minStay', 'minArrival'), value: minutes }),
  fc.record({ field: fc.constant('radius'), value: fc.integer({ min: 1, max: 300_000 }).map(String) }),
  fc.record({
    field: fc.constant('coordinates'),
    value: fc
      .tuple(fc.double({ min: -89, max: 89, noNaN: true }), fc.double({ min: -179, max: 179, noNaN: true }))
      .map(([lat, lng]) => `${lat.toFixed(7)}, ${lng.toFixed(7)}`),
  }),
)

/** What operations change of stops, in one order whatever they were staged in. */
const inOrder = (operations: Awaited<ReturnType<SimRig['operations']>>) =>
  operations
    .map(({ kind, subject, changes }) => ({
      ...{ kind, stop: subject.panelId },
      changes: changes.toSorted((a, b) => a.field.localeCompare(b.field)),
    }))
    .toSorted((a, b) => Number(a.stop) - Number(b.stop))

test('whatever is set in cells of stops comes back from a file as it was, and what the file says otherwise is staged', async () => {
  const { made, own } = await rigWithRoute()
  const id = fc.constantFrom(...own.map((stop) => stop.id))
  const edits = fc.array(fc.record({ id, cell: typed }), { minLength: 1, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(edits, fc.constantFrom(',', ';', '\t'), async (all, separator) => {
      const cells = all.map(({ id, cell }) => ({ id, ...cell }))
      await made.call('sheet.stage', { sheet: 'checkpoints', source: 'paste', cells })
      const broken = (await made.operations(['draft'])).filter(({ problem }) => problem)
      await made.call('outbox.discard', { operations: broken.map(({ id }) => id) })
      const planned = await exported(made, 'checkpoints', separator)
      const { check } = await checkFile(made, 'all.csv', planned, { options: { emptying: true } })
      expect(check.groups.filter(({ verdict }) => verdict === 'doubt')).toEqual([])
      expect(check).toMatchObject({ ready: 0, doubtful: 0 })

      // Once that is discarded, the same file stages just that.
      const drafts = await made.operations(['draft'])
      if (drafts.length === 0) return
      await made.call('outbox.discard', { operations: drafts.map(({ id }) => id) })
      await importFile(made, 'planned.csv', planned, { options: { emptying: true } })
      const again = await made.operations(['draft'])
      expect(inOrder(again)).toEqual(inOrder(drafts))
      await made.call('outbox.discard', { operations: again.map(({ id }) => id) })
    }),
    { numRuns: 40 },
  )
})
