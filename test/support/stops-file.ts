import { expect } from 'vitest'
import { z } from 'zod'
import type { CellValue } from '../../shared/contract/sheets.ts'
import { checkFile, importFile, type FileOptions } from './import-file.ts'
import { routesRig, userClient } from './routes-rig.ts'

/** A route as the User API tells it. */
export const readTask = z.looseObject({
  value: z.looseObject({ label: z.string() }),
  checkpoints: z.array(z.looseObject({ id: z.int(), label: z.string() })),
})

/** A place on land. */
const place = '52,52 13,405'

/** A core with the routes of all users, one of which has two stops or more that nobody has begun with. */
export async function rigWithRoute() {
  const rig = await routesRig()
  await rig.choose()
  const { made } = rig
  const stops = await made.rows({ sheet: 'checkpoints' })
  const isOpen = ({ values }: (typeof stops)[number]) =>
    ['assigned', 'unassigned'].includes(String(values['status'])) &&
    String(values['windowFrom']) > '2026-11-21' &&
    values['timeZone'] === 'Europe/Berlin'
  const routeIds = [...new Set(stops.filter(isOpen).map(({ values }) => values['routeId']))]
  const ofRoute = (id: CellValue | undefined) => stops.filter(({ values }) => values['routeId'] === id)
  const routeId = routeIds.find((id) => ofRoute(id).length > 2 && ofRoute(id).every(isOpen)) ?? null
  const own = ofRoute(routeId).sort((a, b) => Number(a.values['position']) - Number(b.values['position']))
  const [first] = own
  const { owner, route, userId } = first!.values
  const day = String(first!.values['windowFrom']).slice(0, 10)
  const at = (hour: number) => `${day} ${String(hour).padStart(2, '0')}:00`
  const client = userClient(made, Number(userId))
  const labels = () => readTask.parse(client('task/read', { task_id: routeId })).checkpoints.map(({ label }) => label)
  const shown = async () =>
    (await made.rows({ sheet: 'checkpoints' }))
      .filter(({ values }) => values['routeId'] === routeId)
      .sort((a, b) => Number(a.values['position']) - Number(b.values['position']))
  const usual = 'User;Route;Label;Coordinates;From;To'
  const textOf = (rows: readonly string[], headings: string) => `${[headings, ...rows].join('\n')}\n`
  const imported = (rows: readonly string[], headings = usual, options?: FileOptions) =>
    importFile(made, 'stops.csv', textOf(rows, headings), options)
  const checked = async (rows: readonly string[], headings = usual, options?: FileOptions) =>
    (await checkFile(made, 'stops.csv', textOf(rows, headings), options)).check
  const row = (label: string, hour: number, named = String(route)) =>
    [owner, named, label, place, at(hour), at(hour + 1)].join(';')
  const sent = async () => {
    await made.online()
    await made.send()
    await made.settled()
    expect(await made.operations(['draft', 'rejected', 'unknown', 'ready', 'conflict'])).toEqual([])
  }
  return { ...rig, stops, own, owner, route, routeId, userId, at, client, labels, shown, imported, checked, row, sent }
}
