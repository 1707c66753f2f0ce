import { localTime } from '../local-time.ts'
import type { TaskEffect, TaskStatus } from './effects.ts'
import type { RouteRecord, TagRecord, TaskData, TaskRecord } from './records.ts'

/** The tasks, checkpoints and routes of all users, which change by effects of the ledger alone. */
export class Tasks {
  readonly #tags: readonly TagRecord[]
  readonly #tasks = new Map<number, TaskRecord>()
  readonly #routes = new Map<number, RouteRecord>()
  readonly #without: ReadonlySet<number>
  readonly #zoneOf: (user: number) => string
  #highest = 0

  constructor(data: TaskData, zoneOf: (user: number) => string) {
    this.#tags = data.tags
    this.#without = data.without
    this.#zoneOf = zoneOf
    for (const task of data.tasks) this.#add(task)
    for (const route of data.routes) {
      this.#highest = Math.max(this.#highest, route.id)
      this.#routes.set(route.id, route)
    }
  }

  /** The id that a new task or route gets; none is ever given twice. */
  get nextId(): number {
    return this.#highest + 1
  }

  /** A user's task or checkpoint. */
  task(user: number, id: number): TaskRecord | undefined {
    const task = this.#tasks.get(id)
    return task?.userId === user ? task : undefined
  }

  /** A user's route. */
  route(user: number, id: number): RouteRecord | undefined {
    const route = this.#routes.get(id)
    return route?.userId === user ? route : undefined
  }

  /** A user's tasks, checkpoints among them. */
  tasksOf(user: number): TaskRecord[] {
    return [...this.#tasks.values()].filter(({ userId }) => userId === user)
  }

  routesOf(user: number): RouteRecord[] {
    return [...this.#routes.values()].filter(({ userId }) => userId === user)
  }

  tagsOf(user: number): TagRecord[] {
    return this.#tags.filter(({ userId }) => userId === user)
  }

  /** Whether nothing of a user's may have tasks, whatever its plan. */
  isWithout(user: number): boolean {
    return this.#without.has(user)
  }

  /** The tracker that has a task or a checkpoint, whosever it is; null where none has, or it is not there. */
  performerOf(task: number): number | null {
    return this.#tasks.get(task)?.trackerId ?? null
  }

  /** A checkpoint, whosever it is. */
  stop(id: number): TaskRecord | undefined {
    const task = this.#tasks.get(id)
    return task && task.routeId !== null ? task : undefined
  }

  /** A route, whosever it is. */
  routeBy(id: number): RouteRecord | undefined {
    return this.#routes.get(id)
  }

  /** The route of a checkpoint. */
  routeOf(checkpoint: TaskRecord): RouteRecord {
    return this.#route(checkpoint.routeId ?? 0)
  }

  /** Carries out an effect that was made at `time`. Throws where the effect does not fit. */
  apply(effect: TaskEffect, time: number): void {
    switch (effect.effect) {
      case 'task.made':
        return this.#make(effect, null, effect.performer, time)
      case 'checkpoint.made': {
        const route = this.#route(effect.route)
        this.#make({ ...effect, user: route.userId }, route.id, route.trackerId, time)
        return this.#insert(this.#task(effect.task), route, effect.order)
      }
      case 'task.changed':
        this.#task(effect.task).details = effect.details
        return
      case 'task.assigned':
        return this.#assign(this.#task(effect.task), effect.performer, time)
      case 'task.status':
        return this.#drive(this.#task(effect.task), effect.status, time)
      case 'task.joined': {
        const [task, route] = [this.#task(effect.task), this.#route(effect.route)]
        this.#insert(task, route, effect.order)
        return this.#assign(task, route.trackerId, time)
      }
      case 'task.left':
        return this.#leave(this.#task(effect.task))
      case 'task.gone':
        this.#leave(this.#task(effect.task))
        this.#tasks.delete(effect.task)
        return
      case 'route.made':
        return this.#makeRoute(effect, time)
      case 'route.changed':
        this.#route(effect.route).details = effect.details
        return
      case 'route.ordered':
        this.#route(effect.route).checkpoints = effect.tasks.map((id) => this.#task(id))
        return
      case 'route.assigned': {
        const route = this.#route(effect.route)
        route.trackerId = effect.performer
        for (const checkpoint of route.checkpoints) this.#assign(checkpoint, effect.performer, time)
        return
      }
      case 'route.gone':
        for (const { id } of this.#route(effect.route).checkpoints) this.#tasks.delete(id)
        this.#routes.delete(effect.route)
        return
    }
  }

  #task(id: number): TaskRecord {
    const task = this.#tasks.get(id)
    if (!task) throw new Error(`The ledger speaks of task ${id}, which is not there`)
    return task
  }

  #route(id: number): RouteRecord {
    const route = this.#routes.get(id)
    if (!route) throw new Error(`The ledger speaks of route ${id}, which is not there`)
    return route
  }

  #add(task: TaskRecord): void {
    this.#highest = Math.max(this.#highest, task.id)
    this.#tasks.set(task.id, task)
  }

  #make(
    { user, task: id, details }: Pick<TaskEffect & { effect: 'task.made' }, 'user' | 'task' | 'details'>,
    routeId: number | null,
    trackerId: number | null,
    time: number,
  ): void {
    const created = localTime(time, this.#zoneOf(user))
    const unbegun = { status: given(trackerId), statusChanged: created, arrival: null, stay: 0 }
    this.#add({ id, userId: user, created, origin: 'manual', details, trackerId, routeId, ...unbegun })
  }

  #makeRoute({ route: id, user, performer, details }: TaskEffect & { effect: 'route.made' }, time: number): void {
    const created = localTime(time, this.#zoneOf(user))
    this.#highest = Math.max(this.#highest, id)
    this.#routes.set(id, {
      ...{ id, userId: user, created, origin: 'manual', details },
      ...{ trackerId: performer, checkpoints: [] },
    })
  }

  #insert(task: TaskRecord, route: RouteRecord, order: number): void {
    task.routeId = route.id
    route.checkpoints = route.checkpoints.toSpliced(order, 0, task)
  }

  /** Takes a checkpoint out of its route, and the route away that has none left. */
  #leave(task: TaskRecord): void {
    if (task.routeId === null) return
    const route = this.#route(task.routeId)
    task.routeId = null
    route.checkpoints = route.checkpoints.filter((other) => other !== task)
    if (route.checkpoints.length === 0) this.#routes.delete(route.id)
  }

  #assign(task: TaskRecord, trackerId: number | null, time: number): void {
    task.trackerId = trackerId
    if (task.status === given(trackerId)) return
    task.status = given(trackerId)
    task.statusChanged = localTime(time, this.#zoneOf(task.userId))
  }

  #drive(task: TaskRecord, status: TaskStatus, time: number): void {
    const now = localTime(time, this.#zoneOf(task.userId))
    task.status = status
    task.statusChanged = now
    if (status === 'failed') return
    task.arrival ??= now
    if (status !== 'arrived') task.stay = task.details.minStay * 60
  }
}

/** The status of what nobody has begun with yet. */
function given(trackerId: number | null): 'unassigned' | 'assigned' {
  return trackerId === null ? 'unassigned' : 'assigned'
}
