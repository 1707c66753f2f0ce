import { turns } from '../../shared/entities/entity.ts'
import { z } from 'zod'
import { operationStates, type OperationState } from '../../shared/operations/states.ts'
import type { Sqlite } from './database.ts'
import type { OpenFile } from './statements.ts'
import { whileUnchanged } from './unchanged.ts'

/** What a released operation waits behind: the one that has to be settled first. */
export interface Holder {
  readonly operation: number
  readonly changeSet: number
  readonly kind: string
  readonly subject: string
  readonly state: OperationState
}

const row = z.object({
  waiting: z.int(),
  id: z.int(),
  change_set: z.int(),
  kind: z.string(),
  subject: z.string(),
  state: z.enum(operationStates),
})

/** These do not go on by themselves: what waits behind one waits for a person. */
const stuckStates: ReadonlySet<OperationState> = new Set(['rejected', 'conflict', 'unknown', 'held'])
/** So many steps are followed from one that waits to what it waits for in the end. */
const mostSteps = 20

/**
 * Finds what released operations wait behind, by their ids; those that nothing holds are left out. Where one waits for
 * another that waits itself, it is the one at the root, and one that needs a person before others.
 */
export function holdersIn(database: Sqlite): (operations: readonly number[]) => Map<number, Holder> {
  // As the journal has it for the heads of lanes, and for what needs another, unless that has come to nothing.
  const direct = database.prepare<[{ operations: string }]>(
    `SELECT mine.operation AS waiting, holder.id, holder.change_set, holder.kind, holder.subject, holder.state
     FROM lane AS mine
     JOIN lane AS other ON other.lane = mine.lane AND other.operation <> mine.operation
     JOIN operation AS holder ON holder.id = other.operation
     WHERE mine.operation IN (SELECT value FROM json_each(@operations))
       AND (holder.state IN ('sending', 'unknown')
         OR (mine.lane < '${turns}' AND holder.id < mine.operation AND holder.state <> 'draft'))
     UNION
     SELECT dependency.operation, holder.id, holder.change_set, holder.kind, holder.subject, holder.state
     FROM dependency JOIN operation AS holder ON holder.id = dependency.needs
     WHERE dependency.operation IN (SELECT value FROM json_each(@operations))
       AND holder.state NOT IN ('draft', 'rejected', 'done', 'discarded')
     ORDER BY id`,
  )

  function holdersOf(operations: readonly number[]): Map<number, Holder> {
    const found = new Map<number, Holder>()
    for (const raw of direct.all({ operations: JSON.stringify(operations) })) {
      const { success, data } = row.safeParse(raw)
      if (!success) continue
      const before = found.get(data.waiting)
      if (before && (stuckStates.has(before.state) || !stuckStates.has(data.state))) continue
      const { id: operation, change_set: changeSet, kind, subject, state } = data
      found.set(data.waiting, { operation, changeSet, kind, subject, state })
    }
    return found
  }

  return (operations) => {
    if (operations.length === 0) return new Map()
    const found = holdersOf(operations)
    for (let step = 0; step < mostSteps; step++) {
      const passing = [...found].filter(([, { state }]) => state === 'ready')
      const further = holdersOf([...new Set(passing.map(([, { operation }]) => operation))])
      if (further.size === 0) break
      for (const [waiting, { operation }] of passing) {
        const root = further.get(operation)
        if (root) found.set(waiting, root)
      }
    }
    return found
  }
}

/**
 * How many released operations wait, over however many others, behind one that was refused, is in conflict or unknown.
 */
export function stuckCountIn({ database }: OpenFile): () => number {
  const anyToSettle = database.prepare(
    `SELECT 1 FROM operation WHERE state IN ('rejected', 'conflict', 'unknown') AND state NOT IN ('done', 'discarded') LIMIT 1`,
  )
  const count = database.prepare<[], number>(
    `WITH RECURSIVE stuck(id, unknown) AS (
       SELECT id, state = 'unknown' FROM operation
       WHERE state IN ('rejected', 'conflict', 'unknown') AND state NOT IN ('done', 'discarded')
       UNION
       SELECT behind.id, 0 FROM stuck
       JOIN lane AS mine ON mine.operation = stuck.id
       JOIN lane AS other ON other.lane = mine.lane
       JOIN operation AS behind ON behind.id = other.operation
       WHERE behind.state = 'ready' AND (stuck.unknown OR (mine.lane < '${turns}' AND behind.id > stuck.id))
       UNION
       SELECT behind.id, 0 FROM stuck
       JOIN dependency ON dependency.needs = stuck.id
       JOIN operation AS behind ON behind.id = dependency.operation AND behind.state = 'ready'
     )
     SELECT count(DISTINCT stuck.id) FROM stuck JOIN operation ON operation.id = stuck.id AND operation.state = 'ready'`,
  )
  return whileUnchanged([database], () => (anyToSettle.get() === undefined ? 0 : (count.pluck().get() ?? 0)))
}
