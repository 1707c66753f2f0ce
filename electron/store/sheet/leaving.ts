import { rowOfLane, type EntityName } from '../../../shared/entities/entity.ts'
import { isKindName, kindOf, knownKinds } from '../../../shared/operations/catalogue.ts'
import { inList, isOpen, many } from '../in-sql.ts'
import type { Journal } from '../journal.ts'

/** The kinds that take a row away: all that is staged behind them is pointless. */
function kindsTaking(entity: EntityName): string[] {
  return knownKinds().filter((name) => {
    const { entity: of, precludes } = isKindName(name) ? kindOf(name) : {}
    return of === entity && precludes?.kinds === 'all' && precludes.lane === entity
  })
}

/** Finds the rows of an entity that are to leave, by what is staged and not refused. */
export function leavingIn(journal: Journal): (entity: EntityName) => ReadonlySet<number> {
  const takenAway = journal.database
    .prepare<[string], string>(
      `SELECT lane.lane FROM operation INDEXED BY operation_open_by_kind
       CROSS JOIN lane INDEXED BY lane_by_operation ON lane.operation = operation.id
       WHERE operation.kind ${inList} AND operation.${isOpen} AND operation.state <> 'rejected'`,
    )
    .pluck()
  return (entity) =>
    new Set(
      takenAway.all(many(kindsTaking(entity))).flatMap((lane) => {
        const row = rowOfLane(lane)
        return row?.entity === entity ? row.id : []
      }),
    )
}
