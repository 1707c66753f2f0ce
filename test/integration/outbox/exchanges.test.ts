import { expect, test } from 'vitest'
import { simRig, type SimRig } from '../../support/core-rig.ts'
import { importFile } from '../../support/import-file.ts'

// SIM cards are what one row alone can have: whoever takes one waits for the operation that takes it off, and where
// bundles wait for each other, one of them has none in between.

interface CardRow {
  readonly id: number
  readonly imei: string
  readonly card: string
}

async function bundles(rig: SimRig) {
  const { view, count } = await rig.call('sheet.open', {
    sheet: 'bundles',
    search: '',
    sort: [],
    filter: [],
    only: 'all',
  })
  return (await rig.call('sheet.rows', { view, from: 0, count })).rows
}

/** Bundles that have a card. */
async function full(rig: SimRig): Promise<[CardRow, CardRow, CardRow]> {
  const rows = (await bundles(rig)).flatMap(({ id, values }): CardRow[] =>
    values['iccid'] ? [{ id, imei: String(values['imei']), card: String(values['iccid']) }] : [],
  )
  const [a, b, c] = rows
  if (!a || !b || !c) throw new Error('The demo panel has some')
  return [a, b, c]
}

const put = (rig: SimRig, ...cells: (readonly [of: CardRow, card: string])[]) =>
  rig.call('sheet.stage', {
    sheet: 'bundles',
    source: 'paste',
    cells: cells.map(([{ id }, value]) => ({ id, field: 'iccid', value })),
  })

/** Sends, and waits until nothing goes by itself any more. */
async function sendUntilStill(rig: SimRig): Promise<void> {
  await rig.send()
  await rig.clock.advance(30_000)
}

const effects = ({ panel }: SimRig) =>
  panel.ledger
    .entries()
    .flatMap((entry) => (entry.effect === 'bundle.sim' ? [[entry.bundle, entry.iccid] as const] : []))

/** What the panel holds by now of bundles that had cards. */
function heldOf(rig: SimRig, ...rows: readonly CardRow[]): (string | null)[] {
  return rows.map(({ id, card }) => {
    const last = effects(rig).findLast(([of]) => of === id)
    return last ? last[1] : card
  })
}

const planOf = async (rig: SimRig) => {
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  return rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
}
const newCard = '89990000000000000017'

test('two bundles exchange their cards in one sending: one of them has none in between, as the plan says', async () => {
  const rig = await simRig()
  const [a, b] = await full(rig)
  expect(await put(rig, [a, b.card], [b, a.card])).toMatchObject({ staged: 2, broken: 0 })
  expect(await planOf(rig)).toMatchObject({
    operations: 2,
    requests: 3,
    reads: 3,
    refused: [],
    missingNeeds: [],
    inBetween: [{ field: 'iccid', operations: 1, examples: [a.imei] }],
  })
  expect((await rig.operations()).map(({ state }) => state)).toEqual(['draft', 'draft'])
  await rig.sendAll()
  expect(effects(rig)).toEqual([
    [a.id, null],
    [b.id, a.card],
    [a.id, b.card],
  ])
  expect(rig.panel.stats().refusals).toEqual({})
  expect((await rig.operations()).map(({ state }) => state)).toEqual(['done', 'done', 'done'])
  const shown = new Map((await bundles(rig)).map(({ id, values }) => [id, values['iccid']]))
  expect([shown.get(a.id), shown.get(b.id)]).toEqual([b.card, a.card])
})

