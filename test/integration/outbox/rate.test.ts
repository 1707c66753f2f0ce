import { expect, test } from 'vitest'
import type { Reading } from '../../../shared/contract/outbox.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'

/** Sends edits of so many trackers; answers how long that took and what was asked meanwhile. */
async function sendEdits(rig: SimRig, count: number, reading: Reading) {
  const rows = (await rig.sound()).slice(0, count)
  expect(rows).toHaveLength(count)
  await rig.call('sheet.stage', {
    sheet: 'trackers',
    source: 'paste',
    cells: rows.map(({ id }) => ({ id, field: 'label', value: `Renamed ${id}` })),
  })
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  const plan = await rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
  const sentBefore = rig.wire.sent.length
  const began = rig.clock.now()
  await rig.send(reading)
  await rig.settled()
  const sent = rig.wire.sent.slice(sentBefore)
  const last = sent.findLast(({ path }) => path === 'tracker/settings/update')!
  const writes = sent.filter(({ path }) => path === 'tracker/settings/update').length
  const seconds = (last.at - began) / 1000
  const requests = sent.indexOf(last) + 1
  return { plan, seconds, requests, writes, reads: requests - writes, refused: rig.panel.stats().aboveRate }
}

function told(
  what: string,
  limit: number,
  { seconds, requests, writes, reads, refused }: Awaited<ReturnType<typeof sendEdits>>,
) {
  const perSecond = (count: number) => (count / seconds).toFixed(2)
  console.log(
    `${what}, ${((requests / seconds / limit) * 100).toFixed(1)} % of the limit: ${seconds.toFixed(0)} simulated s, ${requests} requests (${perSecond(requests)}/s), ` +
      `${writes} writes (${perSecond(writes)}/s), ${reads} reads, ${refused} refused`,
  )
}

test('two thousand edits, read ahead, take at least 98 % of the rate that the panel allows, and never more', async () => {
  const rig = await simRig({ panel: { trackers: 2_400, rate: { perSecond: 10, burst: 10 } } })
  const run = await sendEdits(rig, 2_000, 'quick')
  told('2,000 edits at 10/s, read ahead', 10, run)
  expect(run.writes).toBe(2_000)
  expect(run.refused).toBe(0)
  expect(rig.panel.stats().refusals).toEqual({})
  expect(run.requests / run.seconds).toBeGreaterThanOrEqual(9.8)
  // The plan said so before: writes and reads apart, and the time.
  expect(run.plan).toMatchObject({ operations: 2_000, requests: 2_000 })
  const { reads, duration } = run.plan.quick!
  expect(reads / run.reads).toBeGreaterThan(0.9)
  expect(reads / run.reads).toBeLessThan(1.1)
  expect(duration / (run.seconds * 1000)).toBeGreaterThan(0.97)
  expect(duration / (run.seconds * 1000)).toBeLessThan(1.03)
  // Reading before sending is what little the edits themselves do not get.
  expect(run.writes / run.seconds).toBeGreaterThanOrEqual(9.5)
})

test('edits that are read exactly take as much of the rate, half of it for reading, as the plan says', async () => {
  const rig = await simRig({ panel: { trackers: 800, rate: { perSecond: 10, burst: 4 } } })
  const run = await sendEdits(rig, 600, 'exact')
  told('600 edits at 10/s, read exactly', 10, run)
  expect(run.refused).toBe(0)
  expect(run.requests / run.seconds).toBeGreaterThanOrEqual(9.8)
  expect(run.plan).toMatchObject({ requests: 600, reads: 600 })
  expect(run.reads / run.plan.reads).toBeLessThan(1.01)
  expect(run.plan.duration / (run.seconds * 1000)).toBeGreaterThan(0.97)
  expect(run.plan.duration / (run.seconds * 1000)).toBeLessThan(1.03)
})

test.each([150, 350])(
  'what leaves after one shared commit keeps to the rate, and uses all of it, where each turn takes %i ms',
  async (turn) => {
    const rig = await simRig({ panel: { trackers: 1_200, rate: { perSecond: 10, burst: 1 } } })
    rig.computer.turnsTake(turn)
    const run = await sendEdits(rig, 400, 'quick')
    told(`400 edits at 10/s, turns of ${turn} ms`, 10, run)
    expect(run.writes).toBe(400)
    expect(run.refused).toBe(0)
    expect(run.requests / run.seconds).toBeGreaterThanOrEqual(9.7)
  },
)

test('where others use up half of the rate, all of it is sent, and most of the requests are edits', async () => {
  const rig = await simRig({ panel: { trackers: 800, rate: { perSecond: 5, burst: 5 } } })
  const run = await sendEdits(rig, 600, 'quick')
  told('600 edits where the panel has 5/s left', 5, run)
  expect(rig.panel.ledger.entries().filter(({ effect }) => effect === 'tracker.settings')).toHaveLength(600)
  // How far ahead is read goes by the full rate: some of it is stale when its turn comes, and is read again.
  expect(run.reads).toBeLessThan(run.requests / 40)
  expect(run.requests / run.seconds).toBeGreaterThanOrEqual(4.5)
})

test('signing out waits for its turn like any other request', async () => {
  const rig = await simRig({ panel: { trackers: 100, rate: { perSecond: 10, burst: 1 } } })
  const [first] = await rig.sound()
  await rig.label(first!.id, 'Renamed')
  await rig.send()
  await rig.until(() => rig.wire.sent.some(({ path }) => path === 'tracker/settings/update'))
  await rig.call('profiles.close', {})
  expect(rig.wire.sent.at(-1)?.path).toBe('account/logout')
  expect(rig.panel.stats().aboveRate).toBe(0)
})
