import { z } from 'zod'
import { operationStates, type OperationState } from '../../shared/operations/states.ts'
import { wasSoSql } from './operation.ts'
import type { OpenFile } from './statements.ts'

/** How many operations of a change set are of one kind and in one state. */
export interface Tallied {
  readonly changeSet: number
  readonly state: OperationState
  readonly kind: string
  readonly n: number
  /** Drafts that break a rule of their own. */
  readonly broken: number
  /** Those done that were so already. */
  readonly already: number
}

/**
 * Counts operations, by change set, state and kind. It is asked after every commit, and the history may be long: they are
 * counted in stretches of their ids, and only stretches in which anything has changed are counted anew.
 */
export interface Tally {
  /** What is counted of each stretch; the same change set may be in several. */
  all(): readonly (readonly Tallied[])[]
  /**
   * Counts up to so many operations, whole stretches of them; answers how many are left. A few stretches are left to
   * the next question for all: while things are sent one after the other, they would be counted after each, and asked for now
   * and then.
   */
  lookAt(most: number): number
}

/** So many ids are one stretch: some milliseconds to count. */
const stretch = 1000
/** So many stretches, some milliseconds' work, are not worth counting before anybody asks. */
const few = 4

/** What was staged and taken back before anything came of it, by an undo above all, has not been part of anything. */
export const tookPart = `(state <> 'discarded' OR attempts > 0 OR theirs IS NOT NULL)`

const row = z.object({
  change_set: z.int(),
  // As in operation.ts: of a state that cannot be read nobody can tell.
  state: z.enum(operationStates).catch('unknown'),
  kind: z.string(),
  n: z.int(),
  broken: z.int(),
  already: z.int(),
})

/** Begins to count the operations of a journal. Not to be asked within a commit: what is rolled back would stay counted. */
export function tallyOf({ database }: OpenFile): Tally {
  database.exec(`
    CREATE TEMP TABLE tally_changed (stretch INTEGER PRIMARY KEY) STRICT;
    CREATE TEMP TRIGGER tally_moved AFTER UPDATE OF state, broken, result, attempts, theirs, change_set, kind
      ON main.operation WHEN new.id / ${stretch} NOT IN (SELECT stretch FROM tally_changed) BEGIN
      INSERT INTO tally_changed VALUES (new.id / ${stretch});
    END;`)
  const writtenByOthers = database.prepare<[], number>('PRAGMA data_version').pluck()
  const lastId = database.prepare<[], number | null>('SELECT max(id) FROM operation').pluck()
  const changed = database.prepare<[], number>('SELECT stretch FROM temp.tally_changed').pluck()
  const forget = database.prepare('DELETE FROM temp.tally_changed')
  const count = database.prepare<[{ from: number; to: number }]>(
    `SELECT change_set, state, kind, count(*) AS n, count(CASE WHEN state = 'draft' THEN broken END) AS broken,
       count(CASE WHEN state = 'done' AND ${wasSoSql} THEN 1 END) AS already
     FROM operation WHERE id BETWEEN @from AND @to AND ${tookPart} GROUP BY change_set, state, kind`,
  )
  let asOf: number | undefined
  /** The last operation that was there when it was last looked: later ones are new. */
  let seen = -1
  let counted = new Map<number, readonly Tallied[]>()
  const toCount = new Set<number>()

  function gather(): void {
    const now = writtenByOthers.get()
    if (now !== asOf) {
      asOf = now
      counted = new Map()
      seen = -1
    }
    const last = lastId.get() ?? -1
    for (let at = Math.floor((seen + 1) / stretch); last > seen && at * stretch <= last; at++) toCount.add(at)
    seen = last
    const some = changed.all()
    if (some.length === 0) return
    for (const at of some) toCount.add(at)
    forget.run()
  }

  function countSome(most: number): number {
    let done = 0
    for (const at of toCount) {
      if (done >= most) break
      const rows = count.all({ from: at * stretch, to: at * stretch + stretch - 1 })
      counted.set(
        at,
        rows.map((raw) => {
          const { change_set: changeSet, ...rest } = row.parse(raw)
          return { changeSet, ...rest }
        }),
      )
      toCount.delete(at)
      done += stretch
    }
    return toCount.size * stretch
  }

  return {
    lookAt(most) {
      gather()
      return toCount.size <= few ? 0 : countSome(most)
    },
    all() {
      gather()
      countSome(Infinity)
      return [...counted.values()]
    },
  }
}
