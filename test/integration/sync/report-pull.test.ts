import { expect, test } from 'vitest'
import { everyPermission } from '../../../electron/demo-panel/account.ts'
import { lastMonths, monthAfter, monthsFrom } from '../../../shared/rules/months.ts'
import { simRig, type RigOptions } from '../../support/core-rig.ts'
import { otherClient } from '../../support/other-client.ts'
import { z } from 'zod'

const path = 'tracker/active/history/list'
const answered = z.object({
  list: z.array(z.object({ month: z.string(), amount: z.int(), trackers: z.array(z.object({ tracker_id: z.int() })) })),
})

async function reportRig(options: RigOptions = {}) {
  const made = await simRig(options)
  await made.online()
  const span = lastMonths(made.clock.now(), 12)
  const read = async (asked = span) => {
    await made.call('reports.read', { span: asked })
    await made.until(async () => !(await made.call('reports.state', {})).running)
    return made.call('reports.state', {})
  }
  const months = async (asked = span) => (await made.call('reports.months', { span: asked })).months
  const asked = () => made.panel.stats().requests[path] ?? 0
  const atPanel = (asked = span) => answered.parse(otherClient(made.panel)(path, asked)).list
  return { made, span, read, months, asked, atPanel }
}

test('months are kept as the panel tells them, with who came and who went', async () => {
  const { made, span, read, months, atPanel } = await reportRig()
  expect(await read()).toMatchObject({ problem: null, done: 12, total: 12 })
  const told = atPanel()
  const kept = await months()
  expect(kept.map(({ month, amount }) => ({ month, amount }))).toEqual(
    told.map(({ month, amount }) => ({ month, amount })),
  )
  expect(kept[0]!.change).toBe(null)
  const idsOf = (index: number) => told[index]!.trackers.map(({ tracker_id }) => tracker_id)
  for (const index of [1, 6, 11]) {
    const [before, after] = [idsOf(index - 1), idsOf(index)]
    const came = after.filter((id) => !before.includes(id))
    const went = before.filter((id) => !after.includes(id))
    expect(kept[index]!.change).toEqual({ before: before.length, came: came.length, went: went.length })
    for (const [which, ids] of [
      ['came', came],
      ['went', went],
    ] as const) {
      const { count, rows } = await made.call('reports.changes', {
        month: kept[index]!.month,
        which,
        from: 0,
        count: 1000,
      })
      expect(count).toBe(ids.length)
      expect(rows.map(({ id }) => id)).toEqual(ids.toSorted((a, b) => a - b))
    }
  }
  const { rows } = await made.call('reports.trackers', { month: span.to, after: null, count: 1000 })
  expect(rows.map(({ id }) => id)).toEqual(idsOf(11).toSorted((a, b) => a - b))
  const sheet = await made.rows()
  const there = new Map(sheet.map(({ id, values }) => [values['panelId'], id]))
  for (const { id, row } of rows) expect(row).toBe(there.get(id) ?? null)
})

test('owners are named as in their sheet, sub-dealers beside theirs, and counted month by month', async () => {
  const { made, span, read, months } = await reportRig({ panel: { subDealerUsers: 2 } })
  await read()
  const { count, rows } = await made.call('reports.owners', { span, search: '', from: 0, count: 1000 })
  expect(rows).toHaveLength(count)
  const kept = await months()
  for (const [index, { amount }] of kept.entries()) {
    expect(rows.reduce((sum, { amounts }) => sum + (amounts[index] ?? 0), 0)).toBe(amount)
  }
  const users = new Map((await made.rows({ sheet: 'users' })).map(({ values }) => [values['id'], values['login']]))
  for (const { id, name } of rows) expect(name).toBe(users.get(id))
  expect(rows.filter(({ dealer }) => dealer !== '')).toHaveLength(2)
  const latest = rows.map(({ amounts }) => amounts.at(-1) ?? 0)
  expect(latest).toEqual(latest.toSorted((a, b) => b - a))
  const search = rows[3]!.name.slice(0, 8).toUpperCase()
  const found = await made.call('reports.owners', { span, search, from: 0, count: 10 })
  expect(found.rows.map(({ id }) => id)).toContain(rows[3]!.id)
  expect(found.count).toBeLessThan(count)
})

