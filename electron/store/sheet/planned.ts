import type { CellValue } from '../../../shared/contract/looking.ts'
import { entityOfSheet } from '../../../shared/entities/entity.ts'
import { toldApart } from '../../../shared/entities/told-apart.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { SheetName } from '../../../shared/sheets/catalogue.ts'
import type { Cache } from '../cache.ts'
import type { Journal } from '../journal.ts'
import { doublesIn } from './doubles.ts'
import type { PlannedPlaces } from './places.ts'
import { plannedWholes } from './planned-wholes.ts'

/** Warnings at a row's cells, by field. */
export type Warnings = Readonly<Record<string, Problem>>

/** What rows show that follows from others as they are planned, and what has to be known of that before it is sent. */
export interface Planned {
  /** What rows show otherwise than they hold it, by their ids. */
  shown(sheet: SheetName, ids: readonly number[]): ReadonlyMap<number, Readonly<Record<string, CellValue>>>
  /** What a person should know of cells of these rows. */
  warnings(sheet: SheetName, ids: readonly number[]): ReadonlyMap<number, Warnings>
  /** The same of all rows of the sheet that go along with these, as parts of the same whole do. */
  warningsWith(sheet: SheetName, ids: readonly number[]): ReadonlyMap<number, Warnings>
  /** Rows that may show something else once these do. */
  shownWith(sheet: SheetName, ids: readonly number[]): { readonly sheet: SheetName; readonly ids: number[] }[]
  /** The sheets with such rows, whichever rows these are. */
  sheetsWith(sheet: SheetName): readonly SheetName[]
  /** Whether rows of a sheet show anything that follows from what is staged for others. */
  matterTo(sheet: SheetName): boolean
  /** Whether what is staged for other rows of a sheet may have to be known of a row. */
  warnsIn(sheet: SheetName): boolean
}

/** Looks up what follows from all that is staged; the copies of rows have to be up to date. */
export function createPlanned(cache: Cache, journal: Journal, places: PlannedPlaces): Planned {
  const wholes = plannedWholes(cache, journal, places)
  const doubles = doublesIn(cache, journal)

  function warningsWith(sheet: SheetName, ids: readonly number[]): Map<number, Warnings> {
    const found = new Map<number, Record<string, Problem>>()
    for (const [id, some] of wholes.clashes(sheet, ids)) {
      found.set(id, { ...found.get(id), ...Object.fromEntries(some.map(({ field, problem }) => [field, problem])) })
    }
    for (const { id, field, problem } of doubles(sheet, ids)) found.set(id, { ...found.get(id), [field]: problem })
    return found
  }

  return {
    warningsWith,
    shown(sheet, ids) {
      const found = new Map(wholes.shown(sheet, ids))
      for (const id of ids) {
        const placed = places.shown(sheet, id)
        if (placed) found.set(id, { ...found.get(id), ...placed })
      }
      return found
    },
    warnings(sheet, ids) {
      const asked = new Set(ids)
      return new Map([...warningsWith(sheet, ids)].filter(([id]) => asked.has(id)))
    },
    shownWith: (sheet, ids) => wholes.shownWith(sheet, ids),
    sheetsWith: (sheet) => wholes.sheetsWith(sheet),
    matterTo: (sheet) => wholes.matterTo(sheet),
    warnsIn: (sheet) => toldApart.some(({ entity }) => entity === entityOfSheet(sheet)),
  }
}
