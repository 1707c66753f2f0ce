import type { Strike } from './faults.ts'

/** What the panel says to a request. */
interface PanelAnswer {
  readonly outcome: 'answer'
  readonly status: number
  readonly contentType: string
  readonly body: string
  /** Milliseconds that it takes to say it. */
  readonly delay: number
  /** How the body is packed on the wire, though nobody asked for it. */
  readonly packed?: 'gzip'
}

/** A connection that drops, perhaps after the panel has acted, perhaps with the answer begun. */
export interface PanelDrop {
  readonly outcome: 'drop'
  readonly acted: boolean
  /** The answer of which only a part arrives; null where nothing does. */
  readonly begun: PanelAnswer | null
}

/** What becomes of a request. */
export type PanelOutcome = PanelAnswer | PanelDrop

/** A request that was carried out. */
export function answered(fields: Record<string, unknown>): PanelAnswer {
  return answer(200, { success: true, ...fields })
}

/** An answer of JSON. */
export function answer(status: number, body: unknown): PanelAnswer {
  return {
    outcome: 'answer',
    status,
    contentType: 'application/json;charset=utf-8',
    body: JSON.stringify(body),
    delay: 0,
  }
}

/** The connection drops over an outcome; null where the panel never acted. */
export function dropped(outcome: PanelOutcome | null, during: boolean): PanelDrop {
  const begun = during && outcome?.outcome === 'answer' ? outcome : null
  return { outcome: 'drop', acted: outcome !== null, begun }
}

/** An outcome that takes its time; a connection that drops does so at once. */
export function delayed(outcome: PanelOutcome, delay: number): PanelOutcome {
  return outcome.outcome === 'answer' ? { ...outcome, delay } : outcome
}

/** An answer that cannot be read. */
export function spoilt(form: Extract<Strike, { do: 'garbage' }>['form'], outcome: PanelOutcome): PanelOutcome {
  if (outcome.outcome === 'drop') return outcome
  switch (form) {
    case 'html':
      return {
        ...outcome,
        status: 200,
        contentType: 'text/html',
        body: '<!doctype html><title>Sign in to the network</title><p>Please sign in to the network.</p>',
      }
    case 'cut':
      return { ...outcome, body: outcome.body.slice(0, Math.floor(outcome.body.length / 2)) }
    case 'empty':
      return { ...outcome, body: '' }
    case 'type':
      return { ...outcome, contentType: 'text/plain' }
    case 'gzip':
      return { ...outcome, packed: 'gzip' }
  }
}

/** The statuses of what stands between a client and the panel: a network's portal, in its three ways, and a proxy. */
const pages: Readonly<Record<Extract<Strike, { do: 'page' }>['form'], number>> = {
  portal: 200,
  redirect: 302,
  'sign-in': 511,
  forbidden: 403,
}

/** A page in place of an answer. */
export function paged(form: keyof typeof pages, outcome: PanelOutcome): PanelOutcome {
  if (outcome.outcome === 'drop') return outcome
  const body = '<!doctype html><title>Not the panel</title><p>Sign in to the network, or ask who runs it.</p>'
  return { ...outcome, status: pages[form], contentType: 'text/html', body }
}

/** An answer that lacks some of its fields. */
export function without(fields: readonly string[], outcome: PanelOutcome): PanelOutcome {
  if (outcome.outcome === 'drop') return outcome
  const whole = Object.entries(JSON.parse(outcome.body) as Record<string, unknown>)
  return { ...outcome, body: JSON.stringify(Object.fromEntries(whole.filter(([name]) => !fields.includes(name)))) }
}
