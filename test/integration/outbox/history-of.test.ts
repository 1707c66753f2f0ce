import { expect, test } from 'vitest'
import { simRig } from '../../support/core-rig.ts'

const all = { search: '', outcomes: [], from: 0, count: 10 }

test('the history of a row tells what was changed of it from what to what, and of no other; its file names the change set', async () => {
  const rig = await simRig()
  const [first, second] = await rig.sound()
  await rig.label(first!.id, 'First')
  await rig.send()
  await rig.settled()
  await rig.label(second!.id, 'Second')
  await rig.send()
  await rig.settled()
  const [set] = (await rig.call('outbox.changeSets', { settled: true })).changeSets
  await rig.call('outbox.describe', { changeSet: set!.id, name: 'Winter tyres', comment: 'For North' })

  const whole = await rig.call('history.attempts', all)
  const of = (label: string) => whole.rows.find(({ first: one }) => one?.changes[0]?.to === label)
  expect(of('Second')?.changeSet).toMatchObject({ name: 'Winter tyres', comment: 'For North' })
  const row = of('Second')!.first!.subject.row!
  const own = await rig.call('history.attempts', { ...all, row: { entity: 'tracker', id: row } })
  expect(own.rows.map(({ first: one }) => one?.changes)).toEqual([of('Second')?.first?.changes])
  expect((await rig.call('history.attempts', { ...all, row: { entity: 'user', id: row } })).count).toBe(0)
  const ofSet = await rig.call('history.attempts', { ...all, changeSet: set!.id })
  expect(ofSet.rows.map(({ id }) => id)).toEqual(own.rows.map(({ id }) => id))

  const query = { search: '', outcomes: [], row: { entity: 'tracker' as const, id: row }, separator: 'comma' as const }
  const lines = (await rig.call('history.export', query)).text.trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain('→ Second,Winter tyres,For North')
})
