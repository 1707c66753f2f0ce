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

test('the history says as whom each request was sent, and its file does, too', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  await rig.label(first!.id, 'First')
  await rig.sendAll()
  const { profiles, open } = await rig.call('profiles.list', {})
  const { login } = profiles.find(({ id }) => id === open)!
  const { rows } = await rig.call('history.attempts', all)
  expect(rows.map(({ account }) => account)).toEqual([login])
  expect(login).not.toBe('')
  expect((await rig.call('history.attempt', { id: rows[0]!.id })).attempt.account).toBe(login)
  const file = await rig.call('history.export', { search: '', outcomes: [], separator: 'comma' })
  const [headings, line] = file.text.trim().split('\r\n')
  expect(headings).toMatch(/Time \(UTC\),By,/)
  expect(line?.split(',')[1]).toBe(login)
})

test('a change set that nobody has named is told by what it holds and when it was begun, as in the outbox', async () => {
  const rig = await simRig()
  const [first, second] = await rig.sound()
  for (const { id } of [first!, second!]) await rig.label(id, `New ${id}`)
  await rig.sendAll()
  const [set] = (await rig.call('outbox.changeSets', { settled: true })).changeSets
  const { rows } = await rig.call('history.attempts', all)
  const { id, origin, title, name, comment, createdAt, kinds } = set!
  expect(rows.map(({ changeSet }) => changeSet)).toEqual(
    [1, 2].map(() => ({ id, origin, title, name, comment, createdAt, kinds })),
  )
  expect(kinds).toEqual({ 'tracker.settings': 2 })
})

test('what was sent of a row is found from an index, however long the history is', async () => {
  const rig = await simRig()
  const [first] = await rig.sound()
  await rig.label(first!.id, 'First')
  expect(rig.journal('SELECT * FROM sent_number')).toEqual([])
  await rig.sendAll()
  const steps = rig.journal<{ detail: string }>(
    `EXPLAIN QUERY PLAN
     SELECT operation.* FROM sent_number CROSS JOIN operation ON operation.id = sent_number.operation
     WHERE sent_number.number = 5 AND attempts > 0 AND kind IN (SELECT value FROM json_each('[]'))`,
  )
  expect(steps.map(({ detail }) => detail)).toEqual(
    expect.arrayContaining([
      'SEARCH sent_number USING PRIMARY KEY (number=?)',
      'SEARCH operation USING INTEGER PRIMARY KEY (rowid=?)',
    ]),
  )
})
