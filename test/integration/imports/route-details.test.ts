import { expect, test } from 'vitest'
import { checkFile, importFile, type FileOptions } from '../../support/import-file.ts'
import { rigWithRoute } from '../../support/stops-file.ts'

/** Files of routes, one a row, and a route with a driver who has not begun. */
async function rigWithDetails() {
  const rig = await rigWithRoute()
  const { made } = rig
  const routes = await made.rows({ sheet: 'routes' })
  const trackers = await made.rows({ sheet: 'trackers' })
  const route = routes.find(({ values }) => values['status'] === 'assigned')!
  const begun = routes.find(({ values }) => values['status'] === 'done')!
  const strange = trackers.find(
    ({ values }) => values['userId'] !== route.values['userId'] && values['userId'] !== null,
  )!
  const file = (rows: readonly string[]) => `${['Route ID;Label;Tracker', ...rows].join('\n')}\n`
  const found = async (...rows: readonly string[]) =>
    (await checkFile(made, 'routes.csv', file(rows))).check.groups.map(({ field, problem, verdict }) => [
      ...[field, problem.code, verdict, problem.values?.['value']],
    ])
  const imported = (rows: readonly string[], options: FileOptions) =>
    importFile(made, 'routes.csv', file(rows), options)
  return { made, route, begun, strange, found, imported }
}

test('a route that is begun or leaves is not changed by a file, and nobody drives for another user: each is told at its cell', async () => {
  const { made, route, begun, strange, found } = await rigWithDetails()
  expect(await found(`${begun.id};Renamed;`)).toEqual([['route', 'route-begun', 'refused', undefined]])
  // What says nothing else than the panel holds is no change.
  expect(await found(`${begun.id};${begun.values['label']};`)).toEqual([])
  expect(await found(`${route.id};Renamed;${strange.values['label']}`)).toEqual([
    ['driver', 'driver-not-theirs', 'refused', strange.values['label']],
  ])
  expect(await found(`${route.id};Renamed;No such van`)).toEqual([
    ['driver', 'driver-unknown', 'refused', 'No such van'],
  ])
  await made.call('sheet.act', { kind: 'route.delete', ids: [route.id] })
  expect(await found(`${route.id};Renamed;`)).toEqual([['route', 'route-leaves', 'refused', undefined]])
})

test('an empty cell takes the driver of a route away where that is chosen, and leaves its label', async () => {
  const { made, route, found, imported } = await rigWithDetails()
  expect(await found(`${route.id};;`)).toEqual([])
  await expect(imported([`${route.id};;`], {})).rejects.toMatchObject({ problem: { code: 'nothing-to-stage' } })
  const { check } = await imported([`${route.id};;`], { options: { emptying: true } })
  expect(check).toMatchObject({ ready: 1, refused: 0, requests: 1 })
  const operations = await made.operations(['draft'])
  expect(operations.map(({ kind, subject, changes }) => [kind, subject.row, changes])).toMatchObject([
    ['route.assign', route.id, [{ field: 'tracker', from: route.values['tracker'] }]],
  ])
  await made.online()
  await made.send()
  await made.settled()
  const [after] = (await made.rows({ sheet: 'routes' })).filter(({ id }) => id === route.id)
  expect(after!.values).toMatchObject({ tracker: null, label: route.values['label'] })
})
