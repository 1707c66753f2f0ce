import type { CellValue } from '../../../shared/contract/looking.ts'
import { sheetsOf, wholes, type CellsByField, type PartWarning, type Whole } from '../../../shared/entities/wholes.ts'
import { sheets, type SheetName } from '../../../shared/sheets/catalogue.ts'
import type { Cache } from '../cache.ts'
import { inList } from '../in-sql.ts'
import type { Journal } from '../journal.ts'
import { writesTo } from '../statements.ts'
import { leavingIn } from './leaving.ts'
import type { PlannedPlaces } from './places.ts'
import { cellOf, columnOf, sources } from './sources.ts'
import { toldByWholes } from './told-by-wholes.ts'

/**
 * Wholes as they will be once all is sent that is staged for their parts: which these are, in which order, and what they
 * show. Of those for which nothing is staged nothing is said.
 */
export interface PlannedWholes {
  /** What rows of a sheet show of their parts, where that is planned otherwise. */
  shown(sheet: SheetName, ids: readonly number[]): ReadonlyMap<number, CellsByField>
  /** Where parts contradict each other, in the wholes that these rows are, or are parts of: by the ids of parts. */
  clashes(sheet: SheetName, ids: readonly number[]): ReadonlyMap<number, readonly Omit<PartWarning, 'at'>[]>
  /** Rows of a sheet that may show something else once these of another or the same one do. */
  shownWith(from: SheetName, ids: readonly number[]): { readonly sheet: SheetName; readonly ids: number[] }[]
  /** The sheets with such rows, whichever rows these are. */
  sheetsWith(from: SheetName): readonly SheetName[]
  /** Whether rows of a sheet are wholes or parts. */
  matterTo(sheet: SheetName): boolean
}

/** The parts of a whole that stay or come, in their order. */
interface PlannedWhole {
  readonly ids: readonly number[]
  readonly parts: readonly CellsByField[]
  /** Whether the panel has it. */
  readonly isThere: boolean
}

/** What is known of one sort of wholes until anything is written. */
interface Known {
  /** For which something is staged. */
  readonly touched: ReadonlySet<number>
  /** The parts that are to leave. */
  readonly leaving: ReadonlySet<number>
  readonly read: Map<number, PlannedWhole>
}

/**
 * Planned wholes are worked out for those that are looked at, and anew once anything was written: each change of a part
 * may change them, so that what an index held of them would be wrong with the next.
 */