test('a chain goes from its end, in whichever order it was staged, and two circles beside it, too', async () => {
  const rig = await simRig()
  const [a, b, c] = await full(rig)
  expect(await put(rig, [a, b.card], [b, c.card], [c, newCard])).toMatchObject({ broken: 0 })
  expect((await planOf(rig)).inBetween).toEqual([])
  await rig.sendAll()
  expect(effects(rig)).toEqual([
    [c.id, newCard],
    [b.id, c.card],
    [a.id, b.card],
  ])
  // Round three of them, back to where they were but for the first.
  await put(rig, [a, c.card], [b, newCard], [c, b.card])
  expect((await planOf(rig)).inBetween).toMatchObject([{ operations: 1 }])
  await rig.sendAll()
  expect(heldOf(rig, a, b, c)).toEqual([c.card, newCard, b.card])
  expect(effects(rig)).toHaveLength(7)
  expect(rig.panel.stats().refusals).toEqual({})
})

test('typed one after the other, the first stays marked only until the other gives its card up; taken back, it is marked again', async () => {
  const rig = await simRig()
  const [a, b] = await full(rig)
  const signOfA = async () => (await bundles(rig)).find(({ id }) => id === a.id)?.marks['iccid']?.sign
  expect(await put(rig, [a, b.card])).toMatchObject({ staged: 1, broken: 1 })
  expect(await signOfA()).toBe('refused')
  await rig.clock.advance(1_000)
  const told = rig.events.length
  expect(await put(rig, [b, a.card])).toMatchObject({ staged: 1, broken: 0 })
  expect(await signOfA()).toBe('staged')
  // The window hears of the row whose mark is another by that.
  await rig.clock.advance(1_000)
  const rows = rig.events.slice(told).flatMap((event) => (event.event === 'rows' ? (event.ids ?? []) : []))
  expect(rows).toEqual(expect.arrayContaining([a.id, b.id]))
  await rig.call('sheet.undo', { redo: false })
  expect(await signOfA()).toBe('refused')
  await rig.call('sheet.undo', { redo: true })
  await rig.sendAll()
  expect(heldOf(rig, a, b)).toEqual([b.card, a.card])
})

test('what one change set gives up another takes, once both go or the other has gone', async () => {
  const rig = await simRig()
  const [a, b] = await full(rig)
  await importFile(rig, 'sims.csv', `IMEI,ICCID\n${b.imei},${newCard}\n`)
  await put(rig, [a, b.card])
  const [file, sheet] = await rig.operations(['draft'])
  expect([file!.subject.name, sheet!.problem]).toEqual([b.imei, null])
  const send = (changeSets: number[]) => rig.call('outbox.send', { changeSets })
  expect(await rig.call('outbox.plan', { changeSets: [sheet!.changeSet] })).toMatchObject({
    operations: 0,
    missingNeeds: [{ problem: { code: 'needs-staged', values: { name: b.imei } } }],
  })
  expect(await send([sheet!.changeSet])).toEqual({ released: 0, keptBack: 1 })
  await rig.call('outbox.pause', { paused: true })
  await send([file!.changeSet])
  // On its way, that is enough.
  expect(await send([sheet!.changeSet])).toEqual({ released: 1, keptBack: 0 })
  expect((await rig.operations(['ready']))[1]).toMatchObject({ waitsFor: { operation: file!.id } })
  await rig.call('outbox.pause', { paused: false })
  await rig.settled()
  expect(effects(rig)).toEqual([
    [b.id, newCard],
    [a.id, b.card],
  ])
})

test.for([
  ['before', 0],
  ['before', 1],
  ['before', 2],
  ['after', 0],
  ['after', 1],
  ['after', 2],
] as const)(
  'an exchange holds where the answer is lost %s request %i took effect, and the program ends then',
  async ([when, skip]) => {
    const rig = await simRig()
    const [a, b] = await full(rig)
    await put(rig, [a, b.card], [b, a.card])
    rig.panel.faults.add({ path: 'tracker/bundle/assign', skip, strike: { do: 'drop', when } })
    await rig.send()
    await rig.until(async () => (await rig.operations(['unknown'])).length > 0)
    await rig.crash()
    await rig.online()
    await rig.settled()
    expect(effects(rig)).toEqual([
      [a.id, null],
      [b.id, a.card],
      [a.id, b.card],
    ])
    expect((await rig.operations()).every(({ state }) => state === 'done')).toBe(true)
    expect(rig.panel.stats().refusals).toEqual({})
  },
)

