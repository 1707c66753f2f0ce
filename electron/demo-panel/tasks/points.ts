import { z } from 'zod'
import { invalid, Refusal } from '../errors.ts'
import { fromJson } from '../parameters.ts'
import { userMethod } from '../user-side.ts'
import { metres, type Point } from './distance.ts'
import { objectOf } from './rules.ts'

const point = { lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }
/** The longest way, in metres. (OpenAPI, route/points/optimize) */
const wayMost = 5_000_000

/**
 * `task/route/points/optimize`: in which order to visit points: the next is always the nearest. It changes nothing, and
 * does not look at their times: what the real one makes of them is not documented.
 */
export const pointsOptimize = userMethod({
  parameters: z.object({
    start_point: objectOf({ ...point, departure: z.string().nullish() }),
    route_points: z.preprocess(fromJson, z.array(z.object({ location: z.object(point) }))),
  }),
  answer(_call, { start_point, route_points }) {
    if (route_points.length < 2 || route_points.length > 49) {
      throw invalid('route_points', 'The number of points must be in the range [2..49]')
    }
    const { order, way } = nearestFirst(
      start_point,
      route_points.map(({ location }) => location),
    )
    if (way > wayMost) throw new Refusal(210)
    return { result: order }
  },
})

function nearestFirst(start: Point, points: readonly Point[]): { order: number[]; way: number } {
  const left = new Map(points.entries())
  const order: number[] = []
  let [here, way] = [start, 0]
  while (left.size > 0) {
    const [next, there] = [...left].reduce((best, one) => (metres(here, one[1]) < metres(here, best[1]) ? one : best))
    way += metres(here, there)
    here = there
    order.push(next)
    left.delete(next)
  }
  return { order, way }
}