test('a span that is too big for the panel is asked for in halves, and what it takes is remembered', async () => {
  const { made, span, read, months, asked } = await reportRig()
  const longer = { from: monthAfter(span.from, -12), to: span.to }
  expect(await read(longer)).toMatchObject({ problem: null, done: 24 })
  expect((await months(longer)).every(({ amount }) => amount !== null)).toBe(true)
  // 24 are refused, and then twice 12.
  expect(asked()).toBe(3)
  expect(made.panel.stats().refusals['211']).toBe(1)
  await made.restart()
  await made.online()
  await read({ from: monthAfter(span.from, -36), to: span.to })
  expect(made.panel.stats().refusals['211']).toBe(1)
})

test('where not even one month is told, what the panel says is shown, and nothing is asked for without end', async () => {
  const { made, read, asked, months } = await reportRig()
  made.panel.faults.add({ path, times: 100, strike: { do: 'refuse', code: 211 } })
  expect(await read()).toMatchObject({ running: false, problem: { panelCode: 211 } })
  expect(asked()).toBeLessThan(8)
  expect((await months()).every(({ amount }) => amount === null)).toBe(true)
})

test('months that are over are not asked for again, and the current one is', async () => {
  const { made, span, read, months, asked } = await reportRig()
  await read()
  const kept = await months()
  expect(kept.map(({ complete }) => complete)).toEqual(kept.map(({ month }) => month !== span.to))
  await read()
  const last = made.wire.sent.filter((request) => request.path.endsWith(path)).at(-1)
  expect(last!.body).toMatchObject({ from: span.to, to: span.to })
  expect(asked()).toBe(2)
  const again = await months()
  expect(again.map(({ amount }) => amount)).toEqual(kept.map(({ amount }) => amount))
  expect(again.at(-1)!.readAt).toBeGreaterThan(kept.at(-1)!.readAt!)
  // What the month before held of the earlier reading is swept away.
  expect(made.cached('SELECT DISTINCT reading FROM active_tracker')).toHaveLength(12)
})

test('what was read is there offline after a restart, with when it was read; nothing is asked for', async () => {
  const { made, read, months, asked, span } = await reportRig()
  await read()
  const kept = await months()
  await made.call('connection.workOffline', { on: true })
  await made.restart()
  expect(await months()).toEqual(kept)
  expect(kept.every(({ readAt }) => typeof readAt === 'number')).toBe(true)
  const before = asked()
  await expect(made.call('reports.read', { span })).rejects.toMatchObject({ problem: { code: 'offline' } })
  expect(asked()).toBe(before)
})

test('without the permission nothing is asked for, and it is named', async () => {
  const trackers = everyPermission['trackers']!.filter((operation) => operation !== 'report')
  const { made, span, asked } = await reportRig({ panel: { permissions: { ...everyPermission, trackers } } })
  await expect(made.call('reports.read', { span })).rejects.toMatchObject({
    problem: { code: 'permission', values: { permission: 'trackers: report' } },
  })
  expect(asked()).toBe(0)
})

test('a month of which the panel says nothing is none without trackers', async () => {
  const { made, read, months, span } = await reportRig()
  const left = monthsFrom(span).slice(0, 11)
  made.panel.faults.add({
    path,
    times: 1,
    strike: {
      do: 'answer',
      fields: { list: left.map((month) => ({ month, amount: 0, trackers: [] })), users_map: {} },
    },
  })
  expect(await read()).toMatchObject({ problem: null })
  expect((await months()).at(-1)).toMatchObject({ amount: null, change: null })
})

test('a reading that was cut off leaves what was there, and the next one makes it whole', async () => {
  const { made, read, months, span } = await reportRig()
  await read()
  const kept = await months()
  await made.clock.advance(60_000)
  await made.call('reports.read', { span })
  await made.crash()
  expect((await months()).map(({ amount }) => amount)).toEqual(kept.map(({ amount }) => amount))
  await made.online()
  await read()
  expect((await months()).map(({ change }) => change)).toEqual(kept.map(({ change }) => change))
  expect(made.cached('SELECT DISTINCT reading FROM active_tracker')).toHaveLength(12)
})
