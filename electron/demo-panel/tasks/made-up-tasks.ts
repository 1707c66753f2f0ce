import { dice, type Dice } from '../dice.ts'
import { localTime } from '../local-time.ts'
import type { PlanRecord, TrackerRecord, UserRecord } from '../records.ts'
import { dateTime } from '../seed.ts'
import type { TaskDetails, TaskStatus } from './effects.ts'
import { cities, type City } from './places.ts'
import { allowsTasks } from './plans.ts'
import type { RouteRecord, TagRecord, TaskData, TaskRecord } from './records.ts'

const routesInAll = 60
const singleTasksInAll = 24
/** How many days before and after the one on which the panel was made. */
const daysAround = 10
/** At most so many users have routes. */
const usersMost = 8
const minute = 60_000
const day = 24 * 60 * minute

/** What tasks are made up for. */
interface Fleet {
  readonly seed: number
  /** When the panel was made, in milliseconds: tasks are of the weeks around it. */
  readonly made: number
  readonly plans: readonly PlanRecord[]
  readonly users: readonly UserRecord[]
  readonly trackers: readonly TrackerRecord[]
}

/** One user who has tasks, and what they are made of. */
interface Planner {
  readonly user: UserRecord
  readonly city: City
  readonly trackers: readonly TrackerRecord[]
  readonly tags: readonly TagRecord[]
  /** The moment at which the panel was made, on the user's clock, as if that were UTC. */
  readonly now: number
}

/**
 * Makes up tasks, the same for the same fleet at the same moment: sixty routes of 2 to 40 stops in the cities of several
 * users, over three weeks, with whatever can become of them.
 */
export function makeUpTasks(fleet: Fleet): TaskData {
  const throws = dice(fleet.seed ^ 0x7a5c)
  const without = new Set(fleet.users.filter((_user, index) => index % 6 === 3).map(({ id }) => id))
  const planners = plannersOf(throws, fleet, without)
  const ids = { last: 7_115_000, orders: 10_100 }
  const routes =
    planners.length === 0 ? [] : Array.from({ length: routesInAll }, (_, i) => route(throws, planners, ids, i))
  const single =
    planners.length === 0 ? [] : Array.from({ length: singleTasksInAll }, () => singleTask(throws, planners, ids))
  return {
    tags: planners.flatMap(({ tags }) => tags),
    tasks: [...routes.flatMap(({ checkpoints }) => checkpoints), ...single],
    routes,
    without,
  }
}

function plannersOf(throws: Dice, { made, plans, users, trackers }: Fleet, without: ReadonlySet<number>): Planner[] {
  const able = new Set(plans.filter(allowsTasks).map(({ id }) => id))
  const mayDrive = new Map<number, TrackerRecord[]>()
  for (const tracker of trackers) {
    const { source, hidden, userId } = tracker
    if (!able.has(source.tariffId) || source.blocked || source.corrupted || hidden) continue
    const its = mayDrive.get(userId)
    if (its) its.push(tracker)
    else mayDrive.set(userId, [tracker])
  }
  let tag = 0
  return users
    .filter(({ id }) => mayDrive.has(id) && !without.has(id))
    .slice(0, usersMost)
    .flatMap((user) => {
      const city = cities[user.timeZone]
      if (!city) return []
      const tags = city.tags.map((name, index) => ({
        id: ++tag,
        userId: user.id,
        name,
        color: throws.pick(['FF0000', '0B7A75', '1E6FD9', 'B26B00', '6B4FA0']),
        ...(index === 0 ? { avatar: `tag_${tag}.png` } : {}),
      }))
      const now = Date.parse(`${localTime(made, user.timeZone).replace(' ', 'T')}Z`)
      return [{ user, city, tags, trackers: mayDrive.get(user.id)!.slice(0, 12), now }]
    })
}

interface Ids {
  last: number
  orders: number
}

function route(throws: Dice, planners: readonly Planner[], ids: Ids, index: number): RouteRecord {
  const planner = planners[index % planners.length]!
  // Each day of the three weeks has its routes, today at least three.
  const offset = index < 3 ? 0 : (index % (2 * daysAround + 1)) - daysAround
  const today = planner.now - (planner.now % day)
  const begins = today + offset * day + throws.whole(24, 40) * 15 * minute
  const count = index === 0 ? 40 : index === 1 ? 2 : throws.chance(0.15) ? throws.whole(20, 40) : throws.whole(2, 14)
  const assigned = offset < 0 || index < 3 || throws.chance(0.7)
  const trackerId = assigned ? throws.pick(planner.trackers).id : null
  const id = (ids.last += throws.whole(1, 40))
  const created = dateTime(Math.min(begins, planner.now) - throws.whole(day, 9 * day))
  const number = ids.orders + 7
  const luck: Luck = throws.pick(['good', 'good', 'good', 'late', 'missed', 'mixed'])
  return {
    ...{ id, userId: planner.user.id, created, origin: throws.pick(['manual', 'manual', 'imported']), trackerId },
    details: {
      label: `${planner.city.tour} ${index + 1} · ${planner.city.name}`,
      description: throws.chance(0.3) ? throws.pick(planner.city.notes) : '',
      externalId: throws.chance(0.4) ? `T-${number}` : null,
      tags: throws.chance(0.4) ? [throws.pick(planner.tags).id] : [],
    },
    checkpoints: Array.from({ length: count }, (_, order) => {
      const from = begins + Math.round((order * 12 * 60) / count / 5) * 5 * minute
      const window = { from, to: from + throws.whole(4, 12) * 15 * minute }
      const fate = fateOf(throws, luck, window, planner.now, trackerId)
      return task(throws, planner, ids, { routeId: id, trackerId, created, window, fate })
    }),
  }
}

