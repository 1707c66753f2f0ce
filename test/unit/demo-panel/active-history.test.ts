import { expect, test } from 'vitest'
import { z } from 'zod'
import { everyPermission } from '../../../electron/demo-panel/account.ts'
import { OpenPanel } from './open-panel.ts'

const path = 'tracker/active/history/list'
const answer = z.object({
  list: z.array(
    z.object({
      month: z.string(),
      amount: z.int(),
      trackers: z.array(z.object({ tracker_id: z.int(), user_id: z.int(), label: z.string(), device_id: z.string() })),
    }),
  ),
  users_map: z.record(
    z.string(),
    z.looseObject({ id: z.int(), login: z.string(), dealer_title: z.string().optional() }),
  ),
})

function months(open: OpenPanel, from: string, to: string) {
  return answer.parse(open.ask(path, { from, to }).body)
}

test('months are told whole, and the same however they are asked for', () => {
  const open = new OpenPanel()
  const { list, users_map } = months(open, '2025-12', '2026-11')
  expect(list.map(({ month }) => month)).toHaveLength(12)
  for (const { amount, trackers } of list) {
    expect(trackers).toHaveLength(amount)
    expect(new Set(trackers.map(({ tracker_id }) => tracker_id)).size).toBe(amount)
    for (const { user_id } of trackers) expect(users_map[String(user_id)]?.id).toBe(user_id)
  }
  expect(months(open, '2026-03', '2026-03').list[0]).toEqual(list[3])
})

test('the fleet grows, and trackers come and go in between', () => {
  const { list } = months(new OpenPanel({ trackers: 2000 }), '2025-12', '2026-11')
  expect(list.at(-1)!.amount).toBeGreaterThan(list[0]!.amount)
  const idsOf = (index: number) => new Set(list[index]!.trackers.map(({ tracker_id }) => tracker_id))
  const [before, after] = [idsOf(5), idsOf(6)]
  expect([...after].filter((id) => !before.has(id)).length).toBeGreaterThan(10)
  expect([...before].filter((id) => !after.has(id)).length).toBeGreaterThan(10)
})

test('months to come are left out', () => {
  expect(months(new OpenPanel(), '2026-11', '2027-02').list.map(({ month }) => month)).toEqual(['2026-11'])
})

test('more than twelve months are refused with 211, and what is no span of months with 7', () => {
  const open = new OpenPanel()
  expect(open.ask(path, { from: '2025-11', to: '2026-11' })).toMatchObject({ http: 400, code: 211 })
  for (const span of [{ from: '2026-1', to: '2026-02' }, { from: '2026-03', to: '2026-02' }, { from: '2026-03' }]) {
    expect(open.ask(path, span)).toMatchObject({ http: 400, code: 7 })
  }
})

test('it takes the permission for reports, and with it sub-dealers are seen where the whole hierarchy is', () => {
  const { trackers } = everyPermission
  const without = { ...everyPermission, trackers: trackers!.filter((operation) => operation !== 'report') }
  const span = { from: '2026-10', to: '2026-10' }
  expect(new OpenPanel({ permissions: without }).ask(path, span)).toMatchObject({ http: 403, code: 13 })
  const titles = ({ users_map }: z.infer<typeof answer>) =>
    Object.values(users_map).filter(({ dealer_title }) => dealer_title !== undefined).length
  expect(titles(months(new OpenPanel({ subDealerUsers: 3 }), '2026-10', '2026-10'))).toBe(3)
  const own = { ...everyPermission, trackers: trackers!.filter((operation) => operation !== 'global') }
  expect(titles(months(new OpenPanel({ subDealerUsers: 3, permissions: own }), '2026-10', '2026-10'))).toBe(0)
})
