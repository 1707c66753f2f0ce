import { z } from 'zod'
import { answerOf, type OpenPanel } from './open-panel.ts'

const task = z.looseObject({
  id: z.int(),
  user_id: z.int(),
  tracker_id: z.int().optional(),
  parent_id: z.int().optional(),
  order: z.int().optional(),
  label: z.string(),
  description: z.string(),
  location: z.looseObject({ lat: z.number(), lng: z.number(), radius: z.int(), address: z.string().optional() }),
  from: z.string(),
  to: z.string(),
  external_id: z.string().optional(),
  status: z.string(),
  status_change_date: z.string(),
  creation_date: z.string(),
  arrival_date: z.string().optional(),
  tags: z.array(z.int()),
  type: z.string(),
})
type AnsweredTask = z.infer<typeof task>

const route = z.looseObject({
  id: z.int(),
  user_id: z.int(),
  tracker_id: z.int().optional(),
  label: z.string(),
  from: z.string(),
  to: z.string(),
  status: z.string(),
  status_change_date: z.string(),
  external_id: z.string().optional(),
  checkpoint_ids: z.array(z.int()),
})
type AnsweredRoute = z.infer<typeof route>

/** Somebody who asks the User API of a panel in the session of one user, by POSTs of JSON. */
export class OpenUser {
  readonly panel: OpenPanel
  readonly id: number
  hash: string

  constructor(panel: OpenPanel, id: number) {
    this.panel = panel
    this.id = id
    this.hash = ''
    this.signIn()
  }

  signIn(): void {
    this.hash = String(this.panel.ask('user/session/create', { user_id: this.id }).body['hash'])
  }

  outcome(path: string, parameters: Record<string, unknown> = {}) {
    return this.panel.panel.handle({
      method: 'POST',
      path: `/v2/${path}`,
      headers: { 'content-type': 'application/json', authorization: `NVX ${this.hash}` },
      body: JSON.stringify(parameters),
    })
  }

  ask(path: string, parameters: Record<string, unknown> = {}) {
    return answerOf(this.outcome(path, parameters))
  }

  /** The answer of what has to go well. */
  done(path: string, parameters: Record<string, unknown> = {}): Readonly<Record<string, unknown>> {
    const { code, body } = this.ask(path, parameters)
    if (code !== 0) throw new Error(`${path} answered ${JSON.stringify(body)}`)
    return body
  }

  routes(parameters: Record<string, unknown> = {}): AnsweredRoute[] {
    return route.array().parse(this.done('task/route/list', parameters)['list'])
  }

  route(id: number): AnsweredRoute {
    return route.parse(this.done('task/route/read', { route_id: id })['value'])
  }

  /** The checkpoints of a route, as `task/read` gives them. */
  checkpoints(id: number): AnsweredTask[] {
    return task.array().parse(this.done('task/read', { task_id: id })['checkpoints'])
  }

  tasks(parameters: Record<string, unknown> = {}): AnsweredTask[] {
    return task.array().parse(this.done('task/list', parameters)['list'])
  }

  task(id: number): AnsweredTask {
    return task.parse(this.done('task/read', { task_id: id })['value'])
  }

  trackers(): readonly { readonly id: number; readonly source: { readonly tariff_id: number; blocked: boolean } }[] {
    const listed = z.looseObject({ id: z.int(), source: z.looseObject({ tariff_id: z.int(), blocked: z.boolean() }) })
    return listed.array().parse(this.done('tracker/list')['list'])
  }

  /** Trackers that may get tasks. */
  drivers(): number[] {
    return this.trackers()
      .filter(({ source }) => [12163, 13457, 15843, 16002].includes(source.tariff_id) && !source.blocked)
      .map(({ id }) => id)
  }

  /** Makes a route of so many stops, A, B, C…, and gives its id and theirs. */
  make(count = 3, fields: Record<string, unknown> = {}): { id: number; stops: number[] } {
    const checkpoints = Array.from({ length: count }, (_, i) =>
      stop({ label: i < 26 ? String.fromCharCode(65 + i) : `S${i}` }),
    )
    const { id, checkpoint_ids } = route.parse(
      this.done('task/route/create', { route: named(fields), checkpoints })['result'],
    )
    return { id, stops: checkpoint_ids }
  }

  /** The labels of a route's checkpoints, in their order. */
  labels(id: number): string {
    return this.checkpoints(id)
      .map(({ label }) => label)
      .join('')
  }

  tags(): number[] {
    return z
      .array(z.looseObject({ id: z.int() }))
      .parse(this.done('tag/list')['list'])
      .map(({ id }) => id)
  }

  timeZone(): string {
    return z.looseObject({ time_zone: z.string() }).parse(this.done('user/get_info')['user_info']).time_zone
  }
}

/** The users of a panel who have routes, in the order of their ids. */
export function planners(open: OpenPanel): OpenUser[] {
  return open
    .users()
    .map(({ id }) => new OpenUser(open, id))
    .filter((user) => user.routes().length > 0)
}

/** A stop as it is sent, in two weeks. */
export function stop(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    label: 'Company',
    description: '',
    location: { lat: 52.520008, lng: 13.404954, radius: 100, address: 'Alexanderplatz 1, Berlin' },
    from: '2026-12-04 10:00:00',
    to: '2026-12-04 12:00:00',
    ...fields,
  }
}

/** A route's own object as it is sent. */
export function named(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { label: 'Delivery', description: '', ...fields }
}

/** Which parameters a refusal complains of. */
export function errors(body: unknown): string[] {
  const complaints = z.looseObject({ errors: z.array(z.looseObject({ parameter: z.string() })) })
  return complaints.parse(body).errors.map(({ parameter }) => parameter)
}