export function plannedWholes(cache: Cache, journal: Journal, places: PlannedPlaces): PlannedWholes {
  const leavingOf = leavingIn(journal)
  const told = toldByWholes(cache.database)
  const known = new Map<Whole, Known>()
  let asOf = { journal: NaN, cache: NaN }

  /** The columns of a part's table: of which whole it is, and where it stands there. */
  function partsIn(whole: Whole) {
    const { part } = sheetsOf(whole)
    const { key, value } = columnOf(part, sheets[part].order[0])
    return { sheet: part, source: sources[part], whole: key, place: value }
  }

  function knownOf(whole: Whole): Known {
    const now = { journal: writesTo(journal.database), cache: writesTo(cache.database) }
    if (now.journal !== asOf.journal || now.cache !== asOf.cache) {
      asOf = now
      known.clear()
    }
    const found = known.get(whole) ?? { touched: touchedOf(whole), leaving: leavingOf(whole.part), read: new Map() }
    known.set(whole, found)
    return found
  }

  function touchedOf(whole: Whole): Set<number> {
    const { sheet, source, whole: column } = partsIn(whole)
    const { made } = sources[sheetsOf(whole).whole]
    const pluck = (sql: string) => cache.database.prepare<[], number>(sql).pluck().all()
    return new Set([
      ...pluck(
        `SELECT DISTINCT ${column} FROM ${source.shown}
         WHERE id IN (SELECT id FROM temp.${source.open}) AND ${column} IS NOT NULL`,
      ),
      ...(made === null ? [] : pluck(`SELECT id FROM ${made}`)),
      ...places.orders(sheet).keys(),
    ])
  }

  /** Parts by their ids, with what they show; those of some wholes, or some by their ids. */
  function readParts(whole: Whole, by: 'whole' | 'id', ids: readonly number[]) {
    const { sheet, source, whole: column, place } = partsIn(whole)
    const columns = whole.from.map((field) => columnOf(sheet, field))
    return cache.database
      .prepare<[string], unknown[]>(
        `SELECT id, ${column}, ${columns.map(({ value }) => value).join(', ')} FROM ${source.shown}
         WHERE ${by === 'id' ? 'id' : column} ${inList} ORDER BY ${column}, ${place}, id`,
      )
      .raw()
      .all(JSON.stringify(ids))
      .map(([id, of, ...stored]) => ({
        id: Number(id),
        of: Number(of),
        cells: Object.fromEntries(
          whole.from.map((field, at): [string, CellValue] => [field, cellOf(columns[at]!, stored[at])]),
        ),
      }))
  }

  /** The planned ones among these wholes. */
  function plansOf(whole: Whole, ids: readonly number[]): Map<number, PlannedWhole> {
    const { touched, leaving, read } = knownOf(whole)
    const wanted = [...new Set(ids)].filter((id) => touched.has(id))
    const missing = wanted.filter((id) => !read.has(id))
    if (missing.length > 0) {
      const { whole: sheet, part } = sheetsOf(whole)
      const orders = places.orders(part)
      const byWhole = new Map(missing.map((id): [number, number[]] => [id, []]))
      const cells = new Map<number, CellsByField>()
      for (const row of readParts(whole, 'whole', missing)) {
        byWhole.get(row.of)?.push(row.id)
        cells.set(row.id, row.cells)
      }
      const coming = missing.flatMap((id) => orders.get(id)?.filter((row) => !cells.has(row)) ?? [])
      if (coming.length > 0) for (const row of readParts(whole, 'id', coming)) cells.set(row.id, row.cells)
      const there = new Set(
        cache.database
          .prepare<[string], number>(`SELECT id FROM ${sources[sheet].table} WHERE id ${inList}`)
          .pluck()
          .all(JSON.stringify(missing)),
      )
      for (const [id, held] of byWhole) {
        const parts = (orders.get(id) ?? held).filter((row) => cells.has(row) && !leaving.has(row))
        read.set(id, { ids: parts, parts: parts.map((row) => cells.get(row)!), isThere: there.has(id) })
      }
    }
    return new Map(wanted.map((id) => [id, read.get(id)!]))
  }

  /** Ids of parts, or of their wholes, found by the others: what is staged changes neither. */
  function heldIn(whole: Whole, what: 'id' | 'whole', by: 'id' | 'whole', ids: readonly number[]): number[] {
    const { source, whole: column } = partsIn(whole)
    const columns = { id: 'id', whole: column }
    return [source.table, ...(source.made === null ? [] : [source.made])].flatMap((table) =>
      cache.database
        .prepare<[string], number>(
          `SELECT DISTINCT ${columns[what]} FROM ${table} WHERE ${columns[by]} ${inList} AND ${column} IS NOT NULL`,
        )
        .pluck()
        .all(JSON.stringify(ids)),
    )
  }

  /** Of which wholes these parts are, or will be. */
  function wholesOf(whole: Whole, ids: readonly number[]): number[] {
    const { sheet } = partsIn(whole)
    const held = heldIn(whole, 'whole', 'id', ids)
    return [...new Set([...held, ...ids.flatMap((id) => places.wholeOf(sheet, id) ?? [])])]
  }

  /** The parts of these wholes that show of them what is planned: those that are to be made, or to come. */
  function showing(whole: Whole, ids: readonly number[]): number[] {
    const orders = places.orders(sheetsOf(whole).part)
    const made = told.partsMade(whole.entity, ids).flatMap(({ ids: parts }) => parts)
    return [...new Set([...made, ...ids.flatMap((id) => orders.get(id) ?? [])])]
  }

  const sheetsWith = (from: SheetName): SheetName[] =>
    wholes.flatMap((whole) => {
      const { whole: ofWholes, part } = sheetsOf(whole)
      return from === ofWholes || from === part ? [ofWholes, part] : []
    })

  /** The wholes that rows of a sheet are, or are parts of. */
  const meant = (sheet: SheetName, ids: readonly number[]) =>
    wholes.flatMap((whole) => {
      const of = sheetsOf(whole)
      if (of.whole === sheet) return { whole, ids }
      return of.part === sheet && knownOf(whole).touched.size > 0 ? { whole, ids: wholesOf(whole, ids) } : []
    })

  return {
    shown(sheet, ids) {
      const whole = wholes.find((each) => sheetsOf(each).whole === sheet)
      if (!whole) return new Map<number, CellsByField>()
      return new Map([...plansOf(whole, ids)].map(([id, { parts }]) => [id, whole.shows(parts)]))
    },
    clashes(sheet, ids) {
      const found = new Map<number, Omit<PartWarning, 'at'>[]>()
      for (const { whole, ids: some } of meant(sheet, ids)) {
        for (const { ids: rows, parts, isThere } of plansOf(whole, some).values()) {
          for (const { at, ...warning } of whole.clashes(parts, isThere)) {
            const id = rows[at]!
            found.set(id, [...(found.get(id) ?? []), warning])
          }
        }
      }
      return found
    },
    shownWith(from, ids) {
      return wholes.flatMap((whole) => {
        const of = sheetsOf(whole)
        if (of.whole === from) return [{ sheet: of.part, ids: showing(whole, ids) }]
        if (of.part !== from) return []
        const some = wholesOf(whole, ids)
        return [
          { sheet: of.whole, ids: some },
          { sheet: of.part, ids: heldIn(whole, 'id', 'whole', some) },
        ]
      })
    },
    sheetsWith,
    matterTo: (sheet) => sheetsWith(sheet).length > 0,
  }
}
