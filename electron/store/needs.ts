import type { Problem, ProblemCode } from '../../shared/problem.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import type { Sqlite } from './database.ts'
import { whileUnchanged } from './unchanged.ts'
import type { UnreadableOperations } from './unreadable.ts'

/** What an operation waits for that does not come by itself. */
export interface MissingNeed {
  /** The operation whose result it needs, by id; null where the journal has none such. */
  readonly operation: number | null
  readonly problem: Problem
}

const codes: Partial<Record<OperationState, ProblemCode>> = {
  rejected: 'needs-refused',
  discarded: 'needs-discarded',
  draft: 'needs-staged',
}

/** Whether a problem says that what an operation needs has come to nothing. */
export function isMissingNeed({ code }: Problem): boolean {
  return code.startsWith('needs-')
}

/**
 * Finds operations, not settled themselves, that need the result of another which has come to nothing: refused,
 * discarded, taken back, unreadable, or waiting itself for one of those. By their ids; looked up as often as it is asked
 * for, but no more often than the journal changes.
 */
export function missingNeedsIn(
  database: Sqlite,
  unreadable: () => UnreadableOperations,
): () => ReadonlyMap<number, MissingNeed> {
  const find = database.prepare<
    [{ unreadable: string }],
    { operation: number; needs: number; direct: number; subject: string | null; state: OperationState | null }
  >(
    `WITH RECURSIVE missing(operation, needs, direct) AS (
       SELECT dependency.operation, dependency.needs, 1 FROM dependency
       CROSS JOIN operation AS mine ON mine.id = dependency.operation AND mine.state NOT IN ('done', 'discarded')
       LEFT JOIN operation AS needed ON needed.id = dependency.needs
       WHERE needed.id IS NULL OR needed.state IN ('rejected', 'discarded')
         OR (needed.state = 'draft' AND mine.state <> 'draft')
         OR needed.id IN (SELECT value FROM json_each(@unreadable))
       UNION
       SELECT dependency.operation, dependency.needs, 0 FROM missing
       CROSS JOIN dependency ON dependency.needs = missing.operation
       JOIN operation AS mine ON mine.id = dependency.operation AND mine.state NOT IN ('done', 'discarded')
     )
     SELECT missing.operation, missing.needs, missing.direct, needed.subject, needed.state
     FROM missing LEFT JOIN operation AS needed ON needed.id = missing.needs
     ORDER BY missing.operation, missing.direct DESC, missing.needs`,
  )
  return whileUnchanged(
    [database],
    () => {
      const broken = unreadable()
      const found = new Map<number, MissingNeed>()
      for (const { operation, needs, direct, subject, state } of find.all({
        unreadable: JSON.stringify([...broken.keys()]),
      })) {
        if (found.has(operation)) continue
        const lost = subject === null || state === null
        const code = lost || broken.has(needs) ? 'needs-unreadable' : (direct === 1 && codes[state]) || 'needs-waiting'
        const values = { name: subject ?? '', operation: needs }
        found.set(operation, { operation: lost ? null : needs, problem: { code, values } })
      }
      return found
    },
    unreadable,
  )
}
