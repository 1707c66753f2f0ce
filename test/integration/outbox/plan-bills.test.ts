import { describe, expect, test } from 'vitest'
import { everyPermission } from '../../../electron/demo-panel/account.ts'
import { billOf } from '../../../shared/billing/plan-change.ts'
import { simRig, type SimRig } from '../../support/core-rig.ts'

interface Held {
  readonly id: number
  readonly userId: number
  readonly ends: string
  readonly registered: string
}
interface Funds {
  readonly id: number
  readonly login: string
  readonly balance: number
  readonly bonus: number
}

async function plan(rig: SimRig) {
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  return rig.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
}

async function originals(rig: SimRig) {
  const sound = await rig.sound()
  return sound.filter(({ values }) => !values['clone'] && !values['hidden'])
}

async function changePlan(rig: SimRig, ids: readonly number[], name: string, asked = { repay: true, charge: true }) {
  const { tariffs } = await rig.call('lookup.tariffs', {})
  const { id } = tariffs.find((one) => one.name === name)!
  await rig.call('sheet.act', { kind: 'tracker.tariff', ids: [...ids], plan: id, ...asked })
}

describe('a plan with changes of plans', () => {
  test('tells what goes back to each user, what is debited next, and both in sum', async () => {
    const rig = await simRig()
    const rows = (await originals(rig)).filter(({ values }) => values['plan'] === 'Premium')
    await changePlan(
      rig,
      rows.map(({ id }) => id),
      'Standard',
    )
    const today = new Date(rig.clock.now()).toISOString().slice(0, 10)
    const held = new Map(
      rig
        .cached<Held>('SELECT id, user_id AS userId, tariff_end AS ends, source_created AS registered FROM tracker')
        .map((row) => [row.id, row]),
    )
    const users = new Map(
      rig.cached<Funds>('SELECT id, login, balance, bonus FROM user').map((user) => [user.id, user]),
    )
    const expected = rows.map(({ id }) => {
      const { userId, ends, registered } = held.get(id)!
      const from = { type: 'monthly', price: 12.55 }
      const to = { type: 'monthly', price: 7.9, proportional: true }
      return { userId, ...billOf({ from, to, ends, registered, repay: true, charge: true, today, freeDays: 14 }) }
    })
    const { bills } = await plan(rig)
    expect(bills).toMatchObject({ currency: 'EUR', changes: rows.length, untold: 0, later: 0 })
    expect(bills!.back).toEqual({
      least: expected.reduce((sum, { back }) => sum + back.least, 0),
      most: expected.reduce((sum, { back }) => sum + back.most, 0),
    })
    expect(bills!.back.most).toBeGreaterThan(bills!.back.least)
    expect(bills!.usersInAll).toBe(new Set(expected.map(({ userId }) => userId)).size)
    for (const user of bills!.users) {
      const theirs = expected.filter(({ userId }) => userId === user.id)
      const debited = theirs.reduce((sum, { next }) => sum + next.amount, 0)
      const back = theirs.reduce((sum, { back }) => sum + back.least, 0)
      const { login, balance, bonus } = users.get(user.id)!
      expect(user).toMatchObject({ login, changes: theirs.length })
      expect(user.debits.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(debited, 1)
      expect(user.short !== null).toBe(balance + bonus + back < debited - 0.005)
    }
    const short = bills!.users.filter((user) => user.short !== null).length
    expect(bills!.short).toBe(short)
    expect(short).toBeGreaterThan(0)
    expect(bills!.users.slice(0, short).every((user) => user.short !== null)).toBe(true)
  })

  test('tells nothing of what stays behind, nor where no plan is changed', async () => {
    const rig = await simRig()
    const hidden = (await rig.sound()).find(({ values }) => !values['clone'] && values['hidden'])!
    await changePlan(rig, [hidden.id], 'Year ahead')
    expect(await plan(rig)).toMatchObject({ operations: 0, bills: null })
    const [row] = await originals(rig)
    await rig.label(row!.id, 'another')
    expect(await plan(rig)).toMatchObject({ operations: 1, bills: null })
  })

  test('says of each change alone what it does to its user’s money, until it is sent', async () => {
    const rig = await simRig()
    const rows = (await originals(rig)).filter(({ values }) => values['plan'] === 'Premium').slice(0, 2)
    await changePlan(
      rig,
      rows.map(({ id }) => id),
      'Standard',
    )
    await rig.label(rows[0]!.id, 'another')
    const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
    const operations = await Promise.all(
      changeSets.map(({ id }) =>
        rig.call('outbox.operations', { changeSet: id, states: [], search: '', from: 0, count: 10 }),
      ),
    )
    const staged = operations.flatMap(({ rows }) => rows)
    const billed = staged.filter(({ kind }) => kind === 'tracker.tariff')
    const alone = await Promise.all(billed.map(({ id }) => rig.call('outbox.bill', { operation: id })))
    const all = (await plan(rig)).bills!
    expect(alone.map(({ bill }) => bill!.changes)).toEqual([1, 1])
    expect(alone.reduce((sum, { bill }) => sum + bill!.back.most, 0)).toBeCloseTo(all.back.most, 6)
    const amounts = alone.flatMap(({ bill }) => bill!.debits.map(({ amount }) => amount))
    // Each alone is rounded to cents.
    expect(amounts.reduce((sum, one) => sum + one, 0)).toBeCloseTo(
      all.debits.reduce((sum, { amount }) => sum + amount, 0),
      1,
    )
    const label = staged.find(({ kind }) => kind === 'tracker.settings')!
    expect(await rig.call('outbox.bill', { operation: label.id })).toEqual({ bill: null })
    await rig.send()
    await rig.settled()
    expect(await rig.call('outbox.bill', { operation: billed[0]!.id })).toEqual({ bill: null })
  })

  test('says that a daily or annual plan may begin later', async () => {
    const rig = await simRig()
    const rows = (await originals(rig)).filter(({ values }) => values['tariffEnd'] !== '')
    await changePlan(rig, [rows[0]!.id], 'Year ahead', { repay: false, charge: true })
    const { bills } = await plan(rig)
    expect(bills).toMatchObject({ changes: 1, later: 1, back: { least: 0, most: 0 }, debits: [{ amount: 60 }] })
  })

  test('goes without the currency, where the account may not ask who the dealer is', async () => {
    const rig = await simRig({ panel: { permissions: { ...everyPermission, base: [] } } })
    const [row] = await originals(rig)
    await changePlan(rig, [row!.id], 'Year ahead')
    expect((await plan(rig)).bills).toMatchObject({ currency: null, changes: 1 })
  })
})

test('a plan for fewer trackers than its owner has is foretold, and no longer where the owner has fewer', async () => {
  const rig = await simRig()
  const counts = new Map(
    rig
      .cached<{ id: number; count: number }>(
        'SELECT t.id, u.trackers_count AS count FROM tracker AS t JOIN user AS u ON u.id = t.user_id',
      )
      .map(({ id, count }) => [id, count]),
  )
  const rows = await originals(rig)
  const many = rows.find(({ id }) => counts.get(id)! > 3)!
  await changePlan(rig, [many.id], 'Small account')
  const limited = { problem: { code: 'plan-limit', values: { most: 3, count: counts.get(many.id) } }, operations: 1 }
  expect(await plan(rig)).toMatchObject({ operations: 0, refused: [limited] })
  // Somebody else takes all but this one away.
  const theirs = rig.cached<{ panelId: number }>(
    `SELECT panel_id AS panelId FROM tracker WHERE user_id = ${many.values['userId']} AND id <> ${many.id}`,
  )
  for (const { panelId } of theirs) rig.panel.edit({ tracker_id: panelId, gone: true })
  await rig.call('pull.start', {})
  await rig.online()
  const [left] = rig.cached<{ count: number }>(
    `SELECT trackers_count AS count FROM user WHERE id = ${many.values['userId']}`,
  )
  expect(left!.count).toBe(1)
  expect(await plan(rig)).toMatchObject({ operations: 1, refused: [] })
})
