import { entities, rowOfLane } from '../../shared/entities/entity.ts'
import type { SheetName } from '../../shared/sheets/catalogue.ts'
import { mirrors, type MirrorName } from '../store/mirror.ts'
import { mostNamed } from './announcer.ts'

/** The sheets that show something of a table: the rows themselves, or what they call the rows of others. */
export function sheetsShowing(mirror: MirrorName): SheetName[] {
  const { table } = mirrors[mirror]
  return Object.values(entities)
    .filter(({ name }) => name === mirror || mirrors[name].names.some(({ from }) => from.table === table))
    .map(({ sheet }) => sheet)
}

/** The rows whose lanes these are, by the sheet that shows them; null where they are too many to be told by name. */
export function rowsBySheet(lanes: readonly string[]): Map<SheetName, number[] | null> {
  if (lanes.length > mostNamed) {
    const named = new Set(lanes.map((lane) => lane.slice(0, lane.indexOf(':'))))
    return new Map(Object.values(entities).flatMap(({ name, sheet }) => (named.has(name) ? [[sheet, null]] : [])))
  }
  const bySheet = new Map<SheetName, number[]>()
  for (const lane of lanes) {
    const row = rowOfLane(lane)
    if (!row) continue
    const { sheet } = entities[row.entity]
    const ids = bySheet.get(sheet)
    if (ids) ids.push(row.id)
    else bySheet.set(sheet, [row.id])
  }
  return bySheet
}
