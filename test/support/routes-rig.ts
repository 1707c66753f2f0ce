import { z } from 'zod'
import type { SheetAction } from '../../shared/contract/sheets.ts'
import { simRig, type RigOptions, type SimRig } from './core-rig.ts'
import { otherClient } from './other-client.ts'

type CopyRoutes = Omit<Extract<SheetAction, { readonly kind: 'route.create' }>, 'ids'>

/** All days on which the demo panel has routes. */
export const days = { from: '2026-11-01', to: '2026-12-20' }

/** Copies of routes on these days, or as else is said; which routes is for the caller. */
export function copyOn(days: string, more: Partial<CopyRoutes> = {}): CopyRoutes {
  return { kind: 'route.create', days, minutes: '', users: [], driver: 'same', tracker: '', ...more }
}

/** Somebody who uses the User API in the session of one user, beside Fleetbook; throws where they are refused. */
export function userClient({ panel }: SimRig, user: number) {
  const { hash } = z.object({ hash: z.string() }).parse(otherClient(panel)('user/session/create', { user_id: user }))
  return (path: string, body: object): unknown => {
    const outcome = panel.handle({
      method: 'POST',
      path: `/v2/${path}`,
      headers: { 'content-type': 'application/json', authorization: `NVX ${hash}` },
      body: JSON.stringify(body),
    })
    if (outcome.outcome === 'drop' || outcome.status !== 200) throw new Error(`${path} was refused`)
    return JSON.parse(outcome.body)
  }
}

const listed = z.object({
  list: z.array(
    z.object({ id: z.int(), label: z.string(), checkpoint_ids: z.array(z.int()), tracker_id: z.int().nullish() }),
  ),
})

/** A core with the routes of the demo panel's users to be chosen. */
export async function routesRig(options: RigOptions = {}) {
  const made = await simRig(options)
  const { users } = await made.call('lookup.users', { search: '' })
  const ids = users.map(({ id }) => id)
  const pulled = () => made.until(async () => !(await made.call('routes.state', {})).running)
  async function choose(chosen: readonly number[] = ids, on = days): Promise<void> {
    await made.call('routes.choose', { users: [...chosen], ...on })
    await pulled()
  }
  const atPanel = (user: number) =>
    listed.parse(
      userClient(made, user)('task/route/list', { from: `${days.from} 00:00:00`, to: `${days.to} 23:59:59` }),
    ).list
  const labels = async () => (await made.rows({ sheet: 'routes' })).map(({ values }) => values['label'])
  return { made, ids, choose, pulled, atPanel, labels }
}
