import { expect, test } from 'vitest'
import { simRig } from '../../support/core-rig.ts'

test('the name and the comment of a change set outlast a restart and its sending, and are taken away by empty ones', async () => {
  const rig = await simRig()
  const [tracker] = await rig.sound()
  await rig.label(tracker!.id, 'Named')
  const sets = async () => (await rig.call('outbox.changeSets', { settled: true })).changeSets
  const [{ id: changeSet } = { id: 0 }] = await sets()
  expect(await sets()).toMatchObject([{ name: '', comment: '' }])

  await rig.call('outbox.describe', { changeSet, name: 'First', comment: '' })
  await rig.call('outbox.describe', { changeSet, name: 'Winter tyres', comment: 'Asked for by North GmbH' })
  await rig.restart()
  expect(await sets()).toMatchObject([{ name: 'Winter tyres', comment: 'Asked for by North GmbH', title: '' }])

  await rig.send()
  await rig.settled()
  expect(await sets()).toMatchObject([{ name: 'Winter tyres', counts: { done: 1 } }])
  await rig.call('outbox.describe', { changeSet, name: '', comment: '' })
  expect(await sets()).toMatchObject([{ name: '', comment: '' }])
})

test('operations of some change sets are those of no other', async () => {
  const rig = await simRig()
  const [first, second] = await rig.sound()
  await rig.label(first!.id, 'Sent')
  await rig.send()
  await rig.settled()
  await rig.label(second!.id, 'Open')
  const [open, sent] = (await rig.call('outbox.changeSets', { settled: true })).changeSets.map(({ id }) => id)
  const query = { changeSet: null, states: [], search: '', from: 0, count: 10 }
  const subjects = async (among?: number[]) =>
    (await rig.call('outbox.operations', { ...query, ...(among ? { among } : {}) })).rows.map(
      ({ changes }) => changes[0]?.to,
    )
  expect(await subjects([open!])).toEqual(['Open'])
  expect(await subjects([sent!, open!])).toEqual(['Sent', 'Open'])
  expect(await subjects([])).toEqual([])
  expect(await subjects()).toEqual(['Sent', 'Open'])
})
