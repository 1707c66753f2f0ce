import { z } from 'zod'
import type { SheetName } from '../../shared/sheets/catalogue.ts'
import type { RigOptions } from './core-rig.ts'
import { routesRig, userClient } from './routes-rig.ts'

const task = z.looseObject({
  value: z.looseObject({ label: z.string() }),
  checkpoints: z.array(z.looseObject({ id: z.int() })).optional(),
})

/** Values of fields of the account's own, as a stop may have them. */
export const ownFields = { 131312: { type: 'text', value: 'Ring twice' } }

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
  /** The panel's ids of the stops of a route there, in their order. */
  const stopsAtPanel = (id: number) => read(id).checkpoints?.map((stop) => stop.id) ?? []
  return {
    ...{ ...rig, rows, stopsAtPanel, route, stops, client, atPanelOf: rig.atPanel },
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
    /** Another route of the same user, with nobody at it yet, and its stops in their order. */
    async another() {
      const stop = { ...read(stops[0]!.id).value, id: null, external_id: null, parent_id: null, order: null }
      const label = 'Other tour'
      client('task/route/create', { route: { label, description: '' }, checkpoints: [stop, stop, stop] })
      await made.call('routes.pull', { olderThan: 0 })
      await rig.pulled()
      const found = (await rows('routes')).find(({ values }) => values['label'] === label)
      if (!found) throw new Error('A pull brings the route')
      return { id: found.id, label, stops: stopsAtPanel(found.id) }
    },
    edit: (sheet: SheetName, id: number, values: Readonly<Record<string, string>>) =>
      made.call('sheet.stage', {
        ...{ sheet, source: 'paste' },
        cells: Object.entries(values).map(([field, value]) => ({ id, field, value })),
      }),
    row: async (sheet: SheetName, id: number) => (await rows(sheet)).find((each) => each.id === id)?.values,
    /** How many of the staged changes a driver is told of, by their kinds, as the plan says it. */
    async told() {
      const { changeSets } = await made.call('outbox.changeSets', { settled: false })
      const { kinds } = await made.call('outbox.plan', { changeSets: changeSets.map(({ id }) => id) })
      const telling = kinds.filter(({ risk }) => risk === 'tells-driver')
      return Object.fromEntries(telling.map(({ kind, atRisk }) => [kind, atRisk]))
    },
    async sendAll() {
      await made.send()
      await made.settled()
    },
  }
}
