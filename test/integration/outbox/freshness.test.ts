import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { demoLogin, demoPassword } from '../../../electron/demo-panel/account.ts'
import { createDemoPanel } from '../../../electron/demo-panel/demo-panel.ts'
import { dice } from '../../../electron/demo-panel/dice.ts'
import { createFreshness } from '../../../electron/outbox/freshness.ts'
import { createLimiters } from '../../../electron/panel/limiter.ts'
import { createPanel } from '../../../electron/panel/panel.ts'
import { listAllTrackers } from '../../../electron/panel/panel-api.ts'
import { openCache } from '../../../electron/store/open-cache.ts'
import { testFolder } from '../../support/journals.ts'
import { panelWire } from '../../support/panel-transport.ts'
import { createSimClock, type SimClock } from '../../support/sim-clock.ts'
import { createSimComputer } from '../../support/sim-computer.ts'

/** What work comes to, on a clock that goes on for it. */
async function run<T>(clock: SimClock, work: Promise<T>): Promise<T> {
  let over = false
  void work.finally(() => (over = true)).catch(() => undefined)
  await clock.until(() => over)
  return work
}

/** Reading afresh, from a panel in this process, what a cache in a real file has of it. */
async function reading() {
  const clock = createSimClock()
  const demo = createDemoPanel({ seed: 7, trackers: 60, rate: null, clock })
  const computer = createSimComputer(clock)
  const wire = panelWire(demo, clock, computer)
  const random = { next: dice(1).next, id: () => 'id' }
  const panel = createPanel({
    baseUrl: 'http://127.0.0.1:9/v2',
    credentials: () => Promise.resolve({ login: demoLogin, password: demoPassword }),
    transport: wire,
    clock: computer,
    random,
    limits: createLimiters({ clock, random, perSecond: Infinity }).of('http://127.0.0.1', 1),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  const { cache } = openCache(join(testFolder(), 'cache.db'))
  onTestFinished(() => cache.close())
  const rows = await run(clock, listAllTrackers(panel))
  cache.beginPull()
  cache.writePage('tracker', rows as never, 0)
  const ids = rows.filter(({ corrupted }) => !corrupted).map(({ panelId }) => panelId)
  return {
    clock,
    computer,
    demo,
    wire,
    panel,
    ids,
    freshness: createFreshness({ entity: 'tracker', cache, clock: computer }),
  }
}

test.for(['list', 'single'])(
  'a %s read that was asked for before our own change is not taken as fresh',
  async (how) => {
    const { clock, demo, wire, panel, ids, freshness } = await reading()
    const [changed] = ids
    const path = how === 'list' ? 'tracker/list' : 'tracker/read'
    demo.faults.add({ path, strike: { do: 'slow', milliseconds: 1_000, when: 'after' } })
    const asked =
      how === 'list'
        ? freshness.ahead(
            panel,
            ids.slice(0, 40).map((row) => ({ row, user: null, turns: null })),
            20_000,
          )
        : freshness.now(panel, { row: changed!, user: null, turns: null }, 20_000, () => true)
    const before = wire.sent.length
    await clock.until(() => wire.sent.length > before)
    freshness.spend(changed!)
    // A list leaves it to be read by itself once more, which is no older than the change.
    demo.edit({ tracker_id: changed!, label: 'As it is now' })
    await run(clock, asked)
    const held = freshness.of(changed!, 60_000)
    if (how === 'list') expect(held).toMatchObject({ label: 'As it is now' })
    else expect(held).toBeUndefined()
  },
)

test('a read that the computer slept through is old, also of a panel that is slow over every read', async () => {
  const { clock, computer, demo, wire, panel, ids, freshness } = await reading()
  const [tracker] = ids
  demo.faults.add({ path: 'tracker/read', times: 3, strike: { do: 'slow', milliseconds: 3_000, when: 'after' } })
  const read = () => freshness.now(panel, { row: tracker!, user: null, turns: null }, 2_000, () => true)
  await run(clock, read())
  await run(clock, read())
  const before = wire.sent.length
  const third = read()
  await clock.until(() => wire.sent.length > before)
  await computer.suspend(3_600_000)
  await run(clock, third)
  expect(freshness.of(tracker!, 2_000)).toBeUndefined()
})

test('the third slow read counts from its answer on, also where it was tried again after answers that said nothing', async () => {
  const { clock, demo, panel, ids, freshness } = await reading()
  const [tracker] = ids
  const path = 'tracker/read'
  const read = () => freshness.now(panel, { row: tracker!, user: null, turns: null }, 2_000, () => true)
  demo.faults.add({ path, times: 2, strike: { do: 'slow', milliseconds: 3_000, when: 'after' } })
  await run(clock, read())
  await run(clock, read())
  expect(freshness.of(tracker!, 2_000)).toBeUndefined()
  demo.faults.add({ path, times: 2, strike: { do: 'garbage', form: 'empty' } })
  demo.faults.add({ path, strike: { do: 'slow', milliseconds: 3_000, when: 'after' } })
  await run(clock, read())
  expect(freshness.of(tracker!, 2_000)).toMatchObject({ panelId: tracker })
})

test('what two reads have shown together is as old as the first of them', async () => {
  const { clock, demo, panel, ids, freshness } = await reading()
  const [tracker] = ids
  demo.faults.add({ path: 'tracker/read', strike: { do: 'slow', milliseconds: 3_000, when: 'after' } })
  await run(
    clock,
    freshness.now(panel, { row: tracker!, user: null, turns: null }, 20_000, () => false),
  )
  expect(freshness.of(tracker!, 20_000)).toMatchObject({ panelId: tracker })
  expect(freshness.of(tracker!, 2_000)).toBeUndefined()
})
