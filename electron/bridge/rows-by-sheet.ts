import { entities } from '../../shared/entities/entity.ts'
import type { SheetName } from '../../shared/sheets/catalogue.ts'
import { mirrors, type MirrorName } from '../store/mirror.ts'
import { rowsOfLanes } from '../store/rows-of-lanes.ts'
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
  return rowsOfLanes(lanes)
}
