import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import { orderAfter } from '../../shared/rules/order.ts'
import type { PanelCheckpoint } from '../panel/task-api.ts'
import type { Executor } from './executor.ts'
import { shows } from './read-rows-back.ts'
import { stopsOf, tellRoute } from './route-effects.ts'
import { eachByItself, routeRewrite, wholeRoute } from './route-rewrite.ts'
import { aboutOneDriver, taskRefusal } from './task-edit.ts'
import { stopObject, tagsOf } from './task-objects.ts'

type Params = ParamsOf<'checkpoint.move'>
/** A stop that says where it stands. */
type Placed = PanelCheckpoint & { readonly order: number }

const isPlaced = (held: PanelCheckpoint | undefined): held is Placed => held?.order !== undefined

/** The place of a stop, from 0, once it stands just behind another one of its route: what it leaves, others close. */
function orderBehind(held: Placed, before: Placed | null): number {
  if (!before) return 0
  return held.order > before.order ? before.order + 1 : before.order
}

/** `task/checkpoint/update` with another place: a full write, so all else goes along as it was read just before. */
export const checkpointMoveExecutor: Executor<Params, PanelCheckpoint> = {
  reads: ({ row }) => row,
  readsToo: ({ behind }) => behind,
  endpoint: ({ user }) => ({ api: 'user', user }),
  request([operation], { fresh }) {
    const { row, behind } = operation?.params ?? fail('unexpected')
    const held = fresh(row)
    const before = behind === null ? null : fresh(behind)
    if (!isPlaced(held) || (before !== null && !isPlaced(before))) return fail('entity-gone')
    return {
      path: 'task/checkpoint/update',
      body: {
        checkpoint: {
          ...{ id: held.panelId, parent_id: held.routeId, order: orderBehind(held, before) },
          ...stopObject(held),
          ...tagsOf(held),
        },
        create_form: false,
      },
    }
  },
  hindered({ row, behind }, fresh) {
    const route = fresh(row)?.routeId ?? null
    if (route === null) return { code: 'stop-single' }
    return behind !== null && fresh(behind)?.routeId !== route ? { code: 'stop-elsewhere' } : null
  },
  isSo({ row, behind }, fresh) {
    return standsBehind(fresh(row), behind === null ? null : fresh(behind))
  },
  lacks: (_params, { order }) => (order === undefined ? { code: 'place-not-shown' } : null),
  outcomes: (operations) => new Map(operations.map(({ id }) => [id, { done: null }])),
  narrow: eachByItself,
  aboutOne: aboutOneDriver,
  rewrite: routeRewrite<Params>((operations, stops) => {
    // One upon the other, as they were staged: so the sheet shows them.
    const order = orderAfter(
      [...stops.keys()],
      operations.map(({ params }) => params),
    )
    return new Map(order.flatMap((id) => entryOf(stops, id)))
  }),
  refusal: taskRefusal('stop-begun'),
  /** Moves of one route that were sent together are seen together: a later one hides what an earlier one did. */
  async readBack(operations, around) {
    const [first] = operations
    const whole = first ? await wholeRoute(first.params, around) : null
    const order = [...(whole?.parts.values() ?? [])].map(({ panelId }) => panelId)
    const rows = operations.flatMap(({ params: { row, behind } }) => (behind === null ? [row] : [row, behind]))
    const panelIds = around.cache.panelIdsOf('checkpoint', rows)
    const atPanel = (row: number) => panelIds.get(row) ?? row
    const made = orderAfter(
      order,
      operations.map(({ params: { row, behind } }) => ({
        row: atPanel(row),
        behind: behind === null ? null : atPanel(behind),
      })),
    )
    const proof = shows(order.length > 0 && made.join() === order.join())
    return new Map(operations.map(({ id }) => [id, proof]))
  },
  inverse: ({ params }, cache) => ({
    kind: 'checkpoint.move',
    params: { ...params, behind: params.was, was: params.behind, from: params.to, to: params.from },
    subject: cache.byIds('checkpoint', [params.row]).get(params.row)?.label ?? '',
  }),
  apply({ params: { row, route, behind } }, cache, outcome) {
    const stops = stopsOf(cache, route)
    const order = orderAfter(
      stops.map(({ id }) => id),
      [{ row, behind }],
    )
    const places = new Map(stops.map(({ id, position }) => [id, position]))
    for (const [at, id] of order.entries()) {
      if (places.has(id) && places.get(id) !== at + 1) cache.change('checkpoint', id, { position: at + 1 }, outcome)
    }
    tellRoute(cache, route, outcome)
  },
}

function entryOf<Value>(all: ReadonlyMap<number, Value>, id: number): [number, Value][] {
  const value = all.get(id)
  return value === undefined ? [] : [[id, value]]
}

/** Whether a stop stands just behind another one of its route, or, where that is null, first. */
function standsBehind(held: PanelCheckpoint | undefined, before: PanelCheckpoint | undefined | null): boolean {
  if (!isPlaced(held)) return false
  if (before === null) return held.order === 0
  return isPlaced(before) && before.routeId === held.routeId && held.order === before.order + 1
}
