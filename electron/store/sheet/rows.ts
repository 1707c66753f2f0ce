import { entityOfSheet, isOwnId } from '../../../shared/entities/entity.ts'
import type { CellValue } from '../../../shared/contract/looking.ts'
import type { SheetRow } from '../../../shared/contract/sheets.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { SheetName } from '../../../shared/sheets/catalogue.ts'
import type { Cache } from '../cache.ts'
import type { Journal } from '../journal.ts'
import { marksOf, type Marks } from './marks.ts'
import type { Planned, Warnings } from './planned.ts'
import { cellOf, columnOf, sources } from './sources.ts'

/** Rows by their ids, in the order asked: what was pulled, and what is staged over it. Those that are gone are left out. */
export function readRows(
  cache: Cache,
  journal: Journal,
  planned: Planned,
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
  const shown = planned.shown(sheet, ids)
  const warnings = planned.warnings(sheet, ids)
  return ids.flatMap((id) => {
    const values = found.get(id)
    const told = toldAt(marks.get(id) ?? {}, warnings.get(id))
    return values ? [{ id, values: { ...values, ...shown.get(id) }, ...told }] : []
  })
}

/** Marks of a row with warnings at its cells. What keeps all of it back is told at the cell that it is about. */
function toldAt(marks: Marks, warnings: Warnings | undefined): Pick<SheetRow, 'marks' | 'warnings'> {
  if (!warnings) return { marks }
  const whole = marks['']
  const isWhy = ([, { code }]: [string, Problem]) => whole?.problem?.code === code
  const why = Object.entries(warnings).filter(isWhy)
  const left = Object.entries(warnings).filter((entry) => !isWhy(entry))
  return {
    marks: { ...Object.fromEntries(why.map(([field, problem]) => [field, { ...whole!, problem }])), ...marks },
    ...(left.length > 0 && { warnings: Object.fromEntries(left) }),
  }
}

/** Some fields of rows as they are shown, staged values over pulled ones, in the order of `ids`; those gone are left out. */
export function readCells(
  cache: Cache,
  planned: Planned,
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
  const shown = planned.shown(sheet, ids)
  return ids.flatMap((id) => {
    const cells = found.get(id)
    const otherwise = shown.get(id)
    if (!cells || !otherwise) return cells ? [cells] : []
    return [cells.map((cell, index) => otherwise[fields[index] ?? ''] ?? cell)]
  })
}
