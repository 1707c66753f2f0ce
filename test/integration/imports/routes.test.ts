import { expect, test } from 'vitest'
import { z } from 'zod'
import { importFile, type FileOptions } from '../../support/import-file.ts'
import { routesRig, userClient } from '../../support/routes-rig.ts'

const read = z.looseObject({
  value: z.looseObject({ label: z.string(), tracker_id: z.int().nullish() }),
  checkpoints: z.array(z.looseObject({ label: z.string(), from: z.string(), location: z.looseObject({}) })),
})

type Options = FileOptions & { readonly headings?: string }

/** A core whose first user has routes and a tracker, with files of stops for that user. */
async function rigWithFiles() {
  const rig = await routesRig()
  await rig.choose()
  const { made } = rig
  const routes = await made.rows({ sheet: 'routes' })
  const route = routes.find(({ values }) => values['timeZone'] === 'Europe/Berlin' && values['tracker'] !== null)!
  const user = Number(route.values['userId'])
  const login = String(route.values['owner'])
  const driver = String(route.values['tracker'])
  const before = new Set(rig.atPanel(user).map(({ id }) => id))
  const client = userClient(made, user)
  const added = () =>
    rig
      .atPanel(user)
      .filter(({ id }) => !before.has(id))
      .map(({ id }) => read.parse(client('task/read', { task_id: id })))
      .sort((a, b) => (a.value.label < b.value.label ? -1 : 1))
  const own = async (sheet: 'routes' | 'checkpoints') =>
    (await made.rows({ sheet })).filter(({ values }) => values['id'] === null)
  const requests = (path: string) => made.panel.stats().requests[`task/${path}`] ?? 0
  const staged = (
    rows: readonly string[],
    { headings = 'User;Route;Label;Coordinates;From;To;Tracker', ...options }: Options = {},
  ) => importFile(made, 'stops.csv', `${[headings, ...rows].join('\n')}\n`, options)
  return { ...rig, login, driver, added, own, requests, staged }
}

const place = '52,52 13,405'
const at = (hour: number) => `2026-12-15 ${String(hour).padStart(2, '0')}:00`

test('a file of stops becomes routes with their stops in the order of the file, rows at once, and each is made by one request', async () => {
  const { made, login, driver, added, own, requests, staged } = await rigWithFiles()
  const stop = (route: string, label: string, hour: number, tracker = '') =>
    [login, route, label, place, at(hour), at(hour + 1), tracker].join(';')
  const file = [
    ...[stop('North', 'N1', 8, driver), stop('South', 'S1', 9), stop('North', 'N2', 10, driver)],
    ...[stop('South', 'S2', 11), stop('North', 'N3', 12, driver)],
  ]
  expect((await staged(file)).staged).toMatchObject({ staged: 5, left: 0 })
  expect((await own('routes')).map(({ values }) => [values['label'], values['stops'], values['tracker']])).toEqual([
    ['North', 3, driver],
    ['South', 2, null],
  ])
  expect((await own('routes'))[0]?.values).toMatchObject({
    ...{ windowFrom: '2026-12-15 08:00:00', windowTo: '2026-12-15 13:00:00', timeZone: 'Europe/Berlin' },
  })
  expect((await own('checkpoints')).map(({ values }) => values['label'])).toEqual(['N1', 'N2', 'N3', 'S1', 'S2'])
  await made.crash()
  await made.online()
  await made.send()
  await made.settled()
  expect(await made.operations(['draft', 'rejected', 'unknown', 'ready'])).toEqual([])
  expect([requests('route/create'), requests('checkpoint/create')]).toEqual([2, 0])
  const [north, south] = added()
  expect(north?.checkpoints.map(({ label }) => label)).toEqual(['N1', 'N2', 'N3'])
  expect(north?.checkpoints[0]).toMatchObject({ from: '2026-12-15 08:00:00', location: { lat: 52.52, lng: 13.405 } })
  expect(north?.value.tracker_id).toBeGreaterThan(0)
  expect(south?.value.tracker_id ?? null).toBeNull()
  expect(south?.checkpoints.map(({ label }) => label)).toEqual(['S1', 'S2'])
})

test('stops are numbered by a column, places stand in two, and a file with a column for each says so by its headings', async () => {
  const { made, login, added, staged } = await rigWithFiles()
  const headings = 'user,route,stop,label,lat,lng,radius,from,to'
  const rows = [3, 1, 2].map((n) =>
    [login, 'Numbered', n, `Stop ${n}`, '52.5', '13.4', '80', at(7 + n), at(8 + n)].join(),
  )
  const { check } = await staged(rows, { headings })
  expect(check).toMatchObject({ ready: 3, refused: 0, requests: 1 })
  await made.send()
  await made.settled()
  expect(added()[0]?.checkpoints.map(({ label, location }) => [label, location['radius']])).toEqual([
    ['Stop 1', 80],
    ['Stop 2', 80],
    ['Stop 3', 80],
  ])
})

test('what is wrong with a stop is said at its cell; one that is alone in its route is doubtful, and staged it stays behind', async () => {
  const { made, login, own, staged, added } = await rigWithFiles()
  const row = (cells: Partial<Record<'place' | 'from' | 'driver' | 'user', string>>, label: string) =>
    [cells.user ?? login, 'Wrong', label, cells.place ?? place, cells.from ?? at(9), at(12), cells.driver ?? ''].join(
      ';',
    )
  const wrong = [
    row({}, 'Right'),
    row({ place: '152,5 213,4' }, 'Nowhere'),
    row({ place: '' }, 'Without'),
    row({ from: '30.02.2026 10:00' }, 'Never'),
    row({ driver: 'No such van' }, 'Nobody'),
    row({ user: 'nobody@nowhere.eu' }, 'Whose'),
  ]
  const { check, staged: result } = await staged(wrong, { includeDoubtful: true })
  expect(check.groups.map(({ field, problem }) => `${field} ${problem.code}`).sort()).toEqual([
    'coordinates coordinates-range',
    'coordinates value-missing',
    'driver driver-unknown',
    'from moment-impossible',
    'route route-size',
    'user user-unknown',
  ])
  expect(result).toMatchObject({ staged: 1, left: 5 })
  await made.send()
  await made.settled()
  expect(added()).toEqual([])
  expect(await own('routes')).toHaveLength(1)
})
