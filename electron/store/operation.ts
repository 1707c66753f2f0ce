import { z } from 'zod'
import { readParams, type KindName } from '../../shared/operations/catalogue.ts'
import { operationStates, type OperationState } from '../../shared/operations/states.ts'
import { problem, type Problem } from '../../shared/problem.ts'
import { cellValue, type CellValue } from '../../shared/sheets/cell-value.ts'
import { isUnreadable } from '../../shared/versioned.ts'

/** What can be told of every operation in the journal, whether it can be read or not. */
interface AnyOperation {
  readonly id: number
  readonly changeSet: number
  /** What it was about when it was staged, in a person's words. */
  readonly subject: string
  readonly state: OperationState
  /** When it goes on by itself, in the steady time of the process that has the journal open. */
  readonly retryAt: number | null
  readonly attempts: number
  /** When its last attempt left, or later than that; in the same time. */
  readonly sentAt: number | null
  readonly outcome: number | null
  readonly fileRow: number | null
  readonly stagedAt: number
}

/** An operation that this program can read: the only sort that can be described, rewritten or sent. */
export interface Operation extends AnyOperation {
  readonly unreadable: null
  readonly kind: KindName
  /** The kind's parameters, parsed, in its present version. */
  readonly params: unknown
  readonly broken: Problem | null
  readonly problem: Problem | null
  readonly theirs: Record<string, CellValue> | null
  readonly result: Record<string, unknown> | null
  readonly part: string
}

/**
 * An operation that cannot be read: of a newer version, of an unknown kind, or damaged. It stays in the journal as it
 * is; it is shown with its reason, holds its lanes, and can be discarded.
 */
export interface UnreadableOperation extends AnyOperation {
  readonly unreadable: Problem
  readonly kind: string
}

/** A row of the journal's operations. */
export type StoredOperation = Operation | UnreadableOperation

/** Whether this program can read an operation. */
export function isReadable(operation: StoredOperation): operation is Operation {
  return operation.unreadable === null
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

/** JSON of a column; what is no JSON does not fit. */
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'no JSON' })
        return z.NEVER
      }
    })
    .pipe(schema)

/** A problem as a column holds it. A newer program may know problems that this one does not: it says that there is one. */
const keptProblem = json(
  z.looseObject({ code: z.string() }).transform((kept): Problem => {
    const parsed = problem.safeParse(kept)
    return parsed.success ? parsed.data : { code: 'unexpected' }
  }),
)
const jsonCells = {
  broken: keptProblem,
  problem: keptProblem,
  theirs: json(z.record(z.string(), cellValue)),
  result: json(z.record(z.string(), z.unknown())),
}
type JsonCell = keyof typeof jsonCells

const count = z.int().min(0)
const row = z.object({
  id: z.int(),
  change_set: z.int(),
  kind: z.string(),
  version: z.int().min(1),
  params: z.string(),
  subject: z.string(),
  state: z.enum(operationStates),
  // Most are empty, and these are read for every row: what stands in one is parsed where there is something.
  broken: z.string().nullable(),
  problem: z.string().nullable(),
  theirs: z.string().nullable(),
  result: z.string().nullable(),
  part: z.string(),
  retry_at: z.int().nullable(),
  attempts: count,
  sent_at: z.int().nullable(),
  outcome: count.nullable(),
  file_row: count.nullable(),
  staged_at: z.int(),
})

/** What is shown of a row some cells of which are damaged: the others. */
const sketch = z.object({
  id: row.shape.id.catch(0),
  change_set: row.shape.change_set.catch(0),
  kind: row.shape.kind.catch(''),
  subject: row.shape.subject.catch(''),
  // Nobody can tell how far it has come, so it may have taken effect.
  state: row.shape.state.catch('unknown'),
  retry_at: z.int().nullable().catch(null),
  attempts: count.catch(0),
  sent_at: z.int().nullable().catch(null),
  outcome: count.nullable().catch(null),
  file_row: count.nullable().catch(null),
  staged_at: z.int().catch(0),
})

function anyOf(cells: z.infer<typeof sketch>): AnyOperation {
  return {
    id: cells.id,
    changeSet: cells.change_set,
    subject: cells.subject,
    state: cells.state,
    retryAt: cells.retry_at,
    attempts: cells.attempts,
    sentAt: cells.sent_at,
    outcome: cells.outcome,
    fileRow: cells.file_row,
    stagedAt: cells.staged_at,
  }
}

/** What stands in a cell as JSON; null where nothing does, undefined where it cannot be read. */
function inside<Name extends JsonCell>(
  name: Name,
  text: string | null,
): z.infer<(typeof jsonCells)[Name]> | null | undefined {
  return text === null ? null : (jsonCells[name].safeParse(text).data as z.infer<(typeof jsonCells)[Name]> | undefined)
}

/** A row of the table `operation`, parsed by itself: other programs may have written it, or damage. Never throws. */
export function toOperation(raw: unknown): StoredOperation {
  const parsed = row.safeParse(raw)
  const damaged = (cell: string): UnreadableOperation => {
    const cells = sketch.parse(raw)
    return { ...anyOf(cells), kind: cells.kind, unreadable: { code: 'kept-damaged', values: { cell } } }
  }
  if (!parsed.success) return damaged(String(parsed.error.issues[0]?.path[0] ?? ''))
  const cells = parsed.data
  const broken = inside('broken', cells.broken)
  if (broken === undefined) return damaged('broken')
  const problem = inside('problem', cells.problem)
  if (problem === undefined) return damaged('problem')
  const theirs = inside('theirs', cells.theirs)
  if (theirs === undefined) return damaged('theirs')
  const result = inside('result', cells.result)
  if (result === undefined) return damaged('result')
  const read = readParams(cells.kind, cells.version, cells.params)
  if ('unreadable' in read) return { ...anyOf(cells), kind: cells.kind, unreadable: read.unreadable }
  return {
    ...anyOf(cells),
    unreadable: null,
    // It could not have been read if its kind were unknown.
    kind: cells.kind as KindName,
    params: read.value,
    broken,
    problem: presentProblem(problem),
    theirs,
    result,
    part: cells.part,
  }
}

/** An earlier program may have refused an operation since it could not read it, and this one can. */
function presentProblem(kept: Problem | null): Problem | null {
  return kept && isUnreadable(kept) ? { code: 'readable-again' } : kept
}

/** A problem as a column holds it; one that cannot be read says that there is one. */
export function readProblem(text: string | null): Problem | null {
  const read = inside('problem', text)
  return read === undefined ? { code: 'unexpected' } : read
}
