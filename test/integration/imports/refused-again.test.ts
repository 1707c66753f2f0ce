import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { httpRig, type Rig } from '../../support/core-rig.ts'
import { originals, stranger } from '../../support/import-file.ts'
import { freshImeis } from '../../support/imeis.ts'
import type { FieldSource, ImportMapping } from '../../../shared/contract/imports.ts'

async function open(rig: Rig, name: string, text: string) {
  const bytes = Buffer.from(text)
  const { file } = await rig.call('imports.begin', { name, size: bytes.length })
  await rig.call('imports.chunk', { file, data: bytes.toString('base64') })
  return { file, read: await rig.call('imports.read', { file, reading: {} }) }
}

/** Stages a file, of which these fields are filled otherwise than they suggest themselves. */
async function stage(rig: Rig, name: string, text: string, fields: Record<string, FieldSource> = {}) {
  const { file, read } = await open(rig, name, text)
  const suggested = read.suggested ?? read.mappings.clones
  const mapping: ImportMapping = { ...suggested, fields: { ...suggested.fields, ...fields } }
  const check = await rig.call('imports.check', { file, mapping })
  return { read, check, ...(await rig.call('imports.stage', { file, includeDoubtful: false })) }
}

/** Sends everything, of which the panel refuses all. */
async function refuse(rig: Rig, path: string): Promise<void> {
  rig.panel.faults.add({ path, times: 100, strike: { do: 'refuse', code: 7 } })
  await rig.send()
  await rig.settled()
  rig.panel.faults.clear()
}

const effects = (rig: Rig, name: string) => rig.panel.ledger.entries().filter(({ effect }) => effect === name)
const rowsOf = (text: string, delimiter: string): string[][] => parse(text, { bom: true, delimiter })

test('rows that the panel refused come back as they were in the file, and go through when imported as they stand', async () => {
  const rig = await httpRig()
  const trackers = (await originals(rig)).slice(0, 3)
  const user = await stranger(rig, trackers)
  const ids = trackers.map(({ values }) => String(values['panelId'] ?? ''))
  const rows = ids.map((id, index) => `Bay ${index};${id};=${index}+1`)
  const first = await stage(rig, 'fleet.csv', ['Where;Unit;Note', ...rows, ''].join('\r\n'), {
    tracker: { from: 'column', column: 1 },
    user: { from: 'constant', value: String(user) },
  })
  expect(first).toMatchObject({ staged: 3 })
  await refuse(rig, 'tracker/batch_clone')
  expect(await rig.operations(['rejected'])).toHaveLength(3)

  const { name, text } = await rig.call('outbox.exportRefused', { changeSet: first.changeSet })
  expect(name).toBe('fleet – refused.csv')
  const reason = expect.stringContaining('The panel refused this.') as string
  expect(rowsOf(text, ';')).toEqual([
    ['Where', 'Unit', 'Note', 'user id', 'Reason'],
    ...ids.map((id, index) => [`Bay ${index}`, id, `'=${index}+1`, String(user), reason]),
  ])

  await rig.restart()
  const again = await stage(rig, name, text)
  expect(again.read).toMatchObject({ remembered: true })
  expect(again).toMatchObject({ staged: 3, left: 0, check: { ready: 3, missing: [] } })
  expect(await rig.operations(['rejected'])).toEqual([])
  await rig.send()
  await rig.settled()
  expect(effects(rig, 'tracker.clone')).toHaveLength(3)
})

test('a file without headings comes back with some, and one with reasons has them written anew', async () => {
  const rig = await httpRig()
  const imeis = freshImeis(2)
  const { equipment } = await rig.call('lookup.equipment', {})
  const first = await stage(rig, 'imeis.txt', imeis.join('\n'), {
    equipment: { from: 'constant', value: String(equipment[0]!.id) },
  })
  await refuse(rig, 'tracker/bundle/import')
  const once = await rig.call('outbox.exportRefused', { changeSet: first.changeSet })
  const again = await stage(rig, once.name, once.text)
  expect(again).toMatchObject({ staged: 2, read: { reading: { heading: true } } })
  await refuse(rig, 'tracker/bundle/import')
  const twice = await rig.call('outbox.exportRefused', { changeSet: again.changeSet })
  expect(twice.text).toBe(once.text)
  expect(rowsOf(twice.text, ',')[0]).toEqual(['imei', 'equipment', 'factory preset', 'Reason'])

  await stage(rig, twice.name, twice.text)
  await rig.send()
  await rig.settled()
  expect(effects(rig, 'bundle.import')).toHaveLength(2)
})

test('only what was refused comes back', async () => {
  const rig = await httpRig()
  const trackers = (await originals(rig)).slice(0, 5)
  const user = await stranger(rig, trackers)
  const ids = trackers.map(({ values }) => Number(values['panelId'] ?? 0))
  const text = ['tracker id,user id,memo', ...ids.map((id) => `${id},${user},about ${id}`)].join('\n')
  const { changeSet } = await stage(rig, 'clones.csv', text)
  rig.panel.edit({ tracker_id: ids[2]!, gone: true })
  await rig.send()
  await rig.settled()
  const refused = await rig.call('outbox.exportRefused', { changeSet })
  expect(rowsOf(refused.text, ',').slice(1)).toEqual([
    [String(ids[2]), String(user), `about ${ids[2]}`, expect.stringMatching(/\S/) as string],
  ])
})
