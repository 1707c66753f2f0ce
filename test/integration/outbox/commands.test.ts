import { expect, test } from 'vitest'
import { simRig } from '../../support/core-rig.ts'

const text = { kind: 'tracker.command', form: 'text', reliable: true } as const

test('placeholders are filled in for each tracker; what one lacks leaves it out, and is counted', async () => {
  const rig = await simRig()
  const rows = (await rig.sound()).filter(({ values }) => !values['clone'])
  const withPhone = rows.filter(({ values }) => Boolean(values['phone'])).slice(0, 2)
  const without = rows.filter(({ values }) => !values['phone']).slice(0, 3)
  const ids = [...withPhone, ...without].map(({ id }) => id)
  const command = 'call {phone} as {label} #{id}'
  expect(await rig.call('commands.fill', { ids: ids.slice(1, 3), command })).toEqual({
    filled: [
      {
        label: withPhone[1]!.values['label'],
        command: `call ${String(withPhone[1]!.values['phone'])} as ${String(withPhone[1]!.values['label'])} #${String(withPhone[1]!.values['panelId'])}`,
      },
      { label: without[0]!.values['label'], command: null },
    ],
  })
  expect(await rig.call('sheet.act', { ...text, ids, command })).toMatchObject({
    staged: 2,
    left: [{ problem: { code: 'placeholder-lacking' }, rows: 3 }],
  })
  await rig.send()
  await rig.settled()
  const sent = rig.panel.ledger.entries().flatMap((entry) => (entry.effect === 'tracker.command' ? entry.command : []))
  expect(sent.sort()).toEqual(
    withPhone
      .map(
        ({ values }) => `call ${String(values['phone'])} as ${String(values['label'])} #${String(values['panelId'])}`,
      )
      .sort(),
  )
})

test('a tracker and its clone that are selected together get a filled command once, as the original', async () => {
  const rig = await simRig()
  const [pair] = rig.cached<{ clone: number; original: number; label: string }>(
    `SELECT made.id AS clone, original.id AS original, original.label FROM tracker AS made
     JOIN tracker AS original ON original.source_id = made.source_id AND original.clone = 0
     WHERE made.clone = 1 AND made.corrupted = 0 AND made.label <> original.label ORDER BY made.id`,
  )
  const ids = [pair!.clone, pair!.original]
  expect(await rig.call('sheet.act', { ...text, ids, command: 'I am {label}' })).toMatchObject({
    ...{ staged: 1, shared: 1, skipped: 0 },
  })
  await rig.send()
  await rig.settled()
  const sent = rig.panel.ledger.entries().flatMap((entry) => (entry.effect === 'tracker.command' ? entry.command : []))
  expect(sent).toEqual([`I am ${pair!.label}`])
})

test('what is no text of bytes to the panel is refused in its own words, by the parameter', async () => {
  const rig = await simRig()
  const [row] = await rig.sound()
  rig.panel.faults.add({
    path: 'tracker/raw_command/send',
    times: 1,
    strike: {
      ...{ do: 'refuse', code: 7 },
      extra: { errors: [{ parameter: 'command', error: 'Non-hex string' }] },
    },
  })
  await rig.call('sheet.act', { ...text, ids: [row!.id], form: 'hex', command: '0AFF' })
  await rig.send()
  await rig.settled()
  expect(await rig.operations()).toMatchObject([
    { state: 'rejected', problem: { code: 'command-not-hex', panelCode: 7, panelWords: 'Non-hex string' } },
  ])
})

test('templates are kept over a restart, by name, replaced, renamed and removed', async () => {
  const rig = await simRig()
  const template = { command: 'report {imei}', form: 'text', reliable: true } as const
  const names = async () => (await rig.call('commands.templates', {})).templates.map(({ name }) => name)
  await rig.call('commands.keep', { ...template, name: 'Report', instead: null })
  await rig.call('commands.keep', { ...template, name: 'Again', instead: null })
  await rig.restart()
  expect(await names()).toEqual(['Again', 'Report'])
  await rig.call('commands.keep', { ...template, command: 'other', name: 'Report', instead: null })
  await rig.call('commands.keep', { ...template, command: 'other', name: 'Renamed', instead: 'Report' })
  expect(await rig.call('commands.templates', {})).toMatchObject({
    templates: [{ name: 'Again' }, { name: 'Renamed', command: 'other' }],
  })
  await rig.call('commands.remove', { name: 'Again' })
  expect(await names()).toEqual(['Renamed'])
})
