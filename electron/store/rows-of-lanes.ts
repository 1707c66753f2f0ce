import { entityOf, rowOfLane } from '../../shared/entities/entity.ts'
import type { SheetName } from '../../shared/sheets/catalogue.ts'

/** Rows by their lanes, for the sheet that shows them. Lanes that are no row's are left out. */
export function rowsOfLanes(lanes: readonly string[]): Map<SheetName, number[]> {
  const rows = new Map<SheetName, number[]>()
  for (const lane of lanes) {
    const row = rowOfLane(lane)
    if (!row) continue
    const { sheet } = entityOf(row.entity)
    const ids = rows.get(sheet)
    if (ids) ids.push(row.id)
    else rows.set(sheet, [row.id])
  }
  return rows
}
