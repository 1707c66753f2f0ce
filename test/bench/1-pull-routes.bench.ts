import { documentedRate, userRate } from '../../electron/demo-panel/rate.ts'
import { simRig, type SimRig } from '../support/core-rig.ts'
import { userClient } from '../support/routes-rig.ts'
import type { Bench } from './bench.ts'
import { daysAfter, routeToMake, stopsOfRoute } from './made-routes.ts'

const users = 500
const limit = userRate.perSecond
/** Milliseconds until the panel answers, with the way there and back a fifth of a second: who waits keeps no rate. */
const slow = 160

/** How a pull went: requests of either API, of which the address has the one limit, from the first to the last. */
interface Pulled {
  readonly requests: number
  readonly seconds: number
  readonly rate: number
}

/** A pull of routes, to its end. Throws where a user's failed. */
async function pull(rig: SimRig, begin: () => Promise<unknown>): Promise<Pulled> {
  const before = rig.wire.sent.length
  await begin()
  await rig.until(async () => !(await rig.call('routes.state', {})).running)
  const state = await rig.call('routes.state', {})
  const failed = state.users.find(({ problem }) => problem)?.problem ?? state.problem
  if (failed) throw new Error(`Routes were not pulled: ${JSON.stringify(failed)}`)
  const sent = rig.wire.sent.slice(before)
  const seconds = ((sent.at(-1)?.at ?? NaN) - (sent[0]?.at ?? NaN)) / 1000
  return { requests: sent.length, seconds, rate: (sent.length - 1) / seconds }
}

const told = ({ requests, seconds, rate }: Pulled) =>
  `${requests} requests in ${Math.round(seconds)} simulated s, ${rate.toFixed(1)}/s`

export default {
  name: `pull the routes of ${users} users at ${limit}/s, simulated clock`,
  // Not the 0.98 of sending: timers go by whole milliseconds, so that what is to be 20.1 apart comes to be 21, and the
  // first and the last answers are waited for alone.
  goal: { ratioAtLeast: 0.94 },
  async run() {
    // A user owns about forty trackers.
    const rig = await simRig({ byHand: true, panel: { trackers: users * 40, rate: documentedRate } })
    try {
      const ids = (await rig.rows({ sheet: 'users' })).map(({ values }) => Number(values['id']))
      if (ids.length !== users) throw new Error(`The panel has ${ids.length} users`)
      const days = daysAfter(rig.clock.now())
      for (const [index, user] of ids.entries()) {
        // What makes the routes meets the limit as well.
        await rig.clock.advance(250)
        userClient(rig, user)('task/route/create', routeToMake(index, days))
      }
      await rig.clock.advance(5_000)
      rig.panel.faults.add({ api: 'user', times: 1e6, strike: { do: 'slow', when: 'before', milliseconds: slow } })
      const first = await pull(rig, () => rig.call('routes.choose', { users: ids, ...days }))
      const again = await pull(rig, () => rig.call('routes.pull', { olderThan: 0 }))
      const [routes, stops] = [await countOf(rig, 'routes'), await countOf(rig, 'checkpoints')]
      if (routes !== users || stops !== users * stopsOfRoute) throw new Error(`${routes} routes with ${stops} stops`)
      const tooMany = rig.panel.stats().aboveRate
      if (tooMany > 0) throw new Error(`${tooMany} requests met 429`)
      const note = `with a session to be opened for each: ${told(first)}; again: ${told(again)}; none met 429`
      return { value: Math.min(first.rate, again.rate), floor: limit, unit: '/s', note }
    } finally {
      await rig.end()
    }
  },
} satisfies Bench

const countOf = async ({ call }: SimRig, sheet: 'routes' | 'checkpoints') =>
  (await call('sheet.open', { sheet, search: '', sort: [], filter: [], only: 'all' })).count
