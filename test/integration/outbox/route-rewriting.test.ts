import { expect, test } from 'vitest'
import { ownFields, pulledRoutes } from '../../support/pulled-routes.ts'

const whole = 'task/route/update'
const single = 'task/checkpoint/update'

async function rigWithEdits() {
  const rig = await pulledRoutes()
  const { made, stops, edit, client } = rig
  const counted = (path: string) => made.panel.stats().requests[path] ?? 0
  const before = new Map<string, number>()
  const countAnew = () => [whole, single].forEach((path) => before.set(path, counted(path)))
  const requests = (path: string) => counted(path) - (before.get(path) ?? 0)
  return {
    ...rig,
    requests,
    ids: stops.map(({ id }) => id),
    /** Gives each of these stops another label. */
    async relabel(ids: readonly number[], label = 'Gate') {
      for (const [at, id] of ids.entries()) await edit('checkpoints', id, { label: `${label} ${at}` })
    },
    /** Lets all stops have the same window: then they may stand in any order. */
    async anyOrder() {
      const day = String(stops[0]!.values['windowTo']).slice(0, 10)
      for (const { id } of stops) {
        await edit('checkpoints', id, { windowFrom: `${day} 22:00`, windowTo: `${day} 23:30` })
      }
      await rig.sendAll()
      countAnew()
    },
    /** Gives stops values of the account's own fields, as somebody else does. */
    giveFields(...ids: readonly number[]) {
      for (const id of ids) client(single, { checkpoint: { ...rig.atPanel(id), fields: ownFields } })
      countAnew()
    },
    move: (ids: readonly number[], to: string) =>
      made.call('sheet.act', { kind: 'checkpoint.move', ids: [...ids], route: '', to, make: false }),
    left: () => made.operations(['draft', 'ready', 'waiting', 'unknown', 'rejected', 'conflict']),
  }
}

test('edits of several stops of a route go in one request, and nothing else of it is touched', async () => {
  const { ids, route, relabel, atPanel, sequence, sendAll, requests, left, giveFields } = await rigWithEdits()
  giveFields(ids[0]!, ids[4]!)
  const [routeBefore, before] = [atPanel(route.id), ids.map(atPanel)]
  const edited = ids.slice(0, 3)
  await relabel(edited)
  await sendAll()
  expect(await left()).toEqual([])
  expect([requests(whole), requests(single)]).toEqual([1, 0])
  expect(sequence()).toEqual(ids)
  expect(atPanel(route.id)).toEqual(routeBefore)
  expect(ids.map(atPanel)).toEqual(before.map((stop, at) => (at < 3 ? { ...stop, label: `Gate ${at}` } : stop)))
})

test('one edit alone goes by itself', async () => {
  const { ids, relabel, atPanel, sendAll, requests, giveFields } = await rigWithEdits()
  giveFields(ids[0]!)
  const before = atPanel(ids[0]!)
  await relabel([ids[0]!])
  await sendAll()
  expect([requests(whole), requests(single)]).toEqual([0, 1])
  expect(atPanel(ids[0]!)).toEqual({ ...before, label: 'Gate 0' })
})

test('a route that is turned round is written by one request', async () => {
  const { ids, move, anyOrder, sequence, sendAll, requests, left } = await rigWithEdits()
  await anyOrder()
  for (const id of ids) await move([id], '1')
  await sendAll()
  expect(await left()).toEqual([])
  expect(sequence()).toEqual([...ids].reverse())
  expect([requests(whole), requests(single)]).toEqual([1, 0])
})

test('moves that were staged upon others which had not gone yet go one upon the other, as the sheet shows them', async () => {
  const { made, ids, move, anyOrder, rows, route, sequence, requests, left } = await rigWithEdits()
  await anyOrder()
  await made.call('connection.workOffline', { on: true })
  await move([ids[3]!], '3')
  await made.send()
  // The one behind which it is to stand goes behind it.
  await move([ids[1]!], '3')
  await made.send()
  const shown = (await rows('checkpoints')).filter(({ values }) => values['routeId'] === route.id).map(({ id }) => id)
  expect(shown.slice(0, 4)).toEqual([ids[0], ids[3], ids[1], ids[2]])
  await made.call('connection.workOffline', { on: false })
  await made.settled()
  expect(await left()).toEqual([])
  expect(sequence()).toEqual(shown)
  expect([requests(whole), requests(single)]).toEqual([1, 0])
})

test('moves that were lost on their way all go again, although one stop stands behind the other as it did before', async () => {
  const { made, ids, move, anyOrder, sequence, sendAll, left } = await rigWithEdits()
  await anyOrder()
  await move(ids.slice(0, 2), '99')
  made.panel.faults.add({ api: 'user', path: whole, times: 1, strike: { do: 'drop', when: 'before' } })
  await sendAll()
  await made.until(async () => (await left()).length === 0)
  expect(sequence()).toEqual([...ids.slice(2), ids[0], ids[1]])
})

