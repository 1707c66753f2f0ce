import { expect, test } from 'vitest'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'

type Field = 'plan' | 'owner' | 'blocked'

const stage = (
  rig: SimRig,
  cells: readonly (readonly [id: number, field: string, value: string])[],
  source = 'paste',
) =>
  rig.call('sheet.stage', {
    sheet: 'trackers',
    source: source as 'paste',
    cells: cells.map(([id, field, value]) => ({ id, field, value })),
  })

const rowsOf = async (rig: SimRig, ids: readonly number[]) =>
  (await rig.call('sheet.rowsById', { sheet: 'trackers', ids: [...ids] })).rows
const markOf = async (rig: SimRig, id: number, field: Field) => (await rowsOf(rig, [id]))[0]?.marks[field]
const undo = (rig: SimRig, redo = false) => rig.call('sheet.undo', { redo })
const effects = (rig: SimRig, effect: string) => rig.panel.ledger.entries().filter((entry) => entry.effect === effect)

/** Originals that can be moved and given another plan. */
async function originals(rig: SimRig): Promise<SheetRow[]> {
  const rows = await rig.sound()
  return rows.filter(({ values }) => values['clone'] === false && values['hidden'] === false)
}

async function plans(rig: SimRig) {
  const { tariffs } = await rig.call('lookup.tariffs', {})
  return tariffs.filter(({ name }) => ['Standard', 'Basic', 'Premium'].includes(name))
}

/** A plan that none of these rows has. */
async function otherPlan(rig: SimRig, ...rows: SheetRow[]) {
  const held = rows.map(({ values }) => values['plan'])
  return (await plans(rig)).find(({ name }) => !held.includes(name))!
}

/** A user who owns neither of these rows, and has no clone of them. */
async function otherOwner(rig: SimRig, ...rows: SheetRow[]) {
  const sources = rows.map(({ values }) => values['sourceId'])
  const all = await rig.rows()
  const taken = new Set(
    all.filter(({ values }) => sources.includes(values['sourceId'])).map(({ values }) => values['owner']),
  )
  const { users } = await rig.call('lookup.users', { search: '' })
  return users.find(({ login }) => !taken.has(login))!
}

test('a plan, an owner and a block are staged by what is typed, shown by their names, and sent', async () => {
  const rig = await simRig()
  const [one, other, third] = (await originals(rig)).filter(({ values }) => values['blocked'] === false)
  const plan = await otherPlan(rig, one!)
  const owner = await otherOwner(rig, other!)
  expect(
    await stage(rig, [
      [one!.id, 'plan', plan.name.toUpperCase()],
      [other!.id, 'owner', ` ${owner.login} `],
      [third!.id, 'blocked', 'yes'],
    ]),
  ).toEqual({ staged: 3, unstaged: 0, skipped: 0, broken: 0 })
  expect(await markOf(rig, one!.id, 'plan')).toMatchObject({
    ...{ sign: 'staged', kind: 'tracker.tariff', value: plan.name, base: one!.values['plan'] },
  })
  expect(await markOf(rig, other!.id, 'owner')).toMatchObject({ kind: 'tracker.move', value: owner.login })
  expect(await markOf(rig, third!.id, 'blocked')).toMatchObject({ kind: 'tracker.block', value: true, base: false })
  await rig.send()
  await rig.settled()
  expect(await rig.operations(['done'])).toHaveLength(3)
  expect(effects(rig, 'tracker.tariff')).toMatchObject([{ tracker: one!.id, plan: plan.id }])
  expect(effects(rig, 'tracker.move')).toMatchObject([{ tracker: other!.id, user: owner.id }])
  expect(effects(rig, 'tracker.block')).toMatchObject([{ tracker: third!.id, blocked: true }])
  const rows = await rowsOf(rig, [one!.id, other!.id, third!.id])
  expect(rows.map(({ marks }) => marks)).toEqual([{}, {}, {}])
  expect([rows[0]!.values['plan'], rows[1]!.values['owner'], rows[2]!.values['blocked']]).toEqual([
    plan.name,
    owner.login,
    true,
  ])
})

