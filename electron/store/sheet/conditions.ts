import type { CellValue, Condition, SheetQuery } from '../../../shared/contract/looking.ts'
import { fold, likePattern } from '../folding.ts'
import { columnOf, isEmpty, sources, type Piece, type SourceColumn } from './sources.ts'

/** What rows must fulfil to be looked at. Each condition is about the columns of one index alone. */
export function conditionsOf({ sheet, filter, search }: SheetQuery): Piece[] {
  const pieces = filter.map((condition) => pieceOf(condition, columnOf(sheet, condition.field)))
  const text = search.trim()
  return text === '' ? pieces : [...pieces, searchFor(sheet, text)]
}

function searchFor(sheet: SheetQuery['sheet'], text: string): Piece {
  const { search } = sources[sheet]
  return {
    sql: search.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(' OR '),
    bound: search.map(() => likePattern(text)),
  }
}

function pieceOf(condition: Condition, column: SourceColumn): Piece {
  switch (condition.is) {
    case 'oneOf':
      return oneOf(condition.values, column)
    case 'contains':
      return contains(condition.text, condition.not, column)
    case 'between':
      return between(condition.from, condition.to, column)
    case 'empty':
      return condition.empty ? isEmpty(column) : isFilled(column)
  }
}

/** The same as that it is not empty, in words that an index can be searched by. */
function isFilled({ key, holds }: SourceColumn): Piece {
  return { sql: holds === 'text' ? `${key} > ''` : `${key} IS NOT NULL`, bound: [] }
}

function oneOf(values: readonly CellValue[], column: SourceColumn): Piece {
  const wanted = values
    .filter((value) => value !== null && value !== '')
    .map((value) => (column.holds === 'text' ? String(value) : Number(value)))
  const inList = (name: string) => `${name} IN (SELECT value FROM json_each(?))`
  const isWanted =
    column.key === column.value ? inList(column.value) : `${inList(column.key)} AND ${inList(column.value)}`
  const keys = column.key === column.value ? [] : [wanted.map((value) => fold(String(value)))]
  return {
    sql: wanted.length < values.length ? `(${isWanted}) OR ${isEmpty(column).sql}` : isWanted,
    bound: [...keys, wanted].map((list) => JSON.stringify(list)),
  }
}

function contains(text: string, not: boolean, { key, holds }: SourceColumn): Piece {
  const searched = holds === 'text' ? key : `CAST(${key} AS TEXT)`
  return { sql: `(${searched} LIKE ? ESCAPE '\\') IS ${not ? 'NOT ' : ''}TRUE`, bound: [likePattern(text)] }
}

/** Comes after every text that begins as another does. */
const last = '\u{10FFFF}'

function between(from: string | number | null, to: string | number | null, column: SourceColumn): Piece {
  const ends = [
    { sign: '>=', end: from, behind: '' },
    { sign: '<=', end: to, behind: last },
  ].flatMap(({ sign, end, behind }) => (end === null || end === '' ? [] : [{ sign, end, behind }]))
  const bound = ends.map(({ end, behind }) => (column.holds === 'text' ? fold(String(end)) + behind : Number(end)))
  // What is no number is neither above nor below one.
  if (bound.some((end) => Number.isNaN(end))) return { sql: 'FALSE', bound: [] }
  return {
    sql: [isFilled(column).sql, ...ends.map(({ sign }) => `${column.key} ${sign} ?`)].join(' AND '),
    bound,
  }
}