test('moves whose answer was lost are seen to have been made, although a later one hides an earlier one', async () => {
  const { made, ids, move, anyOrder, sequence, requests, left } = await rigWithEdits()
  await anyOrder()
  await made.call('connection.workOffline', { on: true })
  for (const at of [3, 4]) {
    await move([ids[at]!], '1')
    await made.send()
  }
  made.panel.faults.add({ api: 'user', path: whole, times: 1, strike: { do: 'drop', when: 'after' } })
  await made.call('connection.workOffline', { on: false })
  await made.settled()
  expect(await left()).toEqual([])
  expect(sequence()?.slice(0, 5)).toEqual([4, 3, 0, 1, 2].map((at) => ids[at]))
  expect([requests(whole), requests(single)]).toEqual([1, 0])
})

test('moves do not overtake one between them that waits for an edit of its stop', async () => {
  const { made, ids, edit, move, anyOrder, sequence, left } = await rigWithEdits()
  await anyOrder()
  await made.call('connection.workOffline', { on: true })
  await move([ids[3]!], '1')
  await made.send()
  await edit('checkpoints', ids[4]!, { label: 'Gate' })
  await made.send()
  for (const at of [4, 5]) {
    await move([ids[at]!], '1')
    await made.send()
  }
  await made.call('connection.workOffline', { on: false })
  await made.settled()
  expect(await left()).toEqual([])
  expect(sequence()?.slice(0, 6)).toEqual([5, 4, 3, 0, 1, 2].map((at) => ids[at]))
})

test('what was parted goes as a whole again once it has been taken back', async () => {
  const { made, ids, relabel, sendAll } = await rigWithEdits()
  await relabel(ids.slice(0, 3))
  made.panel.faults.add({ api: 'user', path: whole, times: 1, strike: { do: 'refuse', code: 255 } })
  made.panel.faults.add({ api: 'user', path: single, times: 100, strike: { do: 'refuse', code: 255 } })
  await sendAll()
  made.panel.faults.clear()
  const refused = await made.operations(['rejected'])
  expect(refused).toHaveLength(3)
  await relabel(ids.slice(0, 3), 'Door')
  const { changeSets } = await made.call('outbox.changeSets', { settled: false })
  const plan = await made.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
  expect(plan).toMatchObject({ operations: 3, requests: 1 })
})

test('edits and moves of one route are two requests, one after the other', async () => {
  const { ids, relabel, move, anyOrder, atPanel, sequence, sendAll, requests, left } = await rigWithEdits()
  await anyOrder()
  await relabel([ids[0]!, ids[2]!])
  await move([ids[2]!, ids[3]!], '1')
  await sendAll()
  expect(await left()).toEqual([])
  expect([requests(whole), requests(single)]).toEqual([2, 0])
  expect(sequence()).toEqual([ids[2], ids[3], ids[0], ids[1], ...ids.slice(4)])
  expect(atPanel(ids[2]!).label).toBe('Gate 1')
})

test('where the driver has begun with a stop, the others go by themselves', async () => {
  const { made, ids, relabel, atPanel, sendAll, requests } = await rigWithEdits()
  await relabel(ids.slice(0, 3))
  made.panel.edit({ task_id: ids[0]!, status: 'arrived' })
  await sendAll()
  expect(await made.operations(['rejected'])).toMatchObject([
    { subject: { row: ids[0] }, problem: { code: 'stop-begun' } },
  ])
  expect([requests(whole), requests(single)]).toEqual([0, 3])
  expect([atPanel(ids[1]!).label, atPanel(ids[2]!).label]).toEqual(['Gate 1', 'Gate 2'])
})

test('where others have made a stop single or put it into another route, that is told of its move, and the others go', async () => {
  const { made, ids, move, anyOrder, another, client, sequence, sendAll } = await rigWithEdits()
  const other = await another()
  await anyOrder()
  await move([ids[0]!], '2')
  await move([ids[3]!], '6')
  await move([ids[5]!], '4')
  client('task/checkpoint/transmute', { checkpoint_id: ids[0]! })
  client('task/checkpoint/transmute', { checkpoint_id: ids[3]! })
  client('task/transmute', { task_id: ids[3]!, route_id: other.id, order: 0 })
  await sendAll()
  const refused = (await made.operations(['rejected'])).map(({ subject, problem }) => [subject.row, problem?.code])
  expect(refused).toEqual([
    [ids[0], 'stop-single'],
    [ids[3], 'stop-elsewhere'],
  ])
  expect(sequence()).not.toContain(ids[0])
})

test('where the panel refuses the whole, each goes by itself', async () => {
  const { made, ids, relabel, atPanel, sendAll, requests, left } = await rigWithEdits()
  made.panel.faults.add({ api: 'user', path: whole, times: 1, strike: { do: 'refuse', code: 255 } })
  await relabel(ids.slice(0, 3))
  await sendAll()
  expect(await left()).toEqual([])
  expect([requests(whole), requests(single)]).toEqual([1, 3])
  expect(ids.slice(0, 3).map((id) => atPanel(id).label)).toEqual(['Gate 0', 'Gate 1', 'Gate 2'])
})

