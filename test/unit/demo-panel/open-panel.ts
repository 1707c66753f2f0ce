import { demoLogin, demoPassword } from '../../../electron/demo-panel/account.ts'
import { createDemoPanel, type DemoPanel, type DemoPanelOptions } from '../../../electron/demo-panel/demo-panel.ts'
import type { PanelOutcome } from '../../../electron/demo-panel/outcome.ts'
import { z } from 'zod'

/** A clock that stands still until it is set. */
export class HandClock {
  time = Date.UTC(2026, 10, 20, 12)
  now = (): number => this.time
  pass(milliseconds: number): void {
    this.time += milliseconds
  }
}

const tracker = z.looseObject({
  id: z.int(),
  label: z.string(),
  comment: z.string().optional(),
  clone: z.boolean(),
  deleted: z.boolean(),
  user_id: z.int(),
  creation_date: z.string(),
  last_connection: z.string().optional(),
  source: z.looseObject({
    id: z.int(),
    device_id: z.string(),
    model: z.string(),
    tariff_id: z.int(),
    phone: z.string().optional(),
    connection_status: z.string(),
    corrupted: z.boolean().optional(),
    blocked: z.boolean(),
  }),
})
export type AnsweredTracker = z.infer<typeof tracker>

const user = z.looseObject({ id: z.int(), login: z.string(), trackers_count: z.int(), activated: z.boolean() })
type AnsweredUser = z.infer<typeof user>

/** An answer as a client reads it. */
interface Answer {
  readonly http: number
  /** 0 where it went well. */
  readonly code: number
  readonly body: Readonly<Record<string, unknown>>
}

/** A panel with somebody signed in who asks it by POSTs of JSON. */
export class OpenPanel {
  readonly clock: HandClock
  readonly panel: DemoPanel
  hash: string

  constructor(options: Partial<DemoPanelOptions> = {}, clock = new HandClock()) {
    this.clock = clock
    this.panel = createDemoPanel({ seed: 7, trackers: 600, rate: null, clock, ...options })
    this.hash = ''
    this.signIn()
  }

  signIn(): void {
    this.hash = String(this.ask('account/auth', { login: demoLogin, password: demoPassword }).body['hash'])
  }

  outcome(path: string, parameters: Record<string, unknown> = {}, hash = this.hash): PanelOutcome {
    return this.panel.handle({
      method: 'POST',
      path: `/v2/panel/${path}`,
      headers: { 'content-type': 'application/json', authorization: `NVX ${hash}` },
      body: JSON.stringify(parameters),
    })
  }

  ask(path: string, parameters: Record<string, unknown> = {}, hash = this.hash): Answer {
    return answerOf(this.outcome(path, parameters, hash))
  }

  trackers(parameters: Record<string, unknown> = {}): AnsweredTracker[] {
    return tracker.array().parse(this.ask('tracker/list', parameters).body['list'])
  }

  tracker(id: number): AnsweredTracker {
    return tracker.parse(this.ask('tracker/read', { tracker_id: id }).body['value'])
  }

  users(parameters: Record<string, unknown> = {}): AnsweredUser[] {
    return user.array().parse(this.ask('user/list', parameters).body['list'])
  }

  bundles(parameters: Record<string, unknown> = {}) {
    const bundle = z.looseObject({
      id: z.int(),
      imei: z.string(),
      iccid: z.string().optional(),
      model_code: z.string(),
    })
    return bundle.array().parse(this.ask('tracker/bundle/list', parameters).body['list'])
  }

  /** Originals with a sound source, which may be cloned. */
  originals(): AnsweredTracker[] {
    return this.trackers({ clones_filter: 'exclude_clones' }).filter(({ source }) => !source.corrupted)
  }

  /** A user who has neither the tracker nor a clone of it. */
  stranger(...trackers: AnsweredTracker[]): number {
    const sources = new Set(trackers.map(({ source }) => source.id))
    const holders = new Set(
      this.trackers()
        .filter(({ source }) => sources.has(source.id))
        .map(({ user_id }) => user_id),
    )
    const found = this.users().find(({ id }) => !holders.has(id))
    if (!found) throw new Error('Everybody has one of these trackers')
    return found.id
  }

  /** What the ledger says was done, without number, time, session and path. */
  done(): unknown[] {
    return this.panel.ledger
      .entries()
      .slice(1)
      .map(({ number: _n, time: _t, session: _s, request: _r, path: _p, ...effect }) => effect)
  }
}

/** Reads an outcome that is an answer. */
export function answerOf(outcome: PanelOutcome): Answer {
  if (outcome.outcome === 'drop') throw new Error('The connection dropped')
  const body = z
    .looseObject({ success: z.boolean(), status: z.looseObject({ code: z.int() }).optional() })
    .parse(JSON.parse(outcome.body))
  return { http: outcome.status, code: body.status?.code ?? 0, body }
}
