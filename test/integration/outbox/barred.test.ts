import { expect, test } from 'vitest'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { httpRig, simRig, type Rig } from '../../support/core-rig.ts'
import { importFile, originals, stranger } from '../../support/import-file.ts'
import { freshImeis } from '../../support/imeis.ts'

const lastSet = async (rig: Rig) => (await rig.call('outbox.changeSets', { settled: false })).changeSets[0]!

async function plan(rig: Rig) {
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  return rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
}

async function clone(rig: Rig): Promise<SheetRow> {
  return (await rig.sound()).find(({ values }) => values['clone'] === true)!
}

const deletes = (rig: Rig) => rig.panel.ledger.entries().filter(({ effect }) => effect === 'tracker.deleteClone')
const imports = (rig: Rig) => rig.panel.ledger.entries().filter(({ effect }) => effect === 'bundle.import')

test('what is staged behind the deletion of the same tracker is said so, stays behind, and goes once that is discarded', async () => {
  const rig = await httpRig()
  const row = await clone(rig)
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: [row.id] })
  const cells = [{ id: row.id, field: 'label', value: 'Too late' }]
  expect(await rig.call('sheet.stage', { sheet: 'trackers', source: 'type', cells })).toMatchObject({
    staged: 1,
    broken: 1,
  })
  const command = { command: 'reboot', form: 'text' as const, reliable: true }
  expect(await rig.call('sheet.act', { kind: 'tracker.command', ids: [row.id], ...command })).toMatchObject({
    staged: 1,
    broken: 1,
  })

  const [marked] = (await rig.rows({ only: 'attention' })).filter(({ id }) => id === row.id)
  expect(marked!.marks['label']).toMatchObject({
    sign: 'refused',
    state: 'draft',
    problem: { code: 'deletion-staged' },
  })
  expect(await lastSet(rig)).toMatchObject({ broken: 2 })
  expect((await rig.status()).queue.broken).toBe(2)
  expect(await plan(rig)).toMatchObject({
    operations: 1,
    refused: [{ problem: { code: 'deletion-staged' }, operations: 2 }],
  })
  const only = { changeSet: null, states: ['draft' as const], broken: true, search: '', from: 0, count: 10 }
  expect((await rig.call('outbox.operations', only)).rows.map(({ problem }) => problem?.code)).toEqual([
    'deletion-staged',
    'deletion-staged',
  ])

  const [deletion] = await rig.operations(['draft'])
  await rig.call('outbox.discard', { operations: [deletion!.id] })
  expect(await plan(rig)).toMatchObject({ operations: 2, refused: [] })
  await rig.send()
  await rig.settled()
  expect(deletes(rig)).toEqual([])
  expect((await rig.rows({ search: 'Too late' })).map(({ id }) => id)).toEqual([row.id])
})

test('an edit staged before the deletion of the same tracker goes before it', async () => {
  const rig = await simRig()
  const row = await clone(rig)
  await rig.label(row.id, 'In time')
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: [row.id] })
  expect(await plan(rig)).toMatchObject({ operations: 2, refused: [] })
  await rig.send()
  await rig.settled()
  expect(await rig.operations(['rejected', 'draft'])).toEqual([])
  expect(deletes(rig)).toHaveLength(1)
})

test('the same bundle staged a second time stays behind the first', async () => {
  const rig = await simRig()
  const { equipment } = await rig.call('lookup.equipment', {})
  const options = {
    kind: 'bundles' as const,
    fields: { equipment: { from: 'constant' as const, value: String(equipment[0]!.id) } },
  }
  const text = ['imei', ...freshImeis(2)].join('\n')
  await importFile(rig, 'first.csv', text, options)
  // The check of a file would refuse it as staged already, so what is staged is hidden from it.
  rig.tamper(`CREATE TABLE kept AS SELECT * FROM lane; DELETE FROM lane`)
  await importFile(rig, 'second.csv', text, options)
  rig.tamper('INSERT INTO lane SELECT * FROM kept')

  const second = await lastSet(rig)
  expect(second).toMatchObject({ title: 'second.csv', broken: 2 })
  expect(await rig.call('outbox.send', { changeSets: [second.id] })).toEqual({ released: 0, keptBack: 2 })
  await rig.send()
  await rig.settled()
  expect(imports(rig)).toHaveLength(2)
})

test('undoing the same deletion twice clones once', async () => {
  const rig = await simRig()
  const row = await clone(rig)
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: [row.id] })
  const set = await lastSet(rig)
  await rig.send()
  await rig.settled()
  await rig.call('outbox.undoSent', { changeSet: set.id })
  await rig.call('outbox.undoSent', { changeSet: set.id })
  expect(await plan(rig)).toMatchObject({
    operations: 1,
    refused: [{ problem: { code: 'clone-staged' }, operations: 1 }],
  })
  await rig.send()
  await rig.settled()
  expect(await rig.operations(['rejected'])).toEqual([])
})

test('a clone that is staged already is refused by the check of a file', async () => {
  const rig = await simRig()
  const [original] = await originals(rig)
  const user = await stranger(rig, [original!])
  const text = `tracker id,user id\n${String(original!.values['panelId'])},${user}\n`
  await importFile(rig, 'one.csv', text)
  await expect(importFile(rig, 'two.csv', text)).rejects.toMatchObject({ problem: { code: 'nothing-to-stage' } })
})
