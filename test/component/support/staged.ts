import type { AttemptRow, ChangeSet, OperationRow, Plan } from '../../../shared/contract/outbox.ts'
import type { Status } from '../../../shared/contract/profiles.ts'
import { quiet } from './known.ts'

/** The status with some of it otherwise; of queue and run only what is named. */
export function statusWith(
  more: Partial<Omit<Status, 'queue' | 'sending'>> & {
    queue?: Partial<Status['queue']>
    sending?: Partial<Status['sending']>
  },
): Status {
  return { ...quiet, ...more, queue: { ...quiet.queue, ...more.queue }, sending: { ...quiet.sending, ...more.sending } }
}

/** A change set of edits in the sheet of trackers, with some of it otherwise. */
export function changeSet(more: Partial<ChangeSet> = {}): ChangeSet {
  return {
    id: 1,
    origin: 'sheet',
    title: '',
    name: '',
    comment: '',
    createdAt: 0,
    releasedAt: null,
    counts: { draft: 10 },
    broken: 0,
    already: 0,
    kinds: { 'tracker.settings': 10 },
    readable: true,
    unfinished: false,
    ...more,
  }
}

/** An edit of a tracker's label that is staged, with some of it otherwise. */
export function operation(more: Partial<OperationRow> = {}): OperationRow {
  return {
    id: 5,
    changeSet: 1,
    kind: 'tracker.settings',
    state: 'draft',
    stagedAt: 0,
    subject: { name: 'Van 1', panelId: 101, row: 1 },
    rows: 1,
    changes: [{ field: 'label', from: 'Van', to: 'Van 1' }],
    problem: null,
    readable: true,
    missingNeed: null,
    waitsFor: null,
    emptied: null,
    already: false,
    retryAt: null,
    attempts: 0,
    fileRow: null,
    ...more,
  }
}

/** What sending those ten edits would do, with some of it otherwise. */
export function planOf(more: Partial<Plan> = {}): Plan {
  return {
    operations: 10,
    requests: 4,
    reads: 3,
    duration: 700,
    quick: null,
    unseen: 0,
    wholes: { requests: 0, operations: 0 },
    inBetween: [],
    kinds: [
      { kind: 'tracker.settings', operations: 10, atRisk: 10, rows: 10, requests: 4, requestsAtRisk: 4, risk: 'plain' },
    ],
    missingPermissions: [],
    refused: [],
    unreadable: [],
    missingNeeds: [],
    warned: [],
    changedSince: 0,
    waitingForOthers: 0,
    bills: null,
    checked: null,
    ...more,
  }
}

/** A request that went well, with some of it otherwise. */
export function attempt(more: Partial<AttemptRow> = {}): AttemptRow {
  return {
    id: 7,
    at: 0,
    took: 120,
    path: 'tracker/settings/update',
    kind: 'tracker.settings',
    operations: 1,
    outcome: 'done',
    httpStatus: 200,
    problem: null,
    subject: 'Van 1',
    first: operation({ state: 'done', attempts: 1 }),
    account: 'ann@acme.example',
    changeSet: { ...changeSet(), kinds: { 'tracker.settings': 10 } },
    readable: true,
    ...more,
  }
}
