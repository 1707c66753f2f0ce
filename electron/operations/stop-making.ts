import { stopFields } from '../../shared/operations/checkpoint-update.ts'
import { laneOfStops } from '../../shared/operations/task.ts'
import type { Checkpoint } from '../../shared/model/task.ts'
import { fail } from '../../shared/problem.ts'
import { likeStop } from './checkpoint-create.ts'
import { newRow, type Making } from './making.ts'
import { newStopsOf, plannedOrder, plannedStops, standingSo } from './planned-stops.ts'
import type { Meant } from './whole-action.ts'

/** What a new stop says as long as nobody has said it. */
const nothingSaid = Object.fromEntries(Object.keys(stopFields).map((field) => [field, '']))

/**
 * New stops of the route of another one: behind that, or behind all of them, each behind the one before. What was not said
 * of a time or a distance they have of the stop behind which the first stands; nothing of its tags or the account's own fields.
 */
export const makeStops: Making = {
  meant(rows, around) {
    const { beside, cache, inLane } = around
    if (!beside) return fail('bad-call')
    const stop = beside.row as Checkpoint
    const { userId: user, routeRow: route, routeId } = stop
    if (route === null) return fail('task-beside')
    const operations = inLane(laneOfStops(route))
    const staying = plannedStops(cache, route, operations)
    const order = plannedOrder(cache, route, operations)
    const until = beside.at === 'end' ? order : order.slice(0, order.indexOf(stop.id) + 1)
    // Those that leave are no stops to stand behind: they may be gone by then.
    const before = until.filter((row) => staying.has(row))
    const coming = rows.map(({ given }) => ({ given, ...newRow('checkpoint', around) }))
    const wanted = [...before, ...coming.map(({ row }) => row), ...order.slice(until.length)]
    const makings = routeId === null ? newStopsOf(order, operations) : null
    const { shown, assigned } = likeStop(stop)
    const { radius, windowFrom, windowTo, maxDelay, minStay, minArrival } = staying.get(before.at(-1) ?? 0) ?? stop
    const added = coming.map(({ given, own, row }, at): Meant => {
      const place = before.length + at
      return {
        kind: 'checkpoint.create',
        subject: String(given['label'] ?? ''),
        params: {
          ...{ row, token: own, user, route, replaces: null, was: [], assigned },
          ...{ behind: makings ? null : (wanted[place - 1] ?? null), ownTags: true, tagIds: [], custom: '' },
          shown: { ...shown, tags: '', routeId, route: stop.route, position: makings ? place + 1 : before.length },
          ...nothingSaid,
          ...{ radius, windowFrom, windowTo, maxDelay, minStay, minArrival },
          ...given,
        },
      }
    })
    return {
      operations: [...(makings ? standingSo(wanted, makings) : []), ...added],
      ids: coming.map(({ row }) => row),
    }
  },
}
