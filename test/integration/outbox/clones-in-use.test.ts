import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'

/** Clones of which the panel deletes some, and not those that rules or vehicles hold. */
async function clonesOf(rig: SimRig): Promise<number[]> {
  return (await rig.sound()).filter(({ values }) => values['clone']).map(({ id }) => id)
}

test('of many clones those that are held are named with the rules and vehicles that do it; the rest is deleted', async () => {
  const rig = await simRig({ panel: { trackers: 2000 } })
  const ids = await clonesOf(rig)
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids })
  await rig.send()
  await rig.settled()
  const refused = await rig.operations(['rejected'])
  const codes = new Set(refused.map(({ problem }) => problem?.code))
  expect([...codes].sort()).toEqual(['clone-in-rules', 'clone-in-vehicles'])
  for (const { problem } of refused) {
    expect(problem).toMatchObject({ panelCode: 203, values: { ids: expect.stringMatching(/^#\d+/) as string } })
  }
  expect((await rig.operations(['done'])).length).toBe(ids.length - refused.length)
  expect(rig.panel.stats().requests['tracker/batch_delete_clones']).toBe(1)
  expect(rig.panel.stats().requests['tracker/delete_clone']).toBe(refused.length)
  expect(rig.panel.stats().repeats).toEqual({ refused: 0, sameAgain: 0 })
})

test.for([
  [{ entities: [{ type: 'rule' }, { type: 'vehicle' }, { type: 'rule' }] }, { types: 'rule, vehicle' }],
  [{}, undefined],
] as const)('of one, %o says what holds it', async ([extra, values]) => {
  const rig = await simRig()
  const [clone] = await clonesOf(rig)
  rig.panel.faults.add({ path: 'tracker/delete_clone', times: 1, strike: { do: 'refuse', code: 203, extra } })
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids: [clone!] })
  await rig.send()
  await rig.settled()
  const [refused] = await rig.operations()
  expect(refused).toMatchObject({ state: 'rejected', problem: { code: 'clone-in-use', panelCode: 203 } })
  expect(refused!.problem?.values?.['types']).toBe(values?.types)
})
