import type { CellValue } from '../../shared/contract/sheets.ts'
import { tagIdsIn } from '../../shared/rules/tags.ts'
import type { Cache } from './cache.ts'
import { mirrors, type Called } from './mirror.ts'

/** What a person calls the value of a field: what it holds the id of by its name, all else as it is. */
export type Names = (field: string, value: CellValue) => CellValue

/** By the field that shows a name, the question for the name of an id, as the tables declare it that show it. */
const questions = new Map(
  Object.values(mirrors).flatMap(({ names, called }) =>
    [...names, ...called].map((name) => [name.field, questionFor(name)] as const),
  ),
)

/** Names as the cache has them now; each is looked up once, when it is first asked for. */
export function namesFrom({ database }: Cache): Names {
  const known = new Map<string, CellValue>()
  const tag = database.prepare<[number], string>('SELECT name FROM tag WHERE id = ? LIMIT 1').pluck()
  return (field, value) => {
    // A list of ids, as it is staged: any other text is what was typed, or what is shown already.
    if (field === 'tags' && typeof value === 'string' && tagIdsIn(value).length > 0) {
      return tagIdsIn(value)
        .map((id) => tag.get(id) ?? `#${id}`)
        .join(', ')
    }
    const question = questions.get(field)
    if (!question || typeof value !== 'number') return value
    const key = `${field} ${value}`
    const name = known.get(key) ?? (database.prepare<[number], string>(question).pluck().get(value) || value)
    known.set(key, name)
    return name
  }
}

/** The first of its columns in which the table has something. */
function questionFor({ from: { table, columns, key = 'id' } }: Called): string {
  const filled = columns.split(', ').map((column) => `nullif(${column}, '')`)
  return `SELECT coalesce(${filled.join(', ')}, '') FROM ${table} WHERE ${key} = ?`
}