function singleTask(throws: Dice, planners: readonly Planner[], ids: Ids): TaskRecord {
  const planner = throws.pick(planners)
  const offset = throws.whole(-daysAround, daysAround)
  const from = planner.now - (planner.now % (15 * minute)) + offset * day
  const window = { from, to: from + throws.whole(4, 24) * 15 * minute }
  const trackerId = throws.chance(0.7) ? throws.pick(planner.trackers).id : null
  const fate = fateOf(throws, 'mixed', window, planner.now, trackerId)
  const created = dateTime(Math.min(from, planner.now) - throws.whole(day, 9 * day))
  return task(throws, planner, ids, { routeId: null, trackerId, created, window, fate })
}

/** How it goes on a route. */
type Luck = 'good' | 'late' | 'missed' | 'mixed'

interface Window {
  readonly from: number
  readonly to: number
}

/** What became of a task by now. */
interface Fate {
  readonly status: TaskStatus
  readonly arrival: number | null
}

function fateOf(throws: Dice, luck: Luck, { from, to }: Window, now: number, trackerId: number | null): Fate {
  if (trackerId === null) return { status: 'unassigned', arrival: null }
  const visited = from + 10 * minute
  if (now < visited) return { status: 'assigned', arrival: null }
  if (now < visited + 15 * minute) return { status: 'arrived', arrival: visited }
  if (now < to) return { status: 'done', arrival: visited }
  const status: TaskStatus =
    luck === 'good'
      ? 'done'
      : luck === 'late'
        ? throws.pick(['done', 'delayed'])
        : luck === 'missed'
          ? 'failed'
          : throws.pick(['done', 'done', 'failed', 'delayed', 'faulty'])
  if (status === 'failed') return { status, arrival: null }
  return { status, arrival: status === 'delayed' ? Math.min(to + 10 * minute, now) : visited }
}

interface TaskPlace {
  readonly routeId: number | null
  readonly trackerId: number | null
  readonly created: string
  readonly window: Window
  readonly fate: Fate
}

function task(throws: Dice, planner: Planner, ids: Ids, placed: TaskPlace): TaskRecord {
  const { window, fate, created, routeId, trackerId } = placed
  const details = detailsOf(throws, planner, ids, window)
  const finished = fate.status !== 'arrived' && fate.arrival !== null
  const missed = fate.status === 'failed' ? window.to : null
  const changed = fate.arrival ?? missed
  return {
    id: (ids.last += throws.whole(1, 3)),
    userId: planner.user.id,
    ...{ created, origin: 'manual', details, trackerId, routeId, status: fate.status },
    statusChanged: changed === null ? created : dateTime(changed),
    arrival: fate.arrival === null ? null : dateTime(fate.arrival),
    stay: finished ? details.minStay * 60 + throws.whole(0, 300) : 0,
  }
}

function detailsOf(throws: Dice, { city, tags }: Planner, ids: Ids, { from, to }: Window): TaskDetails {
  const [street, lat, lng] = throws.pick(city.streets)
  // Along the street, by up to three hundred metres.
  const near = (degrees: number) => Math.round((degrees + throws.whole(-30, 30) / 10_000) * 1e6) / 1e6
  const location = { lat: near(lat), lng: near(lng), radius: throws.pick([50, 100, 150]) }
  const order = throws.chance(0.6) ? String((ids.orders += throws.whole(0, 3))) : null
  return {
    label: `${throws.pick(city.stops)} ${street}`,
    description: throws.chance(0.3) ? throws.pick(city.notes) : '',
    location: throws.chance(0.9)
      ? { ...location, address: city.address(street, throws.whole(1, 90), city.name) }
      : location,
    from: dateTime(from),
    to: dateTime(to),
    externalId: order,
    maxDelay: throws.pick([0, 0, 5, 15]),
    minStay: throws.pick([0, 5, 10]),
    minArrival: throws.pick([0, 0, 0, 2]),
    tags: throws.chance(0.3) ? [throws.pick(tags).id] : [],
    custom: throws.chance(0.1) ? { 131312: { type: 'text', value: throws.pick(city.notes) } } : {},
  }
}
