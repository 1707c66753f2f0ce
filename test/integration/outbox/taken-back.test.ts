import { expect, test } from 'vitest'
import { simRig } from '../../support/core-rig.ts'

test('what was staged and undone again is no part of what is told of a sending', async () => {
  const rig = await simRig()
  const [first, second] = await rig.sound()
  await rig.label(first!.id, 'Stays')
  await rig.label(second!.id, 'Undone')
  await rig.call('sheet.undo', { redo: false })
  await rig.send()
  await rig.settled()

  const { changeSets } = await rig.call('outbox.changeSets', { settled: true })
  expect(changeSets).toMatchObject([{ counts: { done: 1 }, kinds: { 'tracker.settings': 1 } }])
  expect(changeSets[0]?.counts.discarded).toBeUndefined()
  expect(await rig.operations()).toHaveLength(1)
  expect(await rig.operations(['discarded'])).toEqual([])
})

test('a conflict that a person gave up for what the panel holds is told of', async () => {
  const rig = await simRig()
  const [tracker] = await rig.sound()
  await rig.label(tracker!.id, 'Mine')
  rig.panel.edit({ tracker_id: tracker!.id, label: 'Theirs' })
  await rig.send()
  await rig.settled()
  const [conflict] = await rig.operations(['conflict'])
  await rig.call('outbox.resolve', { operations: [conflict!.id], take: 'theirs' })

  const { changeSets } = await rig.call('outbox.changeSets', { settled: true })
  expect(changeSets).toMatchObject([{ counts: { discarded: 1 } }])
  expect(await rig.operations(['discarded'])).toMatchObject([{ id: conflict!.id }])
})