test('where windows contradict each other, which the panel takes of no route as a whole, each goes by itself', async () => {
  const { ids, stops, edit, atPanel, sendAll, requests, left } = await rigWithEdits()
  const day = String(stops[0]!.values['windowTo']).slice(0, 10)
  await edit('checkpoints', ids[0]!, { windowFrom: `${day} 23:00`, windowTo: `${day} 23:30` })
  await edit('checkpoints', ids[1]!, { windowFrom: `${day} 21:00`, windowTo: `${day} 21:30` })
  await sendAll()
  expect(await left()).toEqual([])
  expect([requests(whole), requests(single)]).toEqual([0, 2])
  expect(atPanel(ids[1]!)).toMatchObject({ from: `${day} 21:00:00` })
})

test('a stop that others have made meanwhile stays, and what they changed of others too', async () => {
  const { made, ids, client, relabel, atPanel, sequence, sendAll, requests } = await rigWithEdits()
  await relabel(ids.slice(0, 2))
  const like = { ...atPanel(ids[0]!), id: null, external_id: null, label: 'Theirs', order: 1 }
  client('task/checkpoint/create', { checkpoint: like })
  client('task/checkpoint/update', { checkpoint: { ...atPanel(ids[3]!), description: 'ring twice' } })
  await sendAll()
  expect(requests(whole)).toBe(1)
  const now = sequence() ?? []
  expect(now).toHaveLength(ids.length + 1)
  expect(atPanel(now[1]!).label).toBe('Theirs')
  expect(atPanel(ids[3]!).description).toBe('ring twice')
  expect(await made.operations(['rejected', 'conflict'])).toEqual([])
})

test('one that clashes with what others have set is a conflict, and the others go as a whole', async () => {
  const { made, ids, client, relabel, atPanel, sendAll, requests } = await rigWithEdits()
  await relabel(ids.slice(0, 3))
  client('task/checkpoint/update', { checkpoint: { ...atPanel(ids[1]!), label: 'Theirs' } })
  await sendAll()
  expect(await made.operations(['conflict'])).toMatchObject([{ subject: { row: ids[1] } }])
  expect(requests(whole)).toBe(1)
  expect(ids.slice(0, 3).map((id) => atPanel(id).label)).toEqual(['Gate 0', 'Theirs', 'Gate 2'])
})

test.each(['before', 'during', 'after'] as const)(
  'an answer that was lost %s it took effect is looked up',
  async (when) => {
    const { made, ids, relabel, move, anyOrder, atPanel, sequence, sendAll, left } = await rigWithEdits()
    await anyOrder()
    made.panel.faults.add({ api: 'user', path: whole, times: 2, strike: { do: 'drop', when } })
    await relabel(ids.slice(0, 3))
    await move([ids[2]!, ids[3]!], '1')
    await sendAll()
    await made.until(async () => (await left()).length === 0)
    expect(sequence()).toEqual([ids[2], ids[3], ids[0], ids[1], ...ids.slice(4)])
    expect(ids.slice(0, 3).map((id) => atPanel(id).label)).toEqual(['Gate 0', 'Gate 1', 'Gate 2'])
  },
)

test('a panel that loses a stop of what was written as a whole is told of, and gets one change at a time from then on', async () => {
  const { made, ids, client, relabel, atPanel, sendAll, requests } = await rigWithEdits()
  await relabel(ids.slice(0, 2))
  made.panel.faults.add({
    ...{ api: 'user', path: whole, times: 1 },
    strike: { do: 'slow', milliseconds: 500, when: 'after' },
  })
  const sending = sendAll()
  await made.until(() => Promise.resolve(requests(whole) > 0))
  client('task/checkpoint/delete', { checkpoint_id: ids[4]! })
  await sending
  const { notices } = await made.status()
  expect(notices).toMatchObject([{ problem: { code: 'parts-lost' } }])
  await relabel(ids.slice(0, 2), 'Door')
  await sendAll()
  expect([requests(whole), requests(single)]).toEqual([1, 2])
  expect(atPanel(ids[1]!).label).toBe('Door 1')
})

test('the plan says what goes as a whole, and how often drivers are told', async () => {
  const { made, ids, relabel, move, anyOrder } = await rigWithEdits()
  await anyOrder()
  await relabel(ids.slice(0, 3))
  await move([ids[2]!, ids[3]!], '1')
  const { changeSets } = await made.call('outbox.changeSets', { settled: false })
  const plan = await made.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
  expect(plan).toMatchObject({ operations: 5, requests: 2, reads: 4, wholes: { requests: 2, operations: 5 } })
  expect(plan.kinds.map(({ kind, atRisk, requestsAtRisk }) => [kind, atRisk, requestsAtRisk])).toEqual([
    ['checkpoint.update', 3, 1],
    ['checkpoint.move', 2, 1],
  ])
})
