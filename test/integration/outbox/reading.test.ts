import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'

const limit = { perSecond: 10, burst: 4 }

/** Stages a new label, or comment, for each. */
function stage(rig: SimRig, ids: readonly number[], field: 'label' | 'comment', value = (id: number) => `Mine ${id}`) {
  const cells = ids.map((id) => ({ id, field, value: value(id) }))
  return rig.call('sheet.stage', { sheet: 'trackers', source: 'paste', cells })
}

async function release(rig: SimRig, reading: 'exact' | 'quick' = 'exact'): Promise<void> {
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  await rig.call('outbox.send', { changeSets: changeSets.map(({ id }) => id), reading })
}

async function planOf(rig: SimRig) {
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  return rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
}

const updates = (rig: SimRig) => rig.wire.sent.filter(({ path }) => path === 'tracker/settings/update')

/** Others comment on each tracker so long before our edit of its label would leave; answers how many were wiped or undone. */
async function overwritten(reading: 'exact' | 'quick'): Promise<number> {
  const rig = await simRig({ panel: { trackers: 300, rate: limit } })
  const rows = (await rig.sound()).slice(0, 120)
  for (const { id } of rows) rig.panel.edit({ tracker_id: id, comment: 'before' })
  await stage(
    rig,
    rows.map(({ id }) => id),
    'label',
  )
  await release(rig, reading)
  const comments = new Map<number, string>()
  const next = rows.map(({ id }) => id)
  // Those whose edits have not left yet are commented on, one after the other, for the whole of the run.
  while (next.length > 0) {
    await rig.clock.advance(50)
    const left = new Set(updates(rig).map(({ body }) => body['tracker_id']))
    const id = next.shift()!
    if (left.has(id)) continue
    rig.panel.edit({ tracker_id: id, comment: `Theirs ${id}` })
    comments.set(id, `Theirs ${id}`)
  }
  await rig.settled()
  expect(comments.size).toBeGreaterThan(20)
  const held = new Map<number, string>()
  for (const entry of rig.panel.ledger.entries()) {
    if (entry.effect === 'tracker.settings' && entry.comment !== undefined) held.set(entry.tracker, entry.comment)
  }
  return [...comments].filter(([id, comment]) => held.get(id) !== comment).length
}

test('a comment that others write before our edit of the label is read is never overwritten', async () => {
  expect(await overwritten('exact')).toBeLessThanOrEqual(3)
  // Where a person has chosen to read ahead, that is what the plan has told.
  expect(await overwritten('quick')).toBeGreaterThan(20)
})

test('every edit leaves at most 2 s after its tracker was read, also where the panel has lowered the rate', async () => {
  const rig = await simRig({ panel: { trackers: 300, rate: limit } })
  const ids = (await rig.sound()).slice(0, 60).map(({ id }) => id)
  rig.panel.faults.add({ path: 'tracker/settings/update', skip: 5, times: 4, strike: { do: 'refuse', code: 15 } })
  rig.panel.faults.add({
    path: 'tracker/read',
    skip: 20,
    times: 2,
    strike: { do: 'slow', milliseconds: 2_500, when: 'after' },
  })
  await stage(rig, ids, 'label')
  await release(rig)
  await rig.settled()
  expect(await rig.operations(['done'])).toHaveLength(60)
  for (const { left, body } of updates(rig)) {
    const read = rig.wire.sent.findLast(
      (sent) => sent.path === 'tracker/read' && sent.body['tracker_id'] === body['tracker_id'] && sent.left <= left,
    )
    expect(left - read!.left).toBeLessThanOrEqual(2_000)
  }
})

test('an edit whose attempt took long to write down does not leave on its old read', async () => {
  const rig = await simRig({ panel: { trackers: 60 } })
  const [one] = await rig.sound()
  const reads = () => rig.wire.sent.filter(({ path }) => path === 'tracker/read').length
  const turn = rig.computer.turn.bind(rig.computer)
  let isSlow = true
  rig.computer.turn = async () => {
    if (isSlow && reads() > 0) {
      isSlow = false
      await rig.clock.sleep(3_000)
    }
    await turn()
  }
  await rig.label(one!.id, 'Mine')
  await release(rig)
  await rig.settled()
  expect(isSlow).toBe(false)
  expect(await rig.operations()).toMatchObject([{ state: 'done' }])
  expect(updates(rig)).toHaveLength(1)
  expect(reads()).toBe(2)
})

