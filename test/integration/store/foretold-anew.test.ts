import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bundleOf, tariffOf, trackerOf } from '../../../electron/panel/answers.ts'
import { createStagingArea } from '../../../electron/outbox/staging-area.ts'
import { openCache } from '../../../electron/store/open-cache.ts'
import { openSqlite } from '../../../electron/store/database.ts'
import { foretoldIn } from '../../../electron/store/foretold.ts'
import { watchQueries } from '../../../electron/store/statements.ts'
import { stagingOnDisk } from '../../support/staging-on-disk.ts'

/** Changes of plan over real files, what is foretold of them, and ways to make it otherwise. */
function foretelling(trackers: number) {
  const made = stagingOnDisk(trackers)
  const { journal, cache, core } = made
  const stagingArea = createStagingArea(core)
  const whose = { dealer: 1 as number | null }
  const foretold = foretoldIn(journal.database, cache, { own: () => whose.dealer, minute: () => 0 })
  journal.foretellBy(foretold)
  const ids = () => journal.database.prepare<[], number>('SELECT id FROM operation ORDER BY id').pluck().all()
  return {
    ...made,
    ...{ whose, foretold, ids, stagingArea },
    changePlans(plan: number, chosen: readonly number[]) {
      const choice = { plan, repay: true, charge: true }
      const acting = stagingArea.operations.acting({ kind: 'tracker.tariff', ids: [...chosen], ...choice })
      acting.look(acting.rows)
      acting.stage(acting.subjects(), { begun: false })
    },
    hide: (id: number, value: string) =>
      void stagingArea.cells.edit('tracker', 'type', [{ id, field: 'hidden', value }]),
    /** The panel shows a tracker so. */
    see: (id: number, held: { deleted?: boolean; tariff_id?: number; dealer_id?: number }) =>
      void cache.writePage(
        'tracker',
        [trackerOf({ id, label: `Van ${id}`, ...held, source: { tariff_id: held.tariff_id } })!] as never,
        0,
      ),
    seePlan: (id: number, device_type: string) =>
      void cache.writePage('tariff', [tariffOf({ id, name: `Plan ${id}`, price: 1, device_type })!] as never, 0),
    /** Stages a SIM card for a bundle. */
    putCard: (id: number, value: string) =>
      void stagingArea.cells.edit('bundle', 'type', [{ id: 100 + id, field: 'iccid', value }]),
    /** The panel shows a bundle with a card. */
    seeCard: (id: number, iccid: string) =>
      void cache.writePage('bundle', [bundleOf({ id: 100 + id, imei: `imei ${id}`, iccid })!] as never, 0),
    /** The same, by somebody who has just opened the files. */
    anew() {
      const other = openSqlite(journal.database.name, 'full')
      const opened = openCache(cache.database.name)
      const anew = foretoldIn(other, opened.cache, { own: () => whose.dealer, minute: () => 0 })
      const found = toldBy(anew)
      other.close()
      opened.cache.database.close()
      return found
    },
  }
}

/** All that is told of drafts. */
const toldBy = (foretold: ReturnType<typeof foretoldIn>) => ({
  drafts: [...foretold.drafts()].sort(),
  goesAfter: [...foretold.goesAfter()].sort(),
})

test('after a commit that touches one of two thousand changes of plan one is looked at, and nothing is asked for each', () => {
  const made = foretelling(2000)
  made.changePlans(
    5,
    Array.from({ length: 2000 }, (_, at) => at + 1),
  )
  made.hide(3, 'yes')
  expect(made.foretold.drafts().size).toBe(0)
  let asked = 0
  for (const { database } of [made.journal, made.cache]) {
    watchQueries({ database }, { now: () => 0, from: -1, took: () => void (asked += 1) })
  }
  const third = made.ids()[2]!
  made.journal.commit(() => made.journal.move([third], 'ready'))
  made.journal.commit(() => made.journal.move([third], 'draft'))
  asked = 0
  expect(made.foretold.lookAt(1)).toBe(0)
  expect(asked).toBeLessThan(40)
  made.see(9, { deleted: true })
  asked = 0
  expect([...made.foretold.drafts().values()]).toEqual([{ code: 'plan-of-hidden' }])
  expect(asked).toBeLessThan(40)
})

test('what there is to look at is looked at part by part', () => {
  const made = foretelling(20)
  made.changePlans(
    5,
    Array.from({ length: 20 }, (_, at) => at + 1),
  )
  for (let id = 1; id <= 20; id++) made.see(id, { deleted: true })
  expect([made.foretold.lookAt(8), made.foretold.lookAt(8), made.foretold.lookAt(8)]).toEqual([12, 4, 0])
})