test('a name of several is never taken for the one of them whom another cell of the paste names by the login', async () => {
  const rig = await simRig({ panel: { trackers: 2400 } })
  const [{ firm, id, login }] = rig.cached<{ firm: string; id: number; login: string }>(
    `SELECT legal_name AS firm, id, login FROM user WHERE legal_name <> '' GROUP BY 1 HAVING count(*) > 1`,
  ) as [{ firm: string; id: number; login: string }]
  const [one, other] = (await originals(rig)).filter(({ values }) => values['userId'] !== id)
  const staged = await stage(rig, [
    [one!.id, 'owner', login],
    [other!.id, 'owner', firm],
  ])
  expect(staged).toMatchObject({ staged: 2, broken: 1 })
  expect(await markOf(rig, other!.id, 'owner')).toMatchObject({ value: firm, problem: { code: 'owner-ambiguous' } })
})

test('what names nothing, or several, stays as it was typed, says why, and holds nothing else back', async () => {
  const rig = await simRig({ panel: { trackers: 2400 } })
  const [one, other, third] = await originals(rig)
  const owner = await otherOwner(rig, one!, other!, third!)
  const [{ firm, ids }] = rig.cached<{ firm: string; ids: string }>(
    `SELECT legal_name AS firm, json_group_array(id) AS ids FROM user WHERE legal_name <> '' GROUP BY 1 HAVING count(*) > 1`,
  ) as [{ firm: string; ids: string }]
  expect(
    await stage(rig, [
      [one!.id, 'owner', owner.login],
      [other!.id, 'owner', firm],
      [third!.id, 'owner', 'smiht@acme.example'],
    ]),
  ).toEqual({ staged: 3, unstaged: 0, skipped: 0, broken: 2 })
  const ambiguous = await markOf(rig, other!.id, 'owner')
  expect(ambiguous).toMatchObject({ sign: 'refused', value: firm, problem: { code: 'owner-ambiguous' } })
  for (const id of JSON.parse(ids) as number[]) {
    expect(ambiguous!.problem!.values!['candidates']).toContain(`#${id}`)
  }
  expect(await markOf(rig, third!.id, 'owner')).toMatchObject({
    ...{ sign: 'refused', value: 'smiht@acme.example' },
    problem: { code: 'owner-unknown', values: { value: 'smiht@acme.example' } },
  })
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  const plan = await rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
  expect(plan.kinds).toMatchObject([{ kind: 'tracker.move', operations: 1, risk: 'unbinds-rules' }])
  expect(plan.refused).toMatchObject([
    { problem: { code: 'owner-ambiguous' }, operations: 1 },
    { problem: { code: 'owner-unknown' }, operations: 1 },
  ])
  await rig.send()
  await rig.settled()
  expect(effects(rig, 'tracker.move')).toHaveLength(1)
  // Mended in place, as any cell: the same draft goes.
  expect(await stage(rig, [[third!.id, 'owner', `#${owner.id}`]], 'type')).toMatchObject({ staged: 1, broken: 0 })
  expect(await rig.operations(['draft'])).toHaveLength(2)
  await rig.send()
  await rig.settled()
  expect(effects(rig, 'tracker.move')).toHaveLength(2)
})

test('what is staged as broken outlasts a restart, is found by its text, undone and done again', async () => {
  const rig = await simRig()
  const [one] = await originals(rig)
  await stage(rig, [[one!.id, 'plan', '! none']], 'type')
  await rig.restart()
  const first = await rig.rows({ sort: [{ field: 'plan', descending: false }] })
  expect(first[0]!.id).toBe(one!.id)
  await undo(rig)
  expect(await markOf(rig, one!.id, 'plan')).toBeUndefined()
  await undo(rig, true)
  expect(await markOf(rig, one!.id, 'plan')).toMatchObject({ value: '! none', problem: { code: 'plan-unknown' } })
  expect((await rig.rows({ only: 'attention' })).map(({ id }) => id)).toEqual([one!.id])
})

test('what is staged counts for sorting and filtering, and what the panel holds takes it back', async () => {
  const rig = await simRig()
  const [one] = await originals(rig)
  const plan = await otherPlan(rig, one!)
  await stage(rig, [[one!.id, 'plan', String(plan.id)]])
  const filter = [{ is: 'oneOf' as const, field: 'plan', values: [plan.name] }]
  expect((await rig.rows({ filter })).map(({ id }) => id)).toContain(one!.id)
  expect(await stage(rig, [[one!.id, 'plan', String(one!.values['plan'])]])).toMatchObject({ staged: 0, unstaged: 1 })
  expect(await rig.operations(['draft'])).toEqual([])
})