test('a panel that takes long over every read is sent to all the same', async () => {
  const rig = await simRig({ panel: { trackers: 50 } })
  const [first] = await rig.sound()
  rig.panel.faults.add({
    path: 'tracker/read',
    times: 1000,
    strike: { do: 'slow', milliseconds: 4_000, when: 'after' },
  })
  await stage(rig, [first!.id], 'label')
  await release(rig)
  await rig.settled()
  expect(await rig.operations(['done'])).toHaveLength(1)
  expect(rig.wire.sent.filter(({ path }) => path === 'tracker/read').length, 'it is not read for ever').toBeLessThan(6)
})

test('the plan asks how to read only where reading exactly takes more than a minute longer', async () => {
  const rig = await simRig({ panel: { trackers: 900 } })
  const ids = (await rig.sound()).map(({ id }) => id)
  await stage(rig, ids.slice(0, 600), 'label')
  expect(await planOf(rig)).toMatchObject({ requests: 600, reads: 600, duration: 120_000, quick: null })
  await stage(rig, ids.slice(600, 700), 'label')
  const { quick, duration } = await planOf(rig)
  expect(duration).toBe(140_000)
  expect(quick?.reads).toBeLessThan(10)
  expect(quick?.duration).toBeLessThan(71_000)
})

test.for(['where nobody has chosen', 'where an earlier version has released it'])(
  'every tracker is read by itself just before its edit: %s',
  async (which) => {
    const rig = await simRig({ panel: { trackers: 300, rate: limit } })
    const ids = (await rig.sound()).slice(0, 50).map(({ id }) => id)
    await stage(rig, ids, 'label')
    await rig.call('outbox.pause', { paused: true })
    await rig.send()
    if (which !== 'where nobody has chosen') rig.tamper(`DELETE FROM setting WHERE name LIKE 'reading:%'`)
    await rig.call('outbox.pause', { paused: false })
    await rig.settled()
    expect(updates(rig)).toHaveLength(50)
    const read = rig.wire.sent.filter(({ path }) => path === 'tracker/read')
    expect(new Set(read.map(({ body }) => body['tracker_id'])).size).toBe(50)
  },
)

test('how to read is chosen with the release, and kept over a restart', async () => {
  const rig = await simRig({ panel: { trackers: 300, rate: limit } })
  await stage(
    rig,
    (await rig.sound()).slice(0, 100).map(({ id }) => id),
    'label',
  )
  await rig.call('outbox.pause', { paused: true })
  await release(rig, 'quick')
  await rig.restart()
  await rig.online()
  await rig.settled()
  expect(updates(rig)).toHaveLength(100)
  expect(rig.wire.sent.filter(({ path }) => path === 'tracker/read').length).toBeLessThan(5)
})

test('on a panel whose lists leave comments out, none is wiped, and none that is known is lost by a pull', async () => {
  const rig = await simRig({ panel: { trackers: 60, habits: { listsOmit: ['comment'], readsOmit: ['comment'] } } })
  const [one, two] = await rig.sound()
  rig.panel.edit({ tracker_id: one!.id, comment: 'theirs' })
  await rig.label(one!.id, 'Renamed')
  await stage(rig, [two!.id], 'comment', () => 'ours')
  expect((await planOf(rig)).unseen).toBe(1)
  await release(rig)
  await rig.settled()
  expect(updates(rig).find(({ body }) => body['tracker_id'] === one!.id)?.body).not.toHaveProperty('comment')
  expect(updates(rig).find(({ body }) => body['tracker_id'] === two!.id)?.body).toMatchObject({ comment: 'ours' })
  await rig.call('pull.start', {})
  await rig.online()
  expect((await rig.rows()).find(({ id }) => id === two!.id)?.values['comment']).toBe('ours')
})

test('a comment that only a single read shows is held against what was edited, however it is read', async () => {
  for (const reading of ['exact', 'quick'] as const) {
    const rig = await simRig({ panel: { trackers: 60, habits: { listsOmit: ['comment'] } } })
    const ids = (await rig.sound()).slice(0, 10).map(({ id }) => id)
    rig.panel.edit({ tracker_id: ids[0]!, comment: 'theirs' })
    await stage(rig, ids, 'comment', () => 'mine')
    await release(rig, reading)
    await rig.settled()
    const conflicts = await rig.operations(['conflict'])
    // Of the others, some have a comment that nobody here has seen either.
    const theirs = conflicts.map(({ changes }) => changes[0]?.theirs)
    expect(theirs).toContain('theirs')
    expect(theirs.length).toBeLessThan(10)
    const held = new Set(conflicts.map(({ subject }) => subject.row))
    const sent = updates(rig).map(({ body }) => body['tracker_id'])
    expect([...held].filter((id) => sent.includes(id))).toEqual([])
    await rig.end()
  }
})

