import { entityOfSheet } from '../../../shared/entities/entity.ts'
import type { SheetQuery } from '../../../shared/contract/looking.ts'
import type { SheetName } from '../../../shared/sheets/catalogue.ts'
import type { Journal } from '../journal.ts'

/** What rows can be picked out by, besides all of them. */
export type Picked = Exclude<SheetQuery['only'], 'all'>

const states: Readonly<Record<Picked, string>> = {
  staged: '',
  conflicts: `AND operation.state = 'conflict'`,
  attention: `AND (operation.state IN ('rejected', 'conflict', 'unknown')
    OR (operation.state = 'draft' AND operation.broken IS NOT NULL)
    OR operation.id IN (SELECT value FROM json_each(?)))`,
}

/** Rows with something staged, those that need a person, or those in conflict. */
export function touched(journal: Journal, sheet: SheetName, picked: Picked): number[] {
  const before = `${entityOfSheet(sheet)}:`
  const keptBack = picked === 'attention' ? [JSON.stringify([...journal.keptBack().keys()])] : []
  return journal.database
    .prepare(
      `SELECT DISTINCT CAST(substr(lane.lane, ${before.length + 1}) AS INTEGER) FROM lane
       JOIN operation ON operation.id = lane.operation WHERE lane.lane LIKE '${before}%' ${states[picked]}`,
    )
    .pluck()
    .all(...keptBack) as number[]
}
