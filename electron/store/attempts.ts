import type { attemptOutcomes } from '../../shared/contract/outbox.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Commit, Sqlite } from './database.ts'
import { inList, many } from './in-sql.ts'
import type { OperationTable } from './operation-table.ts'
import type { Queue } from './queue.ts'

/** How an attempt stands or has ended. */
export type AttemptOutcome = (typeof attemptOutcomes)[number]

/** A request as it is committed before it leaves. The caller has redacted it. */
export interface NewAttempt {
  /** For a person: milliseconds since 1970. */
  readonly at: number
  readonly kind: string
  readonly path: string
  readonly request: unknown
  readonly subject: string
  /** As whom it is sent: the login of the account. */
  readonly account: string
}

/** How a request ended. */
export interface AttemptEnd {
  readonly outcome: AttemptOutcome
  readonly took: number | null
  readonly httpStatus: number | null
  readonly answer: unknown
  readonly problem: Problem | null
}

/** Requests to the panel, each written down before it leaves. */
export interface Attempts {
  /**
   * Commits that a request is about to leave, `sentAt` in steady time; null where one of its operations may not, or not
   * yet, be sent.
   */
  beginAttempt(attempt: NewAttempt, operations: readonly number[], sentAt: number): number | null
  endAttempt(id: number, end: AttemptEnd): void
  /** The operations of a kind whose requests left after `since` and were not refused, by when they left: milliseconds since 1970. */
  sentSince(kind: string, since: number): ReadonlyMap<number, number>
  /** These operations, and those whose effect is unknown that were sent in the same requests. */
  unknownWith(operations: readonly number[]): number[]
  /**
   * Every operation whose request was under way, when the program ended or its answer could not be written down,
   * becomes unknown, to be looked up at once; not those whose requests still are under way.
   */
  recover(at: number, underWay?: ReadonlySet<number>): number
  /**
   * Begins another steady time, at `at`, when the file has been opened: what was written in the one before cannot be
   * compared with it. So whatever is unknown left just now, as far as can be proved, and is looked up at once; and what
   * waits waits its whole time anew, at most `longest` milliseconds.
   */
  resume(at: number, longest: number): void
}

/** Among so many of the newest attempts those of some minutes are looked for. */
const lately = 10_000

/** The attempts of an open journal. */
export function attemptsIn(
  database: Sqlite,
  commit: Commit,
  { areHeads, inState, move }: Pick<OperationTable, 'inState' | 'move'> & Pick<Queue, 'areHeads'>,
): Attempts {
  const insertAttempt = database.prepare(
    `INSERT INTO attempt (at, kind, path, request, subject, account, operations, outcome)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'under-way')`,
  )
  const insertAttemptOperation = database.prepare('INSERT INTO attempt_operation (operation, attempt) VALUES (?, ?)')
  const send = database.prepare(
    `UPDATE operation SET state = 'sending', attempts = attempts + 1, sent_at = ?, problem = NULL, retry_at = NULL
     WHERE id = ? AND state = 'ready'`,
  )
  const updateAttempt = database.prepare(
    'UPDATE attempt SET outcome = ?, took = ?, http_status = ?, answer = ?, problem = ? WHERE id = ?',
  )
  const selectSince = database.prepare<[number, string, number], { operation: number; at: number }>(
    `SELECT attempt_operation.operation, attempt.at FROM attempt
     JOIN attempt_operation ON attempt_operation.attempt = attempt.id
     WHERE attempt.id > (SELECT max(id) FROM attempt) - ? AND attempt.kind = ? AND attempt.at > ? AND attempt.outcome <> 'refused'
     ORDER BY attempt.id`,
  )
  const selectUnknownWith = database
    .prepare<[{ operations: string }], number>(
      `SELECT value FROM json_each(@operations)
       UNION SELECT other.operation FROM attempt_operation AS mine
       CROSS JOIN attempt_operation AS other ON other.attempt = mine.attempt
       CROSS JOIN operation ON operation.id = other.operation AND operation.state = 'unknown'
       WHERE mine.operation IN (SELECT value FROM json_each(@operations))`,
    )
    .pluck()
  const loseAttempts = database.prepare<[string]>(
    `UPDATE attempt SET outcome = 'unknown' WHERE outcome = 'under-way'
     AND id NOT IN (SELECT attempt FROM attempt_operation WHERE operation ${inList})`,
  )
  const resumeUnknown = database.prepare(
    `UPDATE operation SET sent_at = @at, retry_at = CASE WHEN retry_at IS NOT NULL THEN @at END WHERE state = 'unknown'`,
  )
  // It was waited for from when it was last sent, or later.
  const resumeWaiting = database.prepare(
    `UPDATE operation SET sent_at = @at, retry_at = @at + max(0, min(@longest, retry_at - coalesce(sent_at, 0)))
     WHERE state = 'waiting' AND retry_at IS NOT NULL`,
  )

  return {
    beginAttempt: (attempt, operations, sentAt) =>
      commit(() => {
        if (!areHeads(operations)) return null
        const { lastInsertRowid } = insertAttempt.run(
          attempt.at,
          attempt.kind,
          attempt.path,
          JSON.stringify(attempt.request),
          attempt.subject,
          attempt.account,
          operations.length,
        )
        for (const id of operations) {
          send.run(sentAt, id)
          insertAttemptOperation.run(id, lastInsertRowid)
        }
        return Number(lastInsertRowid)
      }),
    endAttempt: (id, end) =>
      void commit(() =>
        updateAttempt.run(
          end.outcome,
          end.took,
          end.httpStatus,
          end.answer === undefined ? null : JSON.stringify(end.answer),
          end.problem ? JSON.stringify(end.problem) : null,
          id,
        ),
      ),
    sentSince: (kind, since) =>
      new Map(selectSince.all(lately, kind, since).map(({ operation, at }) => [operation, at])),
    unknownWith: (operations) => selectUnknownWith.all({ operations: many(operations) }),
    recover: (at, underWay = new Set()) =>
      commit(() => {
        loseAttempts.run(many([...underWay]))
        const sending = inState('sending')
        return move(
          sending.map(({ id }) => id).filter((id) => !underWay.has(id)),
          'unknown',
          { problem: { code: 'effect-unknown' }, retryAt: at },
        ).length
      }),
    resume: (at, longest) =>
      void commit(() => {
        resumeUnknown.run({ at })
        resumeWaiting.run({ at, longest })
      }),
  }
}