test('where one of an exchange is refused, what waits for it says so, and which bundle is without a card', async () => {
  const rig = await simRig()
  const [a, b] = await full(rig)
  await put(rig, [a, b.card], [b, a.card])
  rig.panel.faults.add({ path: 'tracker/bundle/assign', skip: 1, strike: { do: 'refuse', code: 208 } })
  await sendUntilStill(rig)
  expect(heldOf(rig, a, b)).toEqual([null, b.card])
  const [gave, refused, waiting] = await rig.operations()
  expect(gave).toMatchObject({ state: 'done', changes: [{ field: 'iccid', from: a.card, to: '' }], emptied: null })
  expect(refused).toMatchObject({ state: 'rejected', problem: { code: 'sim-blocked' }, emptied: null })
  expect(waiting).toMatchObject({
    state: 'ready',
    subject: { name: a.imei },
    emptied: 'iccid',
    missingNeed: { operation: refused!.id },
    problem: { code: 'needs-refused', values: { name: b.imei } },
    changes: [{ from: '', to: b.card }],
  })
  // Given up, what was sent of it is turned round: the card goes back to where it was.
  await rig.call('outbox.discard', { operations: [refused!.id, waiting!.id] })
  expect(await rig.call('outbox.undoSent', { changeSet: gave!.changeSet })).toMatchObject({ staged: 1, left: [] })
  await rig.sendAll()
  expect(heldOf(rig, a, b)).toEqual([a.card, b.card])
})

test('what was refused of an exchange is mended, and the rest goes with it', async () => {
  const rig = await simRig()
  const [a, b] = await full(rig)
  await put(rig, [a, b.card], [b, a.card])
  rig.panel.faults.add({ path: 'tracker/bundle/assign', skip: 1, strike: { do: 'refuse', code: 208 } })
  await sendUntilStill(rig)
  const [refused] = await rig.operations(['rejected'])
  await rig.call('outbox.mend', { operations: [refused!.id] })
  expect((await rig.operations(['ready']))[0]).toMatchObject({ problem: { code: 'needs-staged' } })
  await rig.sendAll()
  expect(heldOf(rig, a, b)).toEqual([b.card, a.card])
  expect(effects(rig)).toHaveLength(3)
})

test('a sent exchange is turned round in one sending', async () => {
  const rig = await simRig()
  const [a, b, c] = await full(rig)
  await put(rig, [a, b.card], [b, c.card], [c, a.card])
  await rig.sendAll()
  expect(heldOf(rig, a, b, c)).toEqual([b.card, c.card, a.card])
  const [{ changeSet } = { changeSet: 0 }] = await rig.operations(['done'])
  expect(await rig.call('outbox.undoSent', { changeSet })).toMatchObject({ staged: 3, left: [], unknown: 0 })
  await rig.sendAll()
  expect(heldOf(rig, a, b, c)).toEqual([a.card, b.card, c.card])
  expect(effects(rig)).toHaveLength(8)
  expect(rig.panel.stats().refusals).toEqual({})
})

test('somebody else’s card in the midst of an exchange is a conflict that the rest waits for, and goes once it is settled', async () => {
  const rig = await simRig()
  const [a, b] = await full(rig)
  await put(rig, [a, b.card], [b, a.card])
  rig.panel.edit({ bundle_id: b.id, iccid: newCard })
  await sendUntilStill(rig)
  expect(heldOf(rig, a, b)).toEqual([null, newCard])
  const [conflict] = await rig.operations(['conflict'])
  expect(conflict).toMatchObject({ subject: { name: b.imei }, changes: [{ theirs: newCard }] })
  expect((await rig.operations(['ready']))[0]).toMatchObject({
    emptied: 'iccid',
    waitsFor: { operation: conflict!.id, state: 'conflict' },
  })
  await rig.call('outbox.resolve', { operations: [conflict!.id], take: 'mine' })
  await rig.settled()
  expect(heldOf(rig, a, b)).toEqual([b.card, a.card])
})

