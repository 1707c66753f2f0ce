import { expect, test } from 'vitest'
import { firstOwnId } from '../../../shared/entities/entity.ts'
import { equipment } from '../../../electron/demo-panel/hardware.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'
import { z } from 'zod'
import { otherClient } from '../../support/other-client.ts'
import { freshImeis } from '../../support/imeis.ts'

// Rows that the panel does not have yet: each is a row of its sheet like any other from the moment that it is staged, and
// the same one when the panel has it.

type Look = Partial<{ search: string; only: 'all' | 'staged' | 'attention'; sort: object[] }>
async function look(rig: SimRig, query: Look = {}) {
  const question = { search: '', sort: [], filter: [], only: 'all' as const, ...query }
  const { view, count, total } = await rig.call('sheet.open', { sheet: 'bundles', ...question } as never)
  return { total, rows: count === 0 ? [] : (await rig.call('sheet.rows', { view, from: 0, count })).rows }
}
const find = async (rig: SimRig, imei: string) => (await look(rig)).rows.find(({ values }) => values['imei'] === imei)

const [imei = '', other = ''] = freshImeis(2)
const card = '89990000000000000017'
const equipmentOf = async (rig: SimRig) => {
  const names = (await rig.call('sheet.facet', { sheet: 'bundles', field: 'equipment', search: '' })).values
  return names.map(({ value }) => String(value))
}
const make = (rig: SimRig, ...rows: Record<string, string>[]) => rig.call('sheet.make', { sheet: 'bundles', rows })
const edit = (rig: SimRig, id: number, field: string, value: string) =>
  rig.call('sheet.stage', { sheet: 'bundles', source: 'type', cells: [{ id, field, value }] })
const heldBundle = z.object({ value: z.looseObject({ id: z.int(), imei: z.string(), iccid: z.string().nullish() }) })
/** The bundle of an IMEI as the panel has it; what is asked for is there. */
const held = ({ panel }: SimRig, wanted: string) =>
  heldBundle.parse(otherClient(panel)('tracker/bundle/read', { imei: wanted })).value
async function pullAll(rig: SimRig): Promise<void> {
  await rig.call('pull.start', {})
  await rig.until(async () => !(await rig.status()).pull.running)
}

test('a row that is staged is in its sheet at once: sorted, found, counted and marked like any other', async () => {
  const rig = await simRig()
  const [name = ''] = await equipmentOf(rig)
  const before = (await look(rig)).total
  const { ids } = await make(rig, { imei, equipment: name })
  expect(ids).toEqual([firstOwnId])
  const { total, rows } = await look(rig)
  expect(total).toBe(before + 1)
  expect(rows.at(-1), 'a row without an id of the panel comes last').toMatchObject({
    id: firstOwnId,
    values: { id: null, imei, equipment: name, iccid: null },
    marks: { '': { sign: 'staged', state: 'draft' } },
  })
  expect((await look(rig, { search: imei })).rows.map(({ id }) => id)).toEqual(ids)
  expect((await look(rig, { only: 'staged' })).rows.map(({ id }) => id)).toEqual(ids)
  const byImei = (await look(rig, { sort: [{ field: 'imei', descending: false }] })).rows.map(
    ({ values }) => values['imei'],
  )
  expect(byImei).toEqual([...byImei].sort())
  const again = await make(rig, { imei, equipment: name })
  const skipped = [{ place: 0, problem: { code: 'row-staged' } }]
  expect(again, 'it is staged already, and which one it is is said').toEqual({ ids, skipped, broken: 0 })
})

test('of rows that there are already our ids are told, and at which places they stood and why', async () => {
  const rig = await simRig()
  const [name = ''] = await equipmentOf(rig)
  const [there] = (await look(rig)).rows
  const known = String(there?.values['imei'])
  const row = (wanted: string) => ({ imei: wanted, equipment: name })
  const { ids, skipped, broken } = await make(
    rig,
    row(known),
    row(imei),
    row(` ${imei.slice(0, 6)} ${imei.slice(6)}`),
    row(other),
  )
  const rowOf = async (wanted: string) => (await find(rig, wanted))?.id
  expect(ids).toEqual([there?.id, firstOwnId, firstOwnId, await rowOf(other)])
  expect(await rowOf(imei)).toBe(firstOwnId)
  expect(skipped).toEqual([
    { place: 0, problem: { code: 'row-at-panel' } },
    { place: 2, problem: { code: 'row-staged' } },
  ])
  expect(broken).toBe(0)
  expect(await rig.operations(['draft'])).toMatchObject([{ subject: { name: imei } }, { subject: { name: other } }])

  // What is staged on a row that the panel has makes it none of ours.
  await edit(rig, there?.id ?? 0, 'iccid', card)
  expect((await make(rig, row(known))).skipped).toMatchObject([{ problem: { code: 'row-at-panel' } }])
  await rig.sendAll()
  expect((await make(rig, row(imei))).skipped).toMatchObject([{ problem: { code: 'row-at-panel' } }])
})