test('an action by the menu and an edit of the cell are one: either goes on where the other was', async () => {
  const rig = await simRig()
  const [one] = await originals(rig)
  const first = await otherPlan(rig, one!)
  const second = (await plans(rig)).find(({ id, name }) => id !== first.id && name !== one!.values['plan'])!
  const params = () => rig.journal<{ params: string }>(`SELECT params FROM operation WHERE state = 'draft'`)
  await stage(rig, [[one!.id, 'plan', first.name]], 'type')
  expect(JSON.parse(params()[0]!.params)).toMatchObject({ set: { plan: first.id }, repay: true, charge: true })
  const chosen = { kind: 'tracker.tariff' as const, ids: [one!.id], plan: second.id, repay: false, charge: true }
  expect(await rig.call('sheet.act', chosen)).toMatchObject({ staged: 1, broken: 0 })
  expect(params()).toHaveLength(1)
  expect(JSON.parse(params()[0]!.params)).toMatchObject({ set: { plan: second.id }, repay: false })
  // Typed over, what was chosen with it stays.
  await stage(rig, [[one!.id, 'plan', first.name]], 'type')
  expect(JSON.parse(params()[0]!.params)).toMatchObject({ set: { plan: first.id }, repay: false })
  await undo(rig)
  await undo(rig)
  expect(JSON.parse(params()[0]!.params)).toMatchObject({ set: { plan: first.id }, repay: true })
  await undo(rig, true)
  expect(JSON.parse(params()[0]!.params)).toMatchObject({ set: { plan: second.id }, repay: false })
})

test('a clone cannot be moved nor be given a plan of its own: its cell says so, and is not sent', async () => {
  const rig = await simRig()
  const clone = (await rig.sound()).find(({ values }) => values['clone'] === true)!
  const plan = await otherPlan(rig, clone)
  const owner = await otherOwner(rig, clone)
  expect(
    await stage(rig, [
      [clone.id, 'plan', plan.name],
      [clone.id, 'owner', owner.login],
    ]),
  ).toEqual({ staged: 2, unstaged: 0, skipped: 0, broken: 2 })
  expect(await markOf(rig, clone.id, 'plan')).toMatchObject({ problem: { code: 'plan-of-clone' }, value: plan.name })
  expect(await markOf(rig, clone.id, 'owner')).toMatchObject({ problem: { code: 'move-of-clone' } })
  await rig.send()
  expect(await rig.operations(['draft'])).toHaveLength(2)
})

/** An original, and a clone of it that stands before it or behind. */
async function pair(rig: SimRig) {
  const all = await rig.sound()
  for (const original of (await originals(rig)).filter(({ values }) => values['blocked'] === false)) {
    const clone = all.find(({ id, values }) => id !== original.id && values['sourceId'] === original.values['sourceId'])
    if (clone) return { original, clone }
  }
  throw new Error('No original has a clone')
}

test.each(['before', 'behind'])(
  'pasted over a device and its clone %s it, a plan is one change that both show',
  async (where) => {
    // Parts of one row each: wherever the clone stands, its original goes first.
    const rig = await simRig({ core: { rowsAtOnce: 1 } })
    const { original, clone } = await pair(rig)
    const plan = await otherPlan(rig, original)
    const ids = where === 'before' ? [clone.id, original.id] : [original.id, clone.id]
    expect(
      await stage(
        rig,
        ids.map((id) => [id, 'plan', plan.name] as const),
      ),
    ).toEqual({ staged: 2, unstaged: 0, skipped: 0, broken: 0 })
    expect(await rig.operations(['draft'])).toMatchObject([{ subject: { row: original.id }, rows: 2 }])
    const shown = async () => (await rowsOf(rig, ids)).map(({ marks }) => marks['plan']?.value ?? null)
    expect(await shown()).toEqual([plan.name, plan.name])
    expect(new Set((await undo(rig)).step?.ids)).toEqual(new Set(ids))
    expect(await shown()).toEqual([null, null])
    await undo(rig, true)
    expect(await shown()).toEqual([plan.name, plan.name])
    // Taken back on either row, as one.
    await rig.call('sheet.revert', { sheet: 'trackers', cells: [{ id: clone.id, field: 'plan' }] })
    expect(await shown()).toEqual([null, null])
    await undo(rig)
    expect(await shown()).toEqual([plan.name, plan.name])
    await rig.send()
    await rig.settled()
    expect(effects(rig, 'tracker.tariff')).toHaveLength(1)
    expect((await rowsOf(rig, ids)).map(({ values }) => values['plan'])).toEqual([plan.name, plan.name])
  },
)

