import fc from 'fast-check'
import { expect, test } from 'vitest'
import { operationStates } from '../../../shared/operations/states.ts'
import { watchQueries } from '../../../electron/store/statements.ts'
import { openSqlite } from '../../../electron/store/database.ts'
import { tallyOf, type Tally } from '../../../electron/store/tally.ts'
import { addEdit, openTestJournal } from '../../support/journals.ts'

/** What is counted, stretches put together. */
function sums(tally: Tally): Record<string, number[]> {
  const all: Record<string, number[]> = {}
  for (const { changeSet, state, kind, n, broken, already } of tally.all().flat()) {
    const [before = 0, brokenBefore = 0, alreadyBefore = 0] = all[`${changeSet} ${state} ${kind}`] ?? []
    all[`${changeSet} ${state} ${kind}`] = [before + n, brokenBefore + broken, alreadyBefore + already]
  }
  return all
}

test('after a commit that touches one of five thousand operations a thousand are counted anew, and the rest is remembered', () => {
  const { journal } = openTestJournal()
  const tally = tallyOf(journal)
  const set = journal.addChangeSet('sheet', '', 1)
  const ids = journal.commit(() => Array.from({ length: 5000 }, (_, at) => addEdit(journal, set, at + 1)))
  expect(tally.lookAt(1000), 'a part of it, and the rest').toBe(5000)
  expect(sums(tally)).toEqual({ [`${set} draft tracker.settings`]: [5000, 0, 0] })
  journal.move([ids[2500]!], 'ready')
  let counted = 0
  const took = (sql: string) => void (counted += Number(sql.includes('count(')))
  watchQueries(journal, { now: () => 0, from: -1, took })
  expect(sums(tally)).toEqual({
    [`${set} draft tracker.settings`]: [4999, 0, 0],
    [`${set} ready tracker.settings`]: [1, 0, 0],
  })
  expect(counted).toBe(1)
  tally.all()
  expect(counted, 'nothing has changed since').toBe(1)
})

test('what is counted is the same, whatever was counted before', () => {
  const { journal } = openTestJournal()
  const tally = tallyOf(journal)
  const sets = [journal.addChangeSet('sheet', '', 1), journal.addChangeSet('import', '', 1)]
  const ids: number[] = []
  const step = fc.record({ set: fc.nat({ max: 1 }), nth: fc.nat({ max: 30 }), to: fc.constantFrom(...operationStates) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
      for (const { set, nth, to } of steps) {
        const id = ids[nth]
        if (id === undefined) ids.push(addEdit(journal, sets[set]!, nth + 1))
        else journal.move([id], to)
        // What is cut off is as if it had never been.
        expect(() =>
          journal.commit(() => {
            addEdit(journal, sets[set]!, 99)
            throw new Error('cut off')
          }),
        ).toThrow('cut off')
      }
      const other = openSqlite(journal.database.name, 'full')
      expect(sums(tally)).toEqual(sums(tallyOf({ database: other })))
      other.close()
    }),
    { numRuns: 100 },
  )
})