test('a comment that others have emptied is a third value, where the panel shows comments', async () => {
  const rig = await simRig({ panel: { trackers: 60 } })
  const [one, two] = await rig.sound()
  for (const { id } of [one!, two!]) rig.panel.edit({ tracker_id: id, comment: 'before' })
  await rig.call('pull.start', {})
  await rig.online()
  await stage(rig, [one!.id], 'comment')
  rig.panel.edit({ tracker_id: one!.id, comment: '' })
  await release(rig)
  await rig.settled()
  expect(await rig.operations(['conflict'])).toHaveLength(1)
  await rig.call('pull.start', {})
  await rig.online()
  expect((await rig.rows()).find(({ id }) => id === one!.id)?.values['comment']).not.toBe('before')
})

test('what is written along with every edit is looked for in the other read, and made up by none', async () => {
  const rig = await simRig({ panel: { trackers: 60, habits: { readsOmit: ['deleted'] } } })
  const [one, two] = await rig.sound()
  rig.panel.edit({ tracker_id: one!.id, deleted: true })
  await rig.label(one!.id, 'Renamed')
  await release(rig)
  await rig.settled()
  expect(updates(rig).at(-1)?.body).toMatchObject({ label: 'Renamed', deleted: true })

  rig.panel.habits = { readsOmit: ['deleted'], listsOmit: ['deleted'] }
  await rig.label(two!.id, 'Renamed')
  await release(rig)
  await rig.settled()
  const [refused] = await rig.operations(['rejected'])
  expect(refused?.problem).toMatchObject({ code: 'not-shown' })
  expect(updates(rig)).toHaveLength(1)
})

test('what a panel makes of our text is the new base, and no conflict with nobody', async () => {
  const rig = await simRig({ panel: { trackers: 60, habits: { trims: true } } })
  const [one] = await rig.sound()
  const label = async () => (await rig.rows()).find(({ id }) => id === one!.id)?.values['label']
  await rig.label(one!.id, 'Van ')
  await release(rig)
  await rig.settled()
  expect(await label()).toBe('Van')
  // Made against what is shown now.
  await rig.label(one!.id, 'Bus ')
  await release(rig)
  // Made against what is still to be sent.
  await rig.label(one!.id, 'Tram')
  await release(rig)
  await rig.settled()
  expect(await rig.operations(['conflict'])).toEqual([])
  expect(await label()).toBe('Tram')

  // What was sent can be taken back, though it is kept otherwise.
  await rig.label(one!.id, ' Boat')
  await release(rig)
  await rig.settled()
  const { changeSets } = await rig.call('outbox.changeSets', { settled: true })
  const undone = await rig.call('outbox.undoSent', { changeSet: changeSets[0]!.id })
  expect(undone).toMatchObject({ staged: 1, left: [] })
  await release(rig)
  await rig.settled()
  expect(await label()).toBe('Tram')
})

test('what somebody else writes just after our change is theirs, and not what the panel has made of ours', async () => {
  const rig = await simRig({ panel: { trackers: 60 } })
  const [one] = await rig.sound()
  await rig.label(one!.id, 'First ')
  await release(rig)
  await rig.label(one!.id, 'Second')
  await release(rig)
  await rig.until(() => rig.panel.ledger.entries().some(({ session }) => session !== 0))
  rig.panel.edit({ tracker_id: one!.id, label: 'Theirs' })
  await rig.settled()
  const [found] = await rig.operations(['conflict'])
  expect(found?.changes).toEqual([expect.objectContaining({ to: 'Second', theirs: 'Theirs' })])
})

test("what is read back late may be another person's: it is not taken for what the panel has made of ours", async () => {
  const rig = await simRig({ panel: { trackers: 60, habits: { trims: true } } })
  const [one] = await rig.sound()
  rig.panel.faults.add({ path: 'tracker/read', skip: 1, times: 3, strike: { do: 'refuse', code: 8 } })
  await rig.label(one!.id, 'First ')
  await release(rig)
  await rig.label(one!.id, 'Second')
  await release(rig)
  await rig.settled()
  expect(await rig.operations()).toMatchObject([
    { state: 'done' },
    { state: 'conflict', changes: [{ to: 'Second', theirs: 'First' }] },
  ])
})
