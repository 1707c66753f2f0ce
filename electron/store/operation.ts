import { z } from 'zod'
import { operationStates, type OperationState } from '../../shared/operations/states.ts'
import { problem, type Problem } from '../../shared/problem.ts'

/** An operation as the journal keeps it. `params` is JSON of the kind's own; an unknown kind's is kept unread. */
export interface Operation {
  readonly id: number
  readonly changeSet: number
  readonly kind: string
  readonly version: number
  readonly params: unknown
  /** What it was about when it was staged, in a person's words. */
  readonly subject: string
  readonly state: OperationState
  readonly broken: Problem | null
  readonly problem: Problem | null
  readonly theirs: Record<string, unknown> | null
  readonly result: Record<string, unknown> | null
  readonly part: string
  /** When it goes on by itself, in the steady time of the process that has the journal open. */
  readonly retryAt: number | null
  readonly attempts: number
  /** When its last attempt left, or later than that; in the same time. */
  readonly sentAt: number | null
  readonly outcome: number | null
  readonly fileRow: number | null
  readonly stagedAt: number
}

/**
 * Whether the result of an operation that is done says that it was so already when it was sent, and was not made so by
 * the request that was answered.
 */
export function wasSo(result: Operation['result']): boolean {
  return result?.['already'] === true || result?.['skipped'] === true
}

/** The same in SQL, about a row of the table, which may hold anything. */
export const wasSoSql = `(result LIKE '%"already":true%' OR result LIKE '%"skipped":true%')`

/** An operation about to be written for the first time. */
export interface NewOperation {
  readonly kind: string
  readonly version: number
  readonly params: unknown
  readonly subject: string
  readonly broken: Problem | null
  readonly lanes: readonly string[]
  /** Operations whose results it takes: it waits until they are done. */
  readonly after?: readonly number[]
  readonly fileRow: number | null
  /** That row as it stood in the file, cell by cell. */
  readonly cells?: readonly string[]
}

/** What may be written along with a change of state. */
export interface Change {
  readonly problem?: Problem | null
  readonly theirs?: Record<string, unknown> | null
  readonly result?: Record<string, unknown> | null
  readonly retryAt?: number | null
  readonly part?: string
}

const row = z.object({
  id: z.int(),
  change_set: z.int(),
  kind: z.string(),
  version: z.int(),
  params: z.string(),
  subject: z.string(),
  state: z.enum(operationStates),
  broken: z.string().nullable(),
  problem: z.string().nullable(),
  theirs: z.string().nullable(),
  result: z.string().nullable(),
  part: z.string(),
  retry_at: z.int().nullable(),
  attempts: z.int(),
  sent_at: z.int().nullable(),
  outcome: z.int().nullable(),
  file_row: z.int().nullable(),
  staged_at: z.int(),
})

const jsonRecord = z.record(z.string(), z.unknown())
/** JSON of a column that may be empty. */
export const parseJson = (text: string | null): unknown => (text === null ? null : JSON.parse(text))
/** A problem as a column holds it. */
export const parseProblem = (text: string | null): Problem | null => {
  if (text === null) return null
  // A newer program may know problems that this one does not: say that there is one rather than fail on it.
  const parsed = problem.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : { code: 'unexpected' }
}

/** A row of the table `operation`, parsed: other programs may have written it. */
export function toOperation(raw: unknown): Operation {
  const cells = row.parse(raw)
  return {
    id: cells.id,
    changeSet: cells.change_set,
    kind: cells.kind,
    version: cells.version,
    params: parseJson(cells.params),
    subject: cells.subject,
    state: cells.state,
    broken: parseProblem(cells.broken),
    problem: parseProblem(cells.problem),
    theirs: jsonRecord.nullable().parse(parseJson(cells.theirs)),
    result: jsonRecord.nullable().parse(parseJson(cells.result)),
    part: cells.part,
    retryAt: cells.retry_at,
    attempts: cells.attempts,
    sentAt: cells.sent_at,
    outcome: cells.outcome,
    fileRow: cells.file_row,
    stagedAt: cells.staged_at,
  }
}
