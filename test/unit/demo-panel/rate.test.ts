import { expect, test } from 'vitest'
import { documentedRate } from '../../../electron/demo-panel/rate.ts'
import { OpenPanel } from './open-panel.ts'

function burst(open: OpenPanel, requests: number): number[] {
  return Array.from({ length: requests }, () => open.ask('account/get_permissions').code)
}

test('ten requests go at once, the eleventh is refused with 429 and code 15', () => {
  const open = new OpenPanel({ rate: documentedRate })
  open.clock.pass(1000)
  expect(burst(open, 10)).toEqual(Array(10).fill(0))
  expect(open.ask('account/get_permissions')).toMatchObject({ http: 429, code: 15 })
})

test('a tenth of a second regains one request, and a refused one costs nothing', () => {
  const open = new OpenPanel({ rate: documentedRate })
  open.clock.pass(1000)
  burst(open, 30)
  open.clock.pass(99)
  expect(burst(open, 1)).toEqual([15])
  open.clock.pass(1)
  expect(burst(open, 2)).toEqual([0, 15])
})

test('a long pause regains no more than ten', () => {
  const open = new OpenPanel({ rate: documentedRate })
  open.clock.pass(60_000)
  expect(burst(open, 12).filter((code) => code === 0)).toHaveLength(10)
})

test('a steady ten a second is never refused', () => {
  const open = new OpenPanel({ rate: documentedRate })
  for (let i = 0; i < 500; i++) {
    open.clock.pass(100)
    expect(burst(open, 1)).toEqual([0])
  }
})

test('the limit is the dealer’s, over all its sessions, and counts wrong sign-ins too', () => {
  const open = new OpenPanel({ rate: documentedRate })
  const first = open.hash
  open.signIn()
  for (let i = 0; i < 4; i++) open.ask('account/get_permissions', {}, first)
  for (let i = 0; i < 4; i++) open.ask('account/auth', { login: 'x', password: 'y' })
  expect(burst(open, 1)).toEqual([15])
  expect(open.panel.stats()).toMatchObject({ aboveRate: 1, refusals: { 12: 4, 15: 1 }, sessions: 2 })
})

test('a refused request does nothing', () => {
  const open = new OpenPanel({ rate: { perSecond: 1, burst: 2 } })
  const id = open.trackers({ limit: 1 })[0]!.id
  expect(open.ask('tracker/settings/update', { tracker_id: id, label: 'late', deleted: false }).code).toBe(15)
  expect(open.done()).toEqual([])
})
