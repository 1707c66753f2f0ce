import { expect, test } from 'vitest'
import type { FaultInput } from '../../../electron/demo-panel/faults.ts'
import { httpRig, simRig, type Rig, type RigOptions, type SimRig } from '../../support/core-rig.ts'
import { hashesAstray } from '../../support/hashes.ts'
import { createNotes, stageNotes, type Notes } from '../../support/notes.ts'

const rig = async (options: RigOptions = {}): Promise<{ rig: SimRig; notes: Notes; users: readonly number[] }> => {
  const notes = createNotes()
  const made = await simRig({ ...options, panel: { ...options.panel, userMethods: notes.methods } })
  return { rig: made, notes, users: await usersOf(made) }
}

async function usersOf(made: Rig): Promise<number[]> {
  const { users } = await made.call('lookup.users', { search: '' })
  return users.map(({ id }) => id)
}

/** So many notes of a user, each by itself. */
function some(user: number, count: number, text = 'Ring twice') {
  return Array.from({ length: count }, (_, index) => ({ user, name: `note ${index}`, text: `${text} ${index}` }))
}

/** Labels of so many trackers. */
async function stageLabels(made: Rig, count: number): Promise<void> {
  const cells = (await made.sound()).slice(0, count).map(({ id }) => ({ id, field: 'label', value: `Label ${id}` }))
  await made.call('sheet.stage', { sheet: 'trackers', source: 'paste', cells })
}

const labelled = ({ panel }: Rig) => panel.ledger.entries().filter(({ effect }) => effect === 'tracker.settings').length

const ofNotes = async (made: Rig) => (await made.operations()).filter(({ kind }) => kind === 'test.note')

/** No hash has been anywhere but where it belongs: on the wire, at the APIs, and in the journal. */
function expectNoHashAstray(made: SimRig, notes: Notes): void {
  expect(hashesAstray(made.wire)).toEqual([])
  expect(notes.astray).toEqual([])
  const kept = JSON.stringify(made.journal('SELECT request, answer, problem FROM attempt'))
  for (const hash of made.wire.given.keys()) expect(kept).not.toContain(hash)
  expect(JSON.stringify(made.events)).not.toMatch(new RegExp([...made.wire.given.keys()].join('|')))
}

test('one run sends to the panel and to the sessions of users, each in its own session, and packs them apart', async () => {
  const { rig: made, notes, users } = await rig()
  await stageLabels(made, 20)
  stageNotes(made, [...some(users[0]!, 4), ...some(users[1]!, 4)])
  await made.send()
  await made.settled()
  expect((await made.operations()).every(({ state }) => state === 'done')).toBe(true)
  expect(labelled(made)).toBe(20)
  expect([...notes.held].map(([user, its]) => [user, its.size])).toEqual([
    [users[0], 4],
    [users[1], 4],
  ])
  // Three fit one request, and never those of two users.
  expect(made.panel.stats().requests['note/set']).toBe(4)
  expect(made.panel.stats().userSessions).toBe(2)
  expect([...new Set(made.wire.given.values())].sort()).toEqual(
    ['panel', `user ${users[0]}`, `user ${users[1]}`].sort(),
  )
  expectNoHashAstray(made, notes)
  expect(JSON.stringify(made.journal(`SELECT answer FROM attempt WHERE path = 'note/set'`))).toContain(
    'set with NVX •••',
  )
})

test('what the two limits allow is sent side by side: the dealer’s ten a second, and fifty for each user', async () => {
  const { rig: made, notes, users } = await rig({ panel: { rate: { perSecond: 10, burst: 2 } } })
  await stageLabels(made, 60)
  stageNotes(made, some(users[0]!, 180))
  const began = made.clock.now()
  await made.send()
  await made.until(() => notes.held.get(users[0]!)?.size === 180)
  expect(made.clock.now() - began).toBeLessThan(5_000)
  expect(labelled(made)).toBeLessThan(60)
  await made.settled()
  expect(made.panel.stats().aboveRate).toBe(0)
  expectNoHashAstray(made, notes)
})

test('a session that ended is opened again once for all who wait, and the others go on meanwhile', async () => {
  const { rig: made, notes, users } = await rig()
  const [one, other] = [users[0]!, users[1]!]
  stageNotes(made, [...some(one, 3), ...some(other, 3)])
  await made.send()
  await made.settled()
  made.panel.expireUserSessions(one)
  // Asking for another session takes its time.
  made.panel.faults.add({
    path: 'user/session/create',
    strike: { do: 'slow', milliseconds: 25_000, when: 'before' },
  })
  await stageLabels(made, 60)
  stageNotes(made, [...some(one, 60, 'Again'), ...some(other, 60, 'Again')])
  await made.send()
  await made.until(
    () =>
      labelled(made) === 60 &&
      [...(notes.held.get(other) ?? [])].filter(([, text]) => /^Again/.test(text)).length === 60,
  )
  expect(made.panel.stats().userSessions).toBe(2)
  expect([...(notes.held.get(one) ?? [])].filter(([, text]) => /^Again/.test(text))).toEqual([])
  expect((await made.status()).connection.state).toBe('online')
  await made.settled()
  expect(notes.held.get(one)?.size).toBe(60)
  expect(made.panel.stats().userSessions).toBe(3)
  expect(made.panel.stats().requests['account/auth']).toBe(2)
  expectNoHashAstray(made, notes)
})

