import { z } from 'zod'
import type { SheetName } from '../../shared/sheets/catalogue.ts'
import type { RigOptions } from './core-rig.ts'
import { routesRig, userClient } from './routes-rig.ts'

const task = z.looseObject({
  value: z.looseObject({ label: z.string() }),
  checkpoints: z.array(z.looseObject({ id: z.int() })).optional(),
})

/** A core with all routes pulled, and one of them with a driver who has not begun: its stops, in their order. */
export async function pulledRoutes(options: RigOptions = {}) {
  const rig = await routesRig(options)
  await rig.choose()
  const { made } = rig
  const rows = (sheet: SheetName) => made.rows({ sheet })
  const isOpen = ({ values }: Awaited<ReturnType<typeof rows>>[number]) =>
    values['status'] === 'assigned' &&
    String(values['windowTo']) > '2026-11-28' &&
    values['timeZone'] === 'Europe/Berlin'
  const route = (await rows('routes')).find(isOpen)
  if (!route) throw new Error('The demo panel has such a route')
  const stops = (await rows('checkpoints'))
    .filter(({ values }) => values['routeId'] === route.id)
    .sort((a, b) => Number(a.values['position']) - Number(b.values['position']))
  const client = userClient(made, Number(route.values['userId']))
  const read = (id: number) => task.parse(client('task/read', { task_id: id }))
  return {
    ...{ ...rig, rows, route, stops, client, atPanelOf: rig.atPanel },
    /** What the panel holds of a route or a stop. */
    atPanel: (id: number) => read(id).value,
    /** The panel's ids of the stops of the route, in their order; null where it is gone. */
    sequence() {
      try {
        return read(route.id).checkpoints?.map(({ id }) => id) ?? []
      } catch {
        return null
      }
    },
    edit: (sheet: SheetName, id: number, values: Readonly<Record<string, string>>) =>
      made.call('sheet.stage', {
        ...{ sheet, source: 'paste' },
        cells: Object.entries(values).map(([field, value]) => ({ id, field, value })),
      }),
    row: async (sheet: SheetName, id: number) => (await rows(sheet)).find((each) => each.id === id)?.values,
    async sendAll() {
      await made.send()
      await made.settled()
    },
  }
}