test('of many rows, made part by part, each that there is already is told by its place among all', async () => {
  const rig = await simRig()
  const [name = ''] = await equipmentOf(rig)
  const imeis = freshImeis(2500, 1000)
  const places = [0, 999, 1000, 2345]
  const row = (wanted: string) => ({ imei: wanted, equipment: name })
  await make(rig, ...places.map((place) => row(imeis[place]!)))
  const { ids, skipped } = await make(rig, ...imeis.map(row))
  expect(ids).toHaveLength(imeis.length)
  expect(new Set(ids).size).toBe(imeis.length)
  expect(skipped.map(({ place }) => place)).toEqual(places)
})

test('all that it is made with is sent, and what says neither yes nor no is no call', async () => {
  const rig = await simRig()
  const [name = ''] = await equipmentOf(rig)
  const { ids } = await make(rig, { imei, equipment: name, factoryPreset: 'yes' })
  expect((await find(rig, imei))?.values['factoryPreset']).toBe(true)
  // What is typed later leaves it as it was said.
  await edit(rig, ids[0]!, 'equipment', (await equipmentOf(rig))[1]!)
  await rig.sendAll()
  const imports = rig.panel.ledger.entries().filter(({ effect }) => effect === 'bundle.import')
  expect(imports).toMatchObject([{ imei, factoryPreset: true }])
  await rig.call('pull.start', {})
  await rig.until(async () => !(await rig.status()).pull.running)
  const pulled = await find(rig, imei)
  expect(pulled?.values['id'], 'the panel has named it').not.toBe(null)
  expect(pulled?.values['factoryPreset'], 'a list does not show it, so it stays known').toBe(true)
  await expect(make(rig, { imei: other, equipment: name, factoryPreset: 'perhaps' })).rejects.toThrow('bad-call')
  expect(await rig.operations(['draft'])).toEqual([])
})

test('what is typed in it goes into the draft that makes it; what that does not take waits for it', async () => {
  const rig = await simRig()
  const [first = '', second = ''] = await equipmentOf(rig)
  const [id = 0] = (await make(rig, { imei, equipment: first })).ids
  expect(await edit(rig, id, 'equipment', second)).toMatchObject({ staged: 1, skipped: 0 })
  expect(await edit(rig, id, 'iccid', card)).toMatchObject({ staged: 1, skipped: 0 })
  expect(await rig.operations(['draft'])).toMatchObject([
    { kind: 'bundle.import', subject: { name: imei } },
    { kind: 'bundle.assignSim', subject: { name: imei }, changes: [{ field: 'iccid', from: '', to: card }] },
  ])
  expect((await find(rig, imei))?.values['equipment']).toBe(second)

  await rig.sendAll()
  expect(held(rig, imei)).toMatchObject({ imei, iccid: card })
  const made = await find(rig, imei)
  expect(made, 'it is the same row, and the panel has named it').toMatchObject({
    id,
    values: { id: held(rig, imei)?.id, equipment: second, iccid: card },
    marks: {},
  })
  // By the id of ours it is edited from here on, and after another pull.
  await pullAll(rig)
  expect((await find(rig, imei))?.id).toBe(id)
  await edit(rig, id, 'iccid', '')
  await rig.sendAll()
  expect(held(rig, imei)?.iccid ?? '').toBe('')
})