test('what waited for one that was discarded goes once it has been taken back and the card is known to be free', async () => {
  const rig = await simRig()
  const [a, b] = await full(rig)
  await put(rig, [a, b.card], [b, a.card])
  rig.panel.edit({ bundle_id: b.id, iccid: newCard })
  await sendUntilStill(rig)
  const [conflict] = await rig.operations(['conflict'])
  await rig.call('outbox.resolve', { operations: [conflict!.id], take: 'theirs' })
  const [waiting] = await rig.operations(['ready'])
  expect(waiting).toMatchObject({ problem: { code: 'needs-discarded' }, emptied: 'iccid' })
  await rig.call('outbox.recall', { changeSets: [waiting!.changeSet] })
  await rig.call('pull.start', {})
  await rig.online()
  expect(await rig.operations(['draft'])).toMatchObject([{ problem: null, emptied: 'iccid' }])
  await rig.sendAll()
  expect(heldOf(rig, a, b)).toEqual([b.card, newCard])
})

test('an exchange that is recalled before any of it left is taken back from its cell whole, and goes again as it is', async () => {
  const rig = await simRig()
  const [a, b] = await full(rig)
  await put(rig, [a, b.card], [b, a.card])
  await rig.call('outbox.pause', { paused: true })
  await rig.send()
  const [{ changeSet } = { changeSet: 0 }] = await rig.operations(['ready'])
  await rig.call('outbox.recall', { changeSets: [changeSet] })
  await rig.send()
  await rig.call('outbox.recall', { changeSets: [changeSet] })
  expect(await rig.operations(['draft'])).toHaveLength(3)
  await rig.call('sheet.revert', { sheet: 'bundles', cells: [{ id: a.id, field: 'iccid' }] })
  expect(await rig.operations(['draft'])).toMatchObject([
    { subject: { name: b.imei }, problem: { code: 'sim-in-bundle' } },
  ])
  await rig.call('outbox.pause', { paused: false })
  await put(rig, [a, b.card])
  await rig.sendAll()
  expect(heldOf(rig, a, b)).toEqual([b.card, a.card])
})

test('a file exchanges cards, too, wherever its rows stand; one whose card nobody gives up is refused at its row', async () => {
  const rig = await simRig()
  const [a, b, c] = await full(rig)
  const rest = (await bundles(rig)).filter(({ values, id }) => values['iccid'] && ![a.id, b.id, c.id].includes(id))
  const stays = rest.map(({ values }) => String(values['iccid']))
  const bare = (await bundles(rig)).filter(({ values }) => !values['iccid'])
  const imeis = bare.map(({ values }) => String(values['imei']))
  const lines = [
    'IMEI,ICCID',
    `${imeis[0]},${c.card}`,
    `${a.imei},${b.card}`,
    `${b.imei},${a.card}`,
    `${c.imei},${stays[0]}`,
    `${imeis[1]},${stays[1]}`,
  ]
  const { check, staged } = await importFile(rig, 'sims.csv', `${lines.join('\n')}\n`)
  expect(check.groups).toMatchObject([{ field: 'iccid', problem: { code: 'sim-in-bundle' }, examples: [2, 5, 6] }])
  expect(staged).toMatchObject({ staged: 2, left: 3 })
  // What is staged by now makes way for another file.
  await put(rig, [c, newCard])
  expect((await importFile(rig, 'more.csv', `IMEI,ICCID\n${imeis[0]},${c.card}\n`)).staged).toMatchObject({ staged: 1 })
  await rig.sendAll()
  expect(heldOf(rig, a, b, c)).toEqual([b.card, a.card, newCard])
  expect(effects(rig)).toContainEqual([bare[0]!.id, c.card])
  expect(rig.panel.stats().refusals).toEqual({})
})
