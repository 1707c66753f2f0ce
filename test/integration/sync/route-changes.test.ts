import { expect, test } from 'vitest'
import { z } from 'zod'
import type { PanelChange } from '../../../shared/contract/changes.ts'
import type { SimRig } from '../../support/core-rig.ts'
import { days, routesRig, userClient } from '../../support/routes-rig.ts'

// Routes are pulled for chosen users and days: what differs there has changed, what comes into sight has not.

const told = ({ entity, row, sort, field, from, to, ours }: PanelChange) => ({
  ...{ entity, row, sort, field, from, to, ours },
})
async function changes(rig: SimRig): Promise<ReturnType<typeof told>[]> {
  const asked = { since: 0, sorts: [], field: null, whose: 'all', search: '', from: 0, count: 1000 } as const
  const of = async (entity: 'route' | 'checkpoint') =>
    (await rig.call('changes.list', { ...asked, sorts: [], entity })).rows.map(told)
  return [...(await of('route')), ...(await of('checkpoint'))]
}

async function pulledAgain(rig: SimRig): Promise<void> {
  await rig.clock.advance(60_000)
  await rig.call('routes.pull', { olderThan: 0 })
  await rig.until(async () => !(await rig.call('routes.state', {})).running)
}

test('what is pulled first, and what comes into sight by other users and days, is not new', async () => {
  const { made, ids, choose } = await routesRig()
  await choose(ids.slice(0, 3))
  await pulledAgain(made)
  await choose(ids)
  await choose(ids, { from: days.from, to: '2026-11-25' })
  await choose(ids)
  expect(await changes(made)).toEqual([])
})

test('a route and stops that others made, changed and deleted are told field by field, and what a driver does is not', async () => {
  const { made, choose } = await routesRig()
  await choose()
  const routes = (await made.rows({ sheet: 'routes' })).filter(({ values }) => Number(values['stops']) > 1)
  const [first, second] = routes.filter(({ values }) => values['status'] === 'unassigned')
  const driven = routes.find(({ values }) => values['status'] === 'assigned')
  const stops = (of: typeof first) =>
    made
      .rows({ sheet: 'checkpoints' })
      .then((rows) => rows.filter(({ values }) => values['routeId'] === of!.values['id']))
  const [stop, other] = await stops(first)
  made.panel.edit({ stop_id: Number(stop!.values['id']), label: 'By others' })
  made.panel.edit({ stop_id: Number(other!.values['id']), before: 'One more' })
  made.panel.edit({ task_id: Number((await stops(driven))[0]!.values['id']), status: 'arrived' })
  userClient(made, Number(second!.values['userId']))('task/route/delete', { route_id: second!.values['id'] })
  await pulledAgain(made)
  const more = (await made.rows({ sheet: 'checkpoints' })).find(({ values }) => values['label'] === 'One more')!
  const of = { field: null, from: null, to: null, ours: false } as const
  expect(await changes(made)).toEqual(
    expect.arrayContaining([
      { ...of, entity: 'route', row: second!.id, sort: 'gone' },
      { ...of, entity: 'checkpoint', row: more.id, sort: 'new' },
      {
        ...{ entity: 'checkpoint', row: stop!.id, sort: 'changed', field: 'label', ours: false },
        ...{ from: stop!.values['label'], to: 'By others' },
      },
    ]),
  )
  expect(await changes(made)).toHaveLength(3)
})

const answered = z.object({ list: z.array(z.looseObject({ id: z.int() })) })

test('a route that others moved to other days is out of sight, and not gone', async () => {
  const { made, choose } = await routesRig()
  await choose()
  const route = (await made.rows({ sheet: 'routes' })).find(({ values }) => values['status'] === 'unassigned')!
  const ask = userClient(made, Number(route.values['userId']))
  const checkpoint_ids = (await made.rows({ sheet: 'checkpoints' }))
    .filter(({ values }) => values['routeId'] === route.values['id'])
    .map(({ values }) => values['id'])
  const { list } = answered.parse(ask('task/checkpoint/list', { checkpoint_ids }))
  // The last first: none may come before the one that it stands behind.
  for (const [at, stop] of [...list.entries()].reverse()) {
    const [from, to] = [`2027-02-${10 + at} 10:00:00`, `2027-02-${10 + at} 11:00:00`]
    ask('task/checkpoint/update', { checkpoint: { ...stop, from, to } })
  }
  await pulledAgain(made)
  expect((await made.rows({ sheet: 'routes' })).map(({ id }) => id)).not.toContain(route.id)
  expect((await changes(made)).filter(({ sort }) => sort !== 'changed')).toEqual([])
})

test('what we send of routes is told as ours', async () => {
  const { made, choose } = await routesRig()
  await choose()
  const stop = (await made.rows({ sheet: 'checkpoints' })).find(({ values }) => values['status'] === 'unassigned')!
  const cells = [{ id: stop.id, field: 'label', value: 'By us' }]
  await made.call('sheet.stage', { sheet: 'checkpoints', source: 'type', cells })
  await made.sendAll()
  await pulledAgain(made)
  expect(await changes(made)).toEqual([
    {
      ...{ entity: 'checkpoint', row: stop.id, sort: 'changed', field: 'label', ours: true },
      ...{ from: stop.values['label'], to: 'By us' },
    },
  ])
})