test('undo and redo go over making, typing and taking back, and the row is the same one', async () => {
  const rig = await simRig()
  const [first = '', second = ''] = await equipmentOf(rig)
  const [id = 0] = (await make(rig, { imei, equipment: first })).ids
  await edit(rig, id, 'equipment', second)
  await edit(rig, id, 'iccid', card)
  const shown = async () => {
    const row = await find(rig, imei)
    return row && [row.id, row.values['equipment'], row.marks['iccid']?.value ?? null]
  }
  const steps = [undefined, [id, first, null], [id, second, null], [id, second, card]]
  for (const step of [2, 1, 0]) {
    const undone = await rig.call('sheet.undo', { redo: false })
    expect(undone.step, 'the sheet in which a row goes is named').toMatchObject(
      step === 0 ? { source: 'make', cells: 1, ids: [id], made: 'bundles' } : { source: 'type', made: null },
    )
    expect(await shown(), `undone to ${step}`).toEqual(steps[step])
  }
  for (const step of [1, 2, 3]) {
    await rig.call('sheet.undo', { redo: true })
    expect(await shown(), `done again to ${step}`).toEqual(steps[step])
  }

  // Taken back as a whole, with what is staged in its cells; and that can be undone.
  await rig.call('sheet.revert', { sheet: 'bundles', cells: [{ id, field: null }] })
  expect(await shown()).toBeUndefined()
  expect(await rig.operations(['draft'])).toEqual([])
  expect((await rig.call('sheet.undo', { redo: false })).step).toMatchObject({ source: 'revert', made: 'bundles' })
  expect(await shown()).toEqual(steps[3])
  await rig.sendAll()
  expect(held(rig, imei)).toMatchObject({ iccid: card })
})

test('what names no equipment is kept as it was typed, is said, and goes once it is mended in its cell', async () => {
  const rig = await simRig()
  const [first = ''] = await equipmentOf(rig)
  const { ids, broken } = await make(rig, { imei, equipment: 'no such thing' }, { imei: other, equipment: first })
  expect({ count: ids.length, broken }).toEqual({ count: 2, broken: 1 })
  expect((await look(rig, { only: 'attention' })).rows.map(({ id }) => id)).toEqual([ids[0]])
  await edit(rig, ids[0]!, 'equipment', first)
  expect((await look(rig, { only: 'attention' })).rows).toEqual([])
  await rig.sendAll()
  expect([held(rig, imei), held(rig, other)]).toMatchObject([{ imei }, { imei: other }])
})

test('what needs a row that was refused or discarded says so where it stands', async () => {
  const rig = await simRig()
  const [first = ''] = await equipmentOf(rig)
  const [{ equipId } = { equipId: 0 }] = equipment
  otherClient(rig.panel)('tracker/bundle/import', { imeis: [other], equip_id: equipId, factory_preset: false })
  const [id = 0] = (await make(rig, { imei: other, equipment: first })).ids
  await edit(rig, id, 'iccid', card)
  await rig.send()
  await rig.until(async () => (await rig.operations(['rejected'])).length > 0)
  expect(await rig.operations(['rejected'])).toMatchObject([{ problem: { code: 'bundle-exists' } }])
  const marked = async () => (await look(rig, { only: 'staged' })).rows.find((row) => row.id === id)?.marks
  expect((await marked())?.['iccid']).toMatchObject({ state: 'ready', problem: { code: 'needs-refused' } })

  // Without it there is no row any more: what was to be done to it says so in the outbox.
  const [refused] = await rig.operations(['rejected'])
  await rig.call('outbox.discard', { operations: [refused!.id] })
  expect(await find(rig, other)).toBeUndefined()
  expect(await rig.operations(['ready'])).toMatchObject([{ problem: { code: 'needs-discarded' } }])
})

test('a cache that is lost is pulled again with the ids by which edits know the rows that we made', async () => {
  const rig = await simRig()
  const [first = ''] = await equipmentOf(rig)
  const [id = 0] = (await make(rig, { imei, equipment: first })).ids
  await rig.sendAll()
  await edit(rig, id, 'iccid', card)
  rig.cutPowerAfter(1)
  await rig.call('pull.start', {}).catch(() => undefined)
  while (!rig.powerless) await rig.clock.step()
  await rig.powerOn({ cacheLost: true })
  await rig.online()
  await pullAll(rig)
  expect((await find(rig, imei))?.id).toBe(id)
  await rig.sendAll()
  expect(held(rig, imei)).toMatchObject({ iccid: card })
})

test('a row that a pull brings before we know that it was made is the one that is staged', async () => {
  const rig = await simRig()
  const [first = ''] = await equipmentOf(rig)
  const [id = 0] = (await make(rig, { imei, equipment: first })).ids
  const [{ equipId } = { equipId: 0 }] = equipment
  otherClient(rig.panel)('tracker/bundle/import', { imeis: [imei], equip_id: equipId, factory_preset: false })
  await pullAll(rig)
  const same = (await look(rig)).rows.filter(({ values }) => values['imei'] === imei)
  expect(same).toMatchObject([{ id, values: { id: held(rig, imei).id } }])
})
