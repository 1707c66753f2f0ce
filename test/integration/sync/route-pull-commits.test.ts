import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { SimRig } from '../../support/core-rig.ts'
import { routesRig, userClient } from '../../support/routes-rig.ts'
import { watchSqlite } from '../../support/sqlite-watch.ts'

// What somebody else finds in the file of the cache between two commits is what a power cut there would leave of it.

const notWhole = `
  SELECT 'a route with ' || (SELECT count(*) FROM checkpoint WHERE route_id = route.panel_id) || ' of its stops' FROM route
  WHERE stops <> (SELECT count(*) FROM checkpoint WHERE route_id = route.panel_id)
  UNION SELECT 'a stop of no route' FROM checkpoint WHERE route_id NOT IN (SELECT panel_id FROM route)
  UNION SELECT 'a route of nobody who was pulled' FROM route WHERE user_id NOT IN (SELECT user FROM routes_of)`

/** What is not whole in the file of a cache, looked for from beside it before and after each transaction from now on. */
function lookedInto({ profileFolder }: SimRig): { readonly found: ReadonlySet<unknown>; readonly looks: number } {
  const beside = new Database(join(profileFolder, 'cache.db'), { readonly: true })
  const look = beside.prepare<[], unknown>(notWhole).pluck()
  const seen = { found: new Set<unknown>(), looks: 0 }
  const deaf = watchSqlite({
    opened: () => undefined,
    moment() {
      seen.looks += 1
      for (const half of look.all()) seen.found.add(half)
    },
  })
  onTestFinished(() => {
    deaf()
    beside.close()
  })
  return seen
}

test('nobody ever finds a route without its stops, nor of a user who was not pulled, while routes are pulled', async () => {
  const { made, ids, choose } = await routesRig()
  const seen = lookedInto(made)
  await choose()
  expect([...seen.found]).toEqual([])
  expect(seen.looks).toBeGreaterThan(ids.length)
})

test('nobody ever finds a route without its stops while what is gone at the panel is taken away', async () => {
  const { made, choose, pulled, atPanel } = await routesRig()
  await choose()
  const open = (await made.rows({ sheet: 'routes' })).find(
    ({ values }) => values['status'] === 'assigned' && atPanel(Number(values['userId'])).length > 1,
  )
  const user = Number(open?.values['userId'])
  const shorter = atPanel(user).find(({ id }) => id === open?.values['id'])
  const gone = atPanel(user).find(({ id }) => id !== shorter!.id)
  const client = userClient(made, user)
  client('task/route/delete', { route_id: gone!.id })
  client('task/checkpoint/delete', { checkpoint_id: shorter!.checkpoint_ids[0]! })
  const seen = lookedInto(made)
  await made.call('routes.pull', { olderThan: 0 })
  await pulled()
  expect([...seen.found]).toEqual([])
  const stops = await made.rows({ sheet: 'checkpoints' })
  expect(stops.map(({ values }) => values['id'])).not.toContain(shorter!.checkpoint_ids[0])
})

test('routes that are chosen no more leave with their stops, or none of both does', async () => {
  const { made, choose } = await routesRig()
  await choose()
  const beside = new Database(join(made.profileFolder, 'cache.db'))
  onTestFinished(() => void beside.close())
  beside.exec(`CREATE TRIGGER fails BEFORE DELETE ON route BEGIN SELECT RAISE(ABORT, 'the disk fails'); END`)
  await expect(made.call('routes.choose', { users: [], from: '2026-11-01', to: '2026-12-20' })).rejects.toThrow()
  expect(beside.prepare(notWhole).pluck().all()).toEqual([])
})
