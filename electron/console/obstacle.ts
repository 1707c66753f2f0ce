import type { Problem } from '../../shared/problem.ts'
import { ProblemError } from '../../shared/problem.ts'
import { PanelFailure } from '../panel/failure.ts'
import { SocketError } from '../ports.ts'

/** What keeps a console from being connected, and whether it may go away by itself. */
export interface Obstacle {
  readonly problem: Problem
  readonly passes: boolean
}

/** What the panel's codes mean where a console is asked for. (panel-tracker.md, console/connect) */
const refusals: ReadonlyMap<number | null, Problem['code']> = new Map([
  [201, 'row-gone'],
  [230, 'console-refused'],
  [252, 'console-corrupted'],
])

const onTheWire = {
  unreachable: 'console-unreachable',
  certificate: 'certificate',
  'timed-out': 'timed-out',
  'turned-away': 'console-turned-away',
} as const satisfies Record<SocketError['reason'], Problem['code']>

/** What an error amounts to; `host` is that of the consoles. Null for one that nobody foresaw. */
export function obstacleOf(error: unknown, host: string): Obstacle | null {
  if (error instanceof SocketError) {
    return { problem: { code: onTheWire[error.reason], values: { host }, again: true }, passes: true }
  }
  if (error instanceof PanelFailure) {
    const code = refusals.get(error.code)
    const problem = code ? { ...error.problem, code } : error.problem
    return { problem, passes: error.next !== 'refused' && error.next !== 'stop' }
  }
  return error instanceof ProblemError ? { problem: error.problem, passes: false } : null
}
