import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readMark } from '../../../electron/store/journal-mark.ts'
import { simRig } from '../../support/core-rig.ts'
import { openTestJournal, testFolder } from '../../support/journals.ts'

const normal = 1
const full = 2

test('parts of a step wait for no disk, whatever else is committed does, and what they hold is marked once it lasts', () => {
  const path = join(testFolder(), 'journal.db')
  const { journal } = openTestJournal(path)
  const committed = () => {
    let synchronous: unknown
    journal.commit(() => {
      journal.addChangeSet('sheet', '', 1)
      synchronous = journal.database.pragma('synchronous', { simple: true })
    })
    return synchronous
  }
  const commits = () => journal.database.prepare('SELECT commits FROM identity').pluck().get()
  const marked = () => readMark(path).mark?.commits

  expect(committed()).toBe(full)
  const before = marked()
  expect(before).toBe(commits())
  expect(journal.parts(() => [committed(), committed()])).toEqual([normal, normal])
  expect(marked(), 'a mark is never ahead of what outlasts a power cut').toBe(before)

  journal.lastingParts()
  expect(marked()).toBe(commits())
  const settled = commits()
  journal.lastingParts()
  expect(commits(), 'there was nothing left to be made last').toBe(settled)

  journal.parts(committed)
  expect(committed(), 'a request is written down for good, also while a step is under way').toBe(full)
  expect(marked()).toBe(commits())
  journal.close()
})

test('a part that fails leaves the next commit as lasting as any', () => {
  const { journal } = openTestJournal(join(testFolder(), 'journal.db'))
  const failing = () =>
    journal.commit(() => {
      throw new Error('failed')
    })
  expect(() => journal.parts(failing)).toThrow('failed')
  expect(journal.database.pragma('synchronous', { simple: true })).toBe(full)
  journal.close()
})

test('a step of several parts is for good once it is answered: staged, undone and done again', async () => {
  const rig = await simRig({ core: { rowsAtOnce: 1 } })
  const marked = () => readMark(join(rig.profileFolder, 'journal.db')).mark?.commits
  const committed = () => rig.journal<{ commits: number }>('SELECT commits FROM identity')[0]?.commits
  const cells = (await rig.sound()).slice(0, 3).map(({ id }) => ({ id, field: 'label', value: `New ${id}` }))
  const steps = [
    () => rig.core.call({ id: 'stage', name: 'sheet.stage', input: { sheet: 'trackers', source: 'paste', cells } }),
    () => rig.core.call({ id: 'undo', name: 'sheet.undo', input: { redo: false } }),
    () => rig.core.call({ id: 'redo', name: 'sheet.undo', input: { redo: true } }),
  ]
  for (const step of steps) {
    const before = committed() ?? NaN
    let told: readonly unknown[] = []
    const answered = step().then(() => (told = [marked(), committed()]))
    await rig.clock.until(() => told.length > 0)
    await answered
    expect(told[0]).toBe(told[1])
    expect(told[1]).toBeGreaterThan(before + 2)
  }
})