test.each([13, 104, 201, 103])(
  'a session that the panel does not open (%i) lets only what is meant for it wait, with the reason',
  async (code) => {
    const { rig: made, notes, users } = await rig()
    const [one, other] = [users[0]!, users[1]!]
    const fault = { path: 'user/session/create', parameters: { user_id: one }, times: 1e6 }
    made.panel.faults.add({ ...fault, strike: { do: 'refuse', code } })
    await stageLabels(made, 20)
    stageNotes(made, [...some(one, 30), ...some(other, 30)])
    await made.send()
    await made.until(() => labelled(made) === 20 && notes.held.get(other)?.size === 30)
    await made.clock.advance(600_000)
    const { connection, sending } = await made.status()
    expect(connection.state).toBe('online')
    expect(sending.pausedKinds).toEqual([])
    const waiting = (await ofNotes(made)).filter(({ state }) => state !== 'done')
    expect(waiting).toHaveLength(30)
    for (const { state, problem } of waiting) {
      expect({ state, problem }).toMatchObject({
        state: 'waiting',
        problem: { code: 'session-not-opened', panelCode: code, panelWords: expect.any(String) as string, again: true },
      })
    }
    // Tried again at growing intervals, not for each that waits.
    const tried = made.wire.sent.filter(({ path, body }) => path === 'user/session/create' && body['user_id'] === one)
    expect(tried.length).toBeLessThan(12)
    made.panel.faults.clear()
    await made.settled()
    expect(notes.held.get(one)?.size).toBe(30)
    expectNoHashAstray(made, notes)
  },
)

test('a session that ends as soon as it has begun is not opened without end, and holds up nobody else', async () => {
  const { rig: made, notes, users } = await rig()
  const [one, other] = [users[0]!, users[1]!]
  made.panel.faults.add({
    path: 'note/set',
    parameters: { notes: some(one, 3) },
    times: 1e6,
    strike: { do: 'refuse', code: 4 },
  })
  await stageLabels(made, 10)
  stageNotes(made, [...some(one, 3), ...some(other, 3)])
  await made.send()
  await made.until(() => labelled(made) === 10 && notes.held.get(other)?.size === 3)
  await made.clock.advance(600_000)
  const waiting = (await ofNotes(made)).filter(({ state }) => state !== 'done')
  expect(waiting.map(({ state, problem }) => [state, problem?.code])).toEqual(
    Array.from({ length: 3 }, () => ['waiting', 'session-ended']),
  )
  expect(made.panel.stats().userSessions).toBeLessThan(14)
  expect((await made.status()).connection.state).toBe('online')
  made.panel.faults.clear()
  await made.settled()
  expect(notes.held.get(one)?.size).toBe(3)
  expectNoHashAstray(made, notes)
})

test('a user who asks too much, or whose API hangs, slows nobody else down, and what is lost is looked up', async () => {
  const { rig: made, notes, users } = await rig()
  const [one, other] = [users[0]!, users[1]!]
  stageNotes(made, [...some(one, 60), ...some(other, 60)])
  made.panel.faults.add({ path: 'note/set', times: 2, strike: { do: 'refuse', code: 15 } })
  made.panel.faults.add({ path: 'note/set', times: 6, strike: { do: 'slow', milliseconds: 200_000, when: 'before' } })
  await stageLabels(made, 60)
  const began = made.clock.now()
  await made.send()
  await made.until(() => labelled(made) === 60)
  expect(made.clock.now() - began).toBeLessThan(20_000)
  // What is released while others hang goes as well.
  stageNotes(made, [{ user: users[2]!, name: 'late', text: 'Late' }])
  await made.send()
  await made.until(() => notes.held.has(users[2]!))
  expect(made.clock.now() - began).toBeLessThan(25_000)
  await made.settled()
  expect([one, other].map((user) => notes.held.get(user)?.size)).toEqual([60, 60])
  expect((await made.operations()).every(({ state }) => state === 'done')).toBe(true)
  expectNoHashAstray(made, notes)
})

test('all that leaves for users together stays within fifty a second, which our address is allowed', async () => {
  const { rig: made, notes, users } = await rig()
  stageNotes(
    made,
    users.slice(0, 4).flatMap((user) => some(user, 120)),
  )
  await made.send()
  await made.settled()
  const left = made.wire.sent.filter(({ path }) => path.endsWith('note/set')).map((request) => request.left)
  const inASecond = left.map((from) => left.filter((at) => at >= from && at < from + 1_000).length)
  expect(left).toHaveLength(160)
  expect(Math.max(...inASecond)).toBeLessThanOrEqual(50)
  expectNoHashAstray(made, notes)
})

