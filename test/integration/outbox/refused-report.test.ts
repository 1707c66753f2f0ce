import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { simRig } from '../../support/core-rig.ts'

test('what was refused is handed out with what was asked for and why, in the words of the window', async () => {
  const rig = await simRig()
  const [refused, sent] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/settings/update', strike: { do: 'refuse', code: 7 } })
  await rig.label(refused!.id, '=Mine')
  await rig.send()
  await rig.settled()
  await rig.label(sent!.id, 'Taken')
  await rig.send()
  await rig.settled()
  const [operation] = await rig.operations(['rejected'])

  const { name, text } = await rig.call('outbox.exportRefused', { changeSet: operation!.changeSet })
  expect(name).toBe(`fleetbook-refused-${operation!.changeSet}.csv`)
  const rows: unknown = parse(text, { bom: true, columns: true })
  expect(rows).toEqual([
    expect.objectContaining({
      ID: String(operation!.subject.panelId),
      Change: `Label: ${String(refused!.values['label'])} → =Mine`,
      'Panel code': '7',
      Reason: expect.stringMatching(/\S/) as string,
    }),
  ])
})
