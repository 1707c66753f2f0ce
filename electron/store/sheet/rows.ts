import { entityOfSheet, isOwnId } from '../../../shared/entities/entity.ts'
import type { CellValue } from '../../../shared/contract/looking.ts'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import type { SheetName } from '../../../shared/sheets/catalogue.ts'
import type { Cache } from '../cache.ts'
import type { Journal } from '../journal.ts'
import { marksOf } from './marks.ts'
import type { PlannedPlaces } from './places.ts'
import { cellOf, columnOf, sources } from './sources.ts'

/** Rows by their ids, in the order asked: what was pulled, and what is staged over it. Those that are gone are left out. */
export function readRows(
  cache: Cache,
  journal: Journal,
  places: PlannedPlaces,
  sheet: SheetName,
  ids: readonly number[],
): SheetRow[] {
  const { table, made, columns } = sources[sheet]
  const fields = Object.entries(columns)
  const marks = marksOf(cache, journal, entityOfSheet(sheet), ids)
  const read = (from: string, wanted: readonly number[]) =>
    cache.database
      .prepare<[string], unknown[]>(
        `SELECT id, ${fields.map(([, { value }]) => value).join(', ')} FROM ${from}
         WHERE id IN (SELECT value FROM json_each(?))`,
      )
      .raw()
      .all(JSON.stringify(wanted))
      .map(([id, ...stored]): [number, Record<string, CellValue>] => [
        Number(id),
        Object.fromEntries(fields.map(([field, column], index) => [field, cellOf(column, stored[index])])),
      ])
  const found = new Map(read(table, ids))
  // Of what is yet to be made there is only what is staged.
  const toBeMade = made === null ? [] : ids.filter((id) => isOwnId(id) && !found.has(id))
  if (made !== null && toBeMade.length > 0) for (const [id, values] of read(made, toBeMade)) found.set(id, values)
  return ids.flatMap((id) => {
    const values = found.get(id)
    return values ? [{ id, values: { ...values, ...places.shown(sheet, id) }, marks: marks.get(id) ?? {} }] : []
  })
}

/** Some fields of rows as they are shown, staged values over pulled ones, in the order of `ids`; those gone are left out. */
export function readCells(
  cache: Cache,
  places: PlannedPlaces,
  sheet: SheetName,
  ids: readonly number[],
  fields: readonly string[],
): CellValue[][] {
  const columns = fields.map((field) => columnOf(sheet, field))
  const found = new Map(
    cache.database
      .prepare<[string], unknown[]>(
        `SELECT id, ${columns.map(({ value }) => value).join(', ')} FROM ${sources[sheet].shown}
         WHERE id IN (SELECT value FROM json_each(?))`,
      )
      .raw()
      .all(JSON.stringify(ids))
      .map(([id, ...stored]) => [Number(id), columns.map((column, index) => cellOf(column, stored[index]))]),
  )
  return ids.flatMap((id) => {
    const cells = found.get(id)
    const planned = places.shown(sheet, id)
    if (!cells || !planned) return cells ? [cells] : []
    return [cells.map((cell, index) => planned[fields[index] ?? ''] ?? cell)]
  })
}