test('however many sessions are slow to be opened, what is for others does not wait behind them', async () => {
  const { rig: made, notes, users } = await rig()
  const slow = { do: 'slow', milliseconds: 25_000, when: 'before' } as const
  made.panel.faults.add({ path: 'user/session/create', times: 12, strike: slow })
  stageNotes(
    made,
    users.slice(0, 12).flatMap((user) => some(user, 30)),
  )
  await stageLabels(made, 40)
  const began = made.clock.now()
  await made.send()
  await made.until(() => labelled(made) === 40)
  expect(made.clock.now() - began).toBeLessThan(20_000)
  made.panel.faults.clear()
  await made.settled()
  expect([...notes.held.values()].map(({ size }) => size)).toEqual(Array.from({ length: 12 }, () => 30))
  expectNoHashAstray(made, notes)
})

test.each<[string, FaultInput['strike']]>([
  ['a page', { do: 'page', form: 'forbidden' }],
  ['that the user is blocked', { do: 'refuse', code: 11 }],
  ['that the service is barred', { do: 'refuse', code: 2 }],
])('what the User API alone says (%s) does not take the connection with it', async (_, strike) => {
  const { rig: made, notes, users } = await rig()
  made.panel.faults.add({ path: 'note/*', times: 1e6, strike })
  const before = made.events.length
  await stageLabels(made, 20)
  stageNotes(made, some(users[0]!, 3))
  await made.send()
  await made.until(() => labelled(made) === 20)
  await made.clock.advance(60_000)
  const states = made.events
    .slice(before)
    .flatMap((told) => (told.event === 'status' ? [told.status.connection.state] : []))
  expect(new Set(states)).toEqual(new Set(['online']))
  made.panel.faults.clear()
  await made.settled()
  expect(notes.held.get(users[0]!)?.size).toBe(3)
  expectNoHashAstray(made, notes)
})

test('a wire that is cut while a user’s notes are sent is the connection’s matter, and all goes on after it', async () => {
  const { rig: made, notes, users } = await rig()
  stageNotes(made, some(users[0]!, 300))
  await made.send()
  await made.until(() => (notes.held.get(users[0]!)?.size ?? 0) >= 30)
  made.wire.cut = true
  await made.until(async () => (await made.status()).connection.state === 'offline')
  const sent = made.wire.sent.length
  await made.clock.advance(600_000)
  expect(made.wire.sent.length).toBe(sent)
  made.wire.cut = false
  await made.settled()
  expect(notes.held.get(users[0]!)?.size).toBe(300)
  expectNoHashAstray(made, notes)
})

test('the dealer’s session that ends takes no user’s session with it', async () => {
  const { rig: made, notes, users } = await rig()
  stageNotes(made, some(users[0]!, 3))
  await made.send()
  await made.settled()
  made.panel.expireSessions()
  await stageLabels(made, 10)
  stageNotes(made, some(users[0]!, 30, 'Again'))
  await made.send()
  await made.settled()
  expect(labelled(made)).toBe(10)
  expect(made.panel.stats()).toMatchObject({ userSessions: 1 })
  expectNoHashAstray(made, notes)
})

test('a user’s session that is refused is no reason to ask for the dealer’s anew, or what the dealer may do', async () => {
  const { rig: made, notes, users } = await rig()
  stageNotes(made, some(users[0]!, 3))
  await made.send()
  await made.settled()
  const { requests } = made.panel.stats()
  made.panel.expireUserSessions(users[0]!)
  stageNotes(made, some(users[0]!, 9, 'Again'))
  await made.send()
  await made.settled()
  expect((await ofNotes(made)).every(({ state }) => state === 'done')).toBe(true)
  expect(made.panel.stats()).toMatchObject({ userSessions: 2 })
  const since = made.panel.stats().requests
  expect(since['account/get_permissions']).toBe(requests['account/get_permissions'])
  expect(since['account/auth']).toBe(requests['account/auth'])
  expectNoHashAstray(made, notes)
})

test('after a crash both APIs get the rest of it, each in a session of its own', async () => {
  const { rig: made, notes, users } = await rig()
  await stageLabels(made, 20)
  stageNotes(made, [...some(users[0]!, 60), ...some(users[1]!, 60)])
  await made.send()
  await made.until(() => notes.held.size > 0)
  await made.crash()
  await made.settled()
  expect([users[0]!, users[1]!].map((user) => notes.held.get(user)?.size)).toEqual([60, 60])
  expect((await made.operations()).every(({ state }) => state === 'done')).toBe(true)
  expectNoHashAstray(made, notes)
})

test('over real HTTP both APIs get all of it in their own sessions', async () => {
  const notes = createNotes()
  const made = await httpRig({ panel: { userMethods: notes.methods } })
  const users = await usersOf(made)
  await stageLabels(made, 40)
  stageNotes(made, [...some(users[0]!, 60), ...some(users[1]!, 60)])
  await made.send()
  await made.settled()
  expect([users[0]!, users[1]!].map((user) => notes.held.get(user)?.size)).toEqual([60, 60])
  expect(labelled(made)).toBe(40)
  expect(made.panel.stats()).toMatchObject({ userSessions: 2, refusals: {} })
  expect(notes.astray).toEqual([])
})
