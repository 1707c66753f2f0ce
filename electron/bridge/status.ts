import type { Status } from '../../shared/contract/profiles.ts'
import type { Problem } from '../../shared/problem.ts'
import { usualPolicy } from '../../shared/rules/password.ts'
import type { Workbook } from './workbook.ts'

const noPull = {
  running: false,
  part: null,
  done: 0,
  total: null,
  completedAt: null,
  changes: null,
  problem: null,
  retryAt: null,
}
const noQueue = { draft: 0, ready: 0, held: 0, sending: 0, waiting: 0, unknown: 0, conflict: 0, rejected: 0, broken: 0 }
const noSending = {
  running: false,
  paused: false,
  done: 0,
  total: 0,
  refused: 0,
  already: 0,
  behind: 0,
  remaining: null,
  startedAt: null,
  pausedKinds: [],
}

/** The status where no profile is open. */
export function closedStatus(notReopened: Problem | null): Status {
  return {
    profile: null,
    connection: { state: 'closed' },
    pull: noPull,
    pullEvery: 0,
    queue: noQueue,
    sending: noSending,
    permissions: {},
    passwordPolicy: usualPolicy,
    undo: { canUndo: false, canRedo: false },
    steps: [],
    notices: [],
    notReopened,
  }
}

/** The status of the open profile, all of it read in one moment. */
export function statusOf(workbook: Workbook): Status {
  const counts = workbook.outbox.counts()
  const { done: _done, discarded: _discarded, ...queue } = counts
  return {
    profile: workbook.profile,
    connection: workbook.connection.state,
    pull: workbook.pull.state,
    pullEvery: workbook.pullEvery,
    queue,
    sending: workbook.sending(counts),
    permissions: workbook.permissions(),
    passwordPolicy: workbook.passwordPolicy(),
    undo: workbook.stagingArea.undoState(),
    steps: [...workbook.steps.underWay],
    notices: [...workbook.notices.list()],
    notReopened: null,
  }
}