test('typed into a clone whose original is to have the same plan, it goes along with that, and undo leaves the original', async () => {
  const rig = await simRig()
  const { original, clone } = await pair(rig)
  const plan = await otherPlan(rig, original)
  await stage(rig, [[original.id, 'plan', plan.name]], 'type')
  expect(await stage(rig, [[clone.id, 'plan', plan.name]], 'type')).toMatchObject({ staged: 1, broken: 0 })
  expect(await rig.operations(['draft'])).toMatchObject([{ subject: { row: original.id }, rows: 2 }])
  await undo(rig)
  expect(await rig.operations(['draft'])).toMatchObject([{ subject: { row: original.id }, rows: 1 }])
  expect(await markOf(rig, clone.id, 'plan')).toBeUndefined()
  expect(await markOf(rig, original.id, 'plan')).toMatchObject({ value: plan.name })
})

test('find and replace, and a change of a whole column, go by names, and say beforehand what names nothing', async () => {
  const rig = await simRig()
  const [one, other] = await originals(rig)
  const plan = await otherPlan(rig, one!, other!)
  await stage(rig, [
    [one!.id, 'plan', plan.name],
    [other!.id, 'plan', plan.name],
  ])
  const { view } = await rig.call('sheet.open', { sheet: 'trackers', search: '', sort: [], filter: [], only: 'staged' })
  const where = { rows: 'view' as const, view }
  const next = (await plans(rig)).find(({ name }) => name !== plan.name)!
  const replace = (text: string) => ({
    ...{ sheet: 'trackers' as const, field: 'plan', where },
    change: { do: 'replace' as const, find: plan.name, with: text, regex: false, matchCase: false, whole: true },
  })
  expect(await rig.call('sheet.previewChange', replace('Gold'))).toMatchObject({
    ...{ changed: 2, broken: 2, examples: [{ after: 'Gold', problem: { code: 'plan-unknown' } }, {}] },
  })
  expect(await rig.call('sheet.previewChange', replace(`#${plan.id}`))).toMatchObject({ changed: 0, same: 2 })
  expect(await rig.call('sheet.previewChange', replace(next.name))).toMatchObject({ changed: 2, broken: 0 })
  await rig.call('sheet.change', replace(next.name))
  const marks = (await rowsOf(rig, [one!.id, other!.id])).map(
    ({ values, marks }) => marks['plan']?.value ?? values['plan'],
  )
  expect(marks).toEqual([next.name, next.name])
})

test('a panel that lets nobody block is explained where the permission is there', async () => {
  const rig = await simRig()
  const [one] = (await originals(rig)).filter(({ values }) => values['blocked'] === false)
  rig.panel.faults.add({ path: 'tracker/source/update', strike: { do: 'refuse', code: 13 } })
  await stage(rig, [[one!.id, 'blocked', 'yes']])
  await rig.send()
  await rig.until(async () => (await rig.operations(['rejected'])).length === 1)
  expect(await rig.operations(['rejected'])).toMatchObject([{ problem: { code: 'block-not-given', panelCode: 13 } }])
})

test('a block whose answer was lost is looked up, and one that was sent is taken back', async () => {
  const rig = await simRig()
  const { original, clone } = await pair(rig)
  rig.panel.faults.add({ path: 'tracker/source/update', strike: { do: 'drop', when: 'after' } })
  await stage(rig, [
    [clone.id, 'blocked', 'yes'],
    [original.id, 'blocked', 'yes'],
  ])
  await rig.send()
  await rig.settled()
  expect(await rig.operations(['done'])).toMatchObject([{ kind: 'tracker.block', rows: 2 }])
  expect(effects(rig, 'tracker.block')).toHaveLength(1)
  expect((await rowsOf(rig, [original.id, clone.id])).map(({ values }) => values['blocked'])).toEqual([true, true])
  const { changeSets } = await rig.call('outbox.changeSets', { settled: true })
  expect(await rig.call('outbox.undoSent', { changeSet: changeSets[0]!.id })).toMatchObject({ staged: 1, left: [] })
  await rig.send()
  await rig.settled()
  expect(effects(rig, 'tracker.block').at(-1)).toMatchObject({ tracker: original.id, blocked: false })
})
