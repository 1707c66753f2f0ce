import type { SheetName } from '../../../shared/sheets/catalogue.ts'
import type { Sqlite } from '../database.ts'
import { fold } from '../folding.ts'
import { columnOf, sources } from './sources.ts'

/** Sorts behind every text that begins with another one, put behind that one. */
const last = '\u{10FFFF}'
/** Of rows that hold one value, so many are looked at to see how it is written most often. */
const mostCounted = 1000

/**
 * What a text may be completed to from a column: the only value that begins with it, upper and lower case alike, where at
 * least two rows hold it. `more`: several begin so, and a longer text may be the beginning of one.
 */
export function completionOf(
  database: Sqlite,
  sheet: SheetName,
  field: string,
  text: string,
): { value: string | null; more: boolean } {
  const { key, value, holds } = columnOf(sheet, field)
  if (holds !== 'text') return { value: null, more: false }
  const { shown } = sources[sheet]
  const begin = fold(text)
  /** The first key behind another one that begins so: each is found by the index, however many there are. */
  const next = (from: string, sign: '>=' | '>') =>
    database
      .prepare<[string, string], string>(
        `SELECT ${key} FROM ${shown} WHERE ${key} ${sign} ? AND ${key} < ? ORDER BY ${key} LIMIT 1`,
      )
      .pluck()
      .get(from, begin + last)
  const found = next(begin, '>=')
  if (found === undefined) return { value: null, more: false }
  if (next(found, '>') !== undefined) return { value: null, more: true }
  const spellings = database
    .prepare<[string, number], { value: string; count: number }>(
      `SELECT value, count(*) AS count FROM (SELECT ${value} AS value FROM ${shown} WHERE ${key} = ? LIMIT +?)
       GROUP BY value ORDER BY 2 DESC, 1`,
    )
    .all(found, mostCounted)
  const rows = spellings.reduce((sum, { count }) => sum + count, 0)
  return { value: (rows > 1 ? spellings[0]?.value : undefined) ?? null, more: false }
}