const tracker = fc.integer({ min: 1, max: 4 })
const card = fc.constantFrom('', '8999000001', '8999000002', '8999000003', '8,99E+18')
const nth = fc.nat({ max: 12 })
const step = fc.oneof(
  fc.record({
    do: fc.constant('plan' as const),
    ids: fc.array(tracker, { minLength: 1, maxLength: 3 }),
    plan: tracker,
  }),
  fc.record({ do: fc.constant('hide' as const), id: tracker, value: fc.constantFrom('yes', 'no') }),
  fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const, 'release' as const) }),
  fc.record({
    do: fc.constant('move' as const),
    nth,
    to: fc.constantFrom('ready' as const, 'draft' as const, 'rejected' as const, 'discarded' as const),
  }),
  fc.record({
    do: fc.constant('see' as const),
    id: tracker,
    held: fc.record({ deleted: fc.boolean(), tariff_id: tracker, dealer_id: fc.constantFrom(0, 1, 2) }),
  }),
  fc.record({ do: fc.constant('see a plan' as const), id: tracker, type: fc.constantFrom('tracker', 'camera') }),
  fc.record({ do: fc.constant('lose' as const), id: tracker }),
  fc.record({ do: fc.constant('sign in' as const), dealer: fc.constantFrom(null, 1, 2) }),
  fc.record({ do: fc.constant('fail' as const), id: tracker, plan: tracker, value: fc.constantFrom('yes', 'no') }),
  fc.record({ do: fc.constant('card' as const), id: tracker, card }),
  fc.record({ do: fc.constant('see a card' as const), id: tracker, card }),
  fc.record({ do: fc.constant('look' as const), most: fc.nat({ max: 2 }) }),
)

function take(made: ReturnType<typeof foretelling>, one: typeof step extends fc.Arbitrary<infer Step> ? Step : never) {
  const { journal, cache, stagingArea } = made
  switch (one.do) {
    case 'plan':
      return made.changePlans(one.plan, one.ids)
    case 'hide':
      return made.hide(one.id, one.value)
    case 'undo':
    case 'redo':
      try {
        return void stagingArea.undo(one.do === 'redo')
      } catch (error) {
        // What needs a row that was lost is refused, to no effect.
        expect(error).toMatchObject({ problem: { code: 'not-pulled' } })
        return
      }
    case 'release':
      return void journal.commit(() =>
        journal.move(
          journal.inState('draft').map(({ id }) => id),
          'ready',
        ),
      )
    case 'move':
      return void journal.commit(() => journal.move(made.ids().slice(one.nth, one.nth + 1), one.to))
    case 'see':
      return made.see(one.id, one.held)
    case 'see a plan':
      return made.seePlan(one.id, one.type)
    case 'lose':
      return cache.remove('tracker', one.id, 0)
    case 'sign in':
      return void (made.whose.dealer = one.dealer)
    case 'fail':
      // Of what is rolled back nothing is left, though it was looked at meanwhile.
      return expect(() =>
        journal.commit(() => {
          made.hide(one.id, one.value)
          made.changePlans(one.plan, [one.id])
          made.putCard(one.id, '8999000002')
          made.foretold.drafts()
          throw new Error('cut off')
        }),
      ).toThrow('cut off')
    case 'card':
      return made.putCard(one.id, one.card)
    case 'see a card':
      return made.seeCard(one.id, one.card)
    case 'look':
      return void made.foretold.lookAt(one.most)
  }
}

test('what is foretold is the same, whatever was looked at before', { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
      const made = foretelling(4)
      for (const id of [1, 2, 3, 4]) made.seeCard(id, id < 4 ? `899900000${id}` : '')
      for (const one of steps) {
        take(made, one)
        expect(toldBy(made.foretold), JSON.stringify(one)).toEqual(made.anew())
      }
    }),
    { numRuns: 80 },
  )
})

test('a tracker of another dealer is told as soon as it is seen', () => {
  const made = foretelling(3)
  made.hide(2, 'yes')
  expect(made.foretold.drafts().size).toBe(0)
  made.see(2, { dealer_id: 7 })
  expect([...made.foretold.drafts().values()]).toEqual([{ code: 'tracker-foreign' }])
  made.see(2, { dealer_id: 1 })
  expect(made.foretold.drafts().size).toBe(0)
})
