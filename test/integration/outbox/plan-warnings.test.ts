import { expect, test } from 'vitest'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'

async function planOf(rig: SimRig) {
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  return rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
}
const warnedIn = async (rig: SimRig) => (await planOf(rig)).warned

/** Two trackers of one owner that the panel lets anybody edit, and one of another. */
async function threeOf(rig: SimRig) {
  const sound = await rig.sound()
  const ownerOf = ({ values }: SheetRow) => values['owner']
  const first = sound.find((row) => sound.some((other) => other.id !== row.id && ownerOf(other) === ownerOf(row)))!
  const second = sound.find((row) => row.id !== first.id && ownerOf(row) === ownerOf(first))!
  const stranger = sound.find((row) => ownerOf(row) !== ownerOf(first))!
  return { first, second, stranger, labelOf: ({ values }: SheetRow) => String(values['label']) }
}

test('a label that another tracker of the same owner has at the panel is warned of, and is sent', async () => {
  const rig = await simRig()
  const { first, second, stranger, labelOf } = await threeOf(rig)
  await rig.label(stranger.id, labelOf(second))
  expect(await warnedIn(rig)).toEqual([])
  // Another case is another label.
  await rig.label(first.id, `${labelOf(second)} `.toUpperCase())
  expect(await warnedIn(rig)).toEqual([])
  await rig.label(first.id, labelOf(second))
  const taken = { code: 'label-taken', values: { name: labelOf(second) } }
  expect(await warnedIn(rig)).toEqual([{ of: 'cells', problem: taken, count: 1, examples: [labelOf(second)] }])
  const [row] = await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [first.id] }).then(({ rows }) => rows)
  expect(row?.warnings).toEqual({ label: taken })
  await rig.sendAll()
  expect(await rig.operations(['draft', 'rejected'])).toEqual([])
})

test('labels that are staged alike for two trackers of one owner are warned of, without a name of either', async () => {
  const rig = await simRig()
  const { first, second, stranger } = await threeOf(rig)
  for (const { id } of [first, stranger]) await rig.label(id, 'Loaner')
  expect(await warnedIn(rig)).toEqual([])
  await rig.label(second.id, 'Loaner')
  const both = { problem: { code: 'label-taken', values: { name: 'Loaner' } }, count: 2 }
  expect(await warnedIn(rig)).toEqual([{ of: 'cells', ...both, examples: ['Loaner', 'Loaner'] }])
  // What the others are to give up is free.
  await rig.label(second.id, 'Another')
  expect(await warnedIn(rig)).toEqual([])
})

test('labels are held against each other from an index, however many are staged', async () => {
  const rig = await simRig()
  await rig.call('sheet.open', {
    ...{ sheet: 'trackers', search: '', sort: [], filter: [], group: null, folded: [], foldOthers: false, only: 'all' },
  })
  await rig.until(
    () => rig.cached(`SELECT 1 FROM sqlite_schema WHERE name = 'tracker_sheet_label_folded'`).length === 1,
  )
  const steps = rig
    .cached<{ detail: string }>(
      `EXPLAIN QUERY PLAN SELECT id, label, owner FROM tracker WHERE id NOT IN (SELECT 1)
         AND label_folded IN (SELECT value FROM json_each('["a", "b"]'))`,
    )
    .map(({ detail }) => detail)
  expect(steps.join('\n')).toMatch(/SEARCH tracker USING INDEX tracker_sheet_label_folded/)
})

test('a plan that costs more than so many times as much as the present one is warned of, as it is set', async () => {
  const rig = await simRig()
  const { tariffs } = await rig.call('lookup.tariffs', {})
  const sound = (await rig.sound()).filter(({ values }) => !values['clone'] && !values['hidden'])
  // From 7.90 to 12.55.
  const row = sound.find(({ values }) => values['plan'] === 'Standard')!
  const plan = tariffs.find(({ name }) => name === 'Premium')!.id
  await rig.call('sheet.act', { kind: 'tracker.tariff', ids: [row.id], plan, repay: true, charge: true })
  expect(await warnedIn(rig)).toEqual([])
  await rig.call('settings.change', { dearerBy: 1.5 })
  expect(await warnedIn(rig)).toEqual([
    {
      of: 'operations',
      problem: { code: 'plan-dearer', values: { times: 1.5 } },
      count: 1,
      examples: [row.values['label']],
    },
  ])
  expect(await planOf(rig)).toMatchObject({ operations: 1, refused: [] })
})

test('more owners than are set are warned of, by their logins, those who get a clone among them', async () => {
  const rig = await simRig()
  const { first, second, stranger } = await threeOf(rig)
  await rig.call('settings.change', { mostOwners: 1 })
  for (const { id } of [first, second]) await rig.label(id, `New ${id}`)
  expect(await warnedIn(rig)).toEqual([])
  const logins = [first, stranger].map(({ values }) => values['owner'])
  await rig.label(stranger.id, 'Another')
  const warned = { of: 'owners', problem: { code: 'many-owners', values: { most: 1 } } }
  expect(await warnedIn(rig)).toEqual([{ ...warned, count: 2, examples: expect.arrayContaining(logins) as unknown }])
  await rig.call('settings.change', { mostOwners: 2 })
  expect(await warnedIn(rig)).toEqual([])
  const sound = await rig.sound()
  const original = sound.find(({ values }) => values['owner'] === logins[0] && !values['clone'])!
  const user = Number(sound.find(({ values }) => !logins.includes(values['owner']))!.values['userId'])
  await rig.call('sheet.act', { kind: 'tracker.clone', ids: [original.id], user, skipExisting: true })
  expect(await warnedIn(rig)).toMatchObject([{ of: 'owners', count: 3 }])
})
