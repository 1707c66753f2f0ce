import { finalStates, type OperationState } from '../../shared/operations/states.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Sqlite } from './database.ts'

const inDoubt: Problem = { code: 'state-in-doubt' }
const listed = (states: readonly OperationState[]) => states.map((state) => `'${state}'`).join(', ')

/** States from which an operation may leave without anybody looking at it. */
const goesByItself: readonly OperationState[] = ['ready', 'held', 'sending', 'waiting', 'unknown']

/**
 * What an older state of a journal says may since have been sent, changed or discarded. So whatever it shows as released
 * and not settled becomes `unknown`, and is neither sent nor looked up until a person says so. With `drafts`, where
 * requests have left that it does not know of, its drafts, too.
 */
export function doubtReleased(database: Sqlite, { drafts }: { drafts: boolean }): void {
  const states = drafts ? [...goesByItself, 'draft' as const] : goesByItself
  doubt(database, `state IN (${listed(states)})`)
}

/** The same for single operations, whatever they are shown as, unless they are settled for good. */
export function doubtThese(database: Sqlite, ids: readonly number[]): void {
  doubt(
    database,
    `state NOT IN (${listed(finalStates)}) AND id IN (SELECT value FROM json_each('${JSON.stringify(ids)}'))`,
  )
}

/** Keeps back what would be sent by itself: a person has to look first. */
export function holdReleased(database: Sqlite): void {
  database.exec(
    `UPDATE operation SET state = 'held', problem = NULL, retry_at = NULL WHERE state IN ('ready', 'waiting')`,
  )
}

function doubt(database: Sqlite, which: string): void {
  database
    .prepare(`UPDATE operation SET state = 'unknown', problem = ?, retry_at = NULL WHERE ${which}`)
    .run(JSON.stringify(inDoubt))
}
