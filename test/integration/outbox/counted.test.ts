import { expect, test } from 'vitest'
import { simRig } from '../../support/core-rig.ts'
import { originals, stranger } from '../../support/import-file.ts'

test('what is looked up after a run has ended counts as sent by it', async () => {
  const rig = await simRig()
  const rows = (await rig.sound()).slice(0, 6)
  const path = 'tracker/settings/update'
  rig.panel.faults.add({ path, times: 1, strike: { do: 'drop', when: 'after' } })
  rig.panel.faults.add({ path, times: 1, strike: { do: 'drop', when: 'before' } })
  rig.panel.faults.add({ path, times: 1, strike: { do: 'refuse', code: 264 } })
  for (const [index, { id }] of rows.entries()) await rig.label(id, `Renamed ${index}`)
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ state }) => state)).toEqual(rows.map(() => 'done'))
  expect((await rig.status()).sending).toMatchObject({ done: 6, total: 6, refused: 0, already: 0 })
})

test('what was answered without saying what came of it is counted once it has been looked up', async () => {
  const rig = await simRig()
  const [tracker] = await originals(rig)
  const owner = await stranger(rig, [tracker!])
  rig.panel.faults.add({ path: 'tracker/move', strike: { do: 'without', fields: ['id'] } })
  await rig.call('sheet.act', { kind: 'tracker.move', ids: [tracker!.id], owner })
  await rig.send()
  await rig.settled()
  expect((await rig.operations()).map(({ state, attempts }) => [state, attempts])).toEqual([['done', 1]])
  expect((await rig.status()).sending).toMatchObject({ done: 1, total: 1, refused: 0 })
})

test('what is sent later, as something else, counts by itself', async () => {
  const rig = await simRig()
  const [first, second] = await rig.sound()
  await rig.label(first!.id, 'One')
  await rig.send()
  await rig.settled()
  await rig.label(second!.id, 'Two')
  await rig.send()
  await rig.settled()
  expect((await rig.status()).sending).toMatchObject({ done: 1, refused: 0 })
})

test('what is refused before anything was sent is counted', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  await rig.label(first!.id, 'One')
  rig.panel.edit({ tracker_id: Number(first!.values['panelId']), gone: true })
  await rig.send()
  await rig.settled()
  expect((await rig.status()).sending).toMatchObject({ done: 1, refused: 1 })
})

test('an undo of what was sent counts what was carried out, and nothing else', async () => {
  const rig = await simRig()
  const rows = (await rig.sound()).filter(({ values }) => values['clone'] === false)
  const [sent, changed, refused, commanded] = rows
  await rig.label(sent!.id, 'Sent')
  await rig.label(changed!.id, 'Changed since')
  await rig.label(refused!.id, 'Refused')
  await rig.call('sheet.act', {
    ...{ kind: 'tracker.command', ids: [commanded!.id], command: 'reboot', form: 'text', reliable: true },
  })
  const parameters = { label: 'Refused' }
  rig.panel.faults.add({ path: 'tracker/settings/update', parameters, strike: { do: 'refuse', code: 236 } })
  rig.panel.faults.add({ path: 'tracker/raw_command/send', strike: { do: 'drop', when: 'after' } })
  await rig.send()
  await rig.until(async () => (await rig.operations(['unknown', 'rejected'])).length === 2)
  await rig.until(async () => (await rig.operations(['done'])).length === 2)
  const { changeSets } = await rig.call('outbox.changeSets', { settled: true })
  rig.panel.edit({ tracker_id: Number(changed!.values['panelId']), label: 'By others' })
  await rig.online()
  await rig.call('pull.start', {})
  await rig.online()

  const undone = await rig.call('outbox.undoSent', { changeSet: changeSets[0]!.id })
  expect(undone).toMatchObject({ staged: 1, left: [{ problem: { code: 'changed-since' } }], unknown: 1 })
  expect(undone.staged + undone.left.length).toBe(changeSets[0]!.counts.done! - changeSets[0]!.already)
})
