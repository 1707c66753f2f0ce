import { expect, test } from 'vitest'
import type { Weight } from '../../../electron/weight.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'

/** What may be had in mind until it is full, and how much that is. */
const limits: Weight = {
  answers: 200,
  'characters of answers': 4 * 1024 * 1024,
  views: 12,
  'bytes of views': 16 * 1024 * 1024,
  'slow names': 500,
  'statements of the journal': 200,
  'statements of the cache': 200,
}
const minute = 60_000
const originals = 200

/** A minute of a person's work, with other rows each time, and of others who change the same. */
async function minuteOfWork(rig: SimRig, round: number, ids: readonly number[]): Promise<void> {
  for (const field of ['label', 'comment', 'owner', 'panelId']) {
    const { view } = await rig.call('sheet.open', {
      sheet: 'trackers',
      search: round % 2 === 0 ? '' : String(round),
      sort: [{ field, descending: round % 3 === 0 }],
      filter: [],
      only: 'all',
      group: field === 'owner' && round % 2 === 0 ? 'plan' : null,
    })
    await rig.call('sheet.rows', { view, from: 0, count: 100 })
  }
  await rig.call('sheet.facet', { sheet: 'trackers', field: 'owner', search: String(round % 10) })
  const mine = Array.from({ length: 6 }, (_, index) => ids[(round * 6 + index) % ids.length]!)
  for (const id of mine) await rig.label(id, `Round ${round} of ${id}`)
  await rig.call('sheet.undo', { redo: false })
  await rig.call('sheet.undo', { redo: true })
  // Somebody else was there: it is read, and not sent.
  for (const id of mine.slice(0, 2)) rig.panel.edit({ tracker_id: id, label: `Theirs ${round}` })
  await rig.send()
  await rig.clock.advance(minute / 2)
  const conflicts = await rig.operations(['conflict'])
  await rig.call('outbox.discard', { operations: conflicts.map(({ id }) => id) })
  await rig.settled()
  if (round % 5 === 0) {
    await rig.call('pull.start', {})
    await rig.online()
  }
  await rig.clock.advance(minute / 2)
}

test('nothing that the core has in mind grows over an hour of use', async () => {
  const rig = await simRig({ panel: { trackers: originals } })
  const ids = (await rig.sound()).filter(({ values }) => !values['clone']).map(({ id }) => id)
  const most: Record<string, number> = {}
  const later: Record<string, number> = {}
  for (let round = 0; round < 60; round++) {
    await minuteOfWork(rig, round, ids)
    const seen = round < 15 ? most : later
    for (const [name, weight] of Object.entries(rig.core.weigh())) seen[name] = Math.max(weight, seen[name] ?? 0)
  }
  for (const [name, weight] of Object.entries(later)) {
    expect(weight, name).toBeLessThanOrEqual(limits[name] ?? most[name] ?? 0)
  }
  // It was there to grow.
  for (const name of ['answers', 'views', 'bytes of views', 'reads', 'statements of the cache']) {
    expect(most[name], name).toBeGreaterThan(0)
  }
  expect(later).toMatchObject({ answers: limits['answers'], views: limits['views'] })
})
