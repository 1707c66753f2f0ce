import type { SendingState } from '../../shared/contract/profiles.ts'
import type { Dispatch } from '../outbox/dispatch.ts'
import type { Connection } from '../panel/connection.ts'
import type { Clock } from '../ports.ts'
import type { OutboxView } from '../store/outbox-view.ts'

/** How a run of sending stands, with so many operations in each state. */
export function sendingState(
  core: {
    readonly dispatch: Dispatch
    readonly outbox: OutboxView
    readonly connection: Connection
    readonly clock: Clock
    /** How many operations wait behind others that do not go on by themselves. */
    readonly stuckCount: () => number
  },
  counts: ReturnType<OutboxView['counts']>,
): SendingState {
  const { dispatch, outbox, connection, clock, stuckCount } = core
  const { run } = dispatch
  // Without a connection a run that was begun stands still, and goes on by itself.
  const running = dispatch.running && connection.state.state === 'online'
  const pausedKinds = pausesOf(
    dispatch.pausedKinds.flatMap(({ kind, ...pause }) => {
      const operations = outbox.countGoing(kind)
      return operations > 0 ? [{ kind, operations, ...pause }] : []
    }),
  )
  // What waits with its kind is no part of how long the rest will take.
  const aside = pausedKinds.reduce((sum, { operations }) => sum + operations, 0)
  const left = Math.max(0, counts.ready + counts.sending + counts.waiting - aside)
  const settled = run ? run.done + run.refused : 0
  const elapsed = run ? clock.monotonic() - run.began : 0
  return {
    running,
    paused: dispatch.paused,
    done: settled,
    total: settled + left,
    already: run?.already ?? 0,
    // What waits behind others while they are still being sent is not stuck.
    behind: dispatch.running ? 0 : stuckCount(),
    refused: run?.refused ?? 0,
    remaining: running && settled > 0 ? (elapsed / settled) * left : null,
    startedAt: run?.startedAt ?? null,
    pausedKinds,
  }
}

type Pause = SendingState['pausedKinds'][number]

/** Kinds that are paused for the same reason are told as one: of a permission, whatever the panel said of each. */
function pausesOf(paused: readonly (Omit<Pause, 'kinds'> & { readonly kind: string })[]): Pause[] {
  const pauses = new Map<string, Pause>()
  for (const { kind, operations, problem, retryAt } of paused) {
    const reason = String(problem.values?.['permission'] ?? JSON.stringify(problem))
    const known = pauses.get(reason)
    pauses.set(reason, {
      kinds: [...(known?.kinds ?? []), kind],
      operations: (known?.operations ?? 0) + operations,
      problem: known?.problem ?? problem,
      retryAt: Math.min(known?.retryAt ?? Infinity, retryAt),
    })
  }
  return [...pauses.values()]
}
