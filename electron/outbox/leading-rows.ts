import type { OperationKind } from '../../shared/operations/kind.ts'
import type { CellSetting } from './cell-reader.ts'
import { openEdit, standingOf } from './cell-edits.ts'
import { alsoOf, type EditedRow } from './edited-row.ts'

/**
 * Rows that stand for one thing, such as a tracker and its clones for one device, are changed by one operation: the
 * edit of the row that leads, which the others go along with. These are the leading rows of each kind, by the lane of
 * what they stand for.
 */
export type Leaders = ReadonlyMap<OperationKind, ReadonlyMap<string, EditedRow>>

/** What a row stands for to a kind, and whether it goes along with another row there; null where it shares nothing. */
export const sharedBy = ({ held }: EditedRow, { shares }: OperationKind) => (held && shares?.(held)) ?? null

/** The row that leads another in a field, where that may go along with it. */
export function leaderOf(leaders: Leaders, row: EditedRow, field: string): EditedRow | undefined {
  const kind = row.fields.get(field)?.kind
  const shared = kind?.shares && sharedBy(row, kind)
  return kind && shared?.follows ? leaders.get(kind)?.get(shared.lane) : undefined
}

/** What a cell shows as staged by the row that it goes along with. */
export function shownAlong(row: EditedRow, leader: EditedRow | undefined, field: string): CellSetting | null {
  const led = leader && openEdit(leader, field)
  return led && alsoOf(led).includes(row.id) ? standingOf(leader, field).value : null
}
