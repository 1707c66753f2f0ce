import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSqlite } from '../../../electron/store/database.ts'
import { interleave } from '../../../electron/store/sheet/interleave.ts'

const columns = {
  text: { value: 'name', key: 'name_folded', holds: 'text' },
  number: { value: 'count', key: 'count', holds: 'number' },
} as const

interface Row {
  readonly name: string | null
  readonly count: number | null
}

/** Few values, so that many rows are alike, or differ in upper and lower case alone; and empty ones. */
const row: fc.Arbitrary<Row> = fc.record({
  name: fc.constantFrom(null, '', 'a', 'A', 'b', 'B', 'ä'),
  count: fc.constantFrom(null, 0, 1, 2),
})

/** A table of each, with the indexes that sheets have; ids of the second come after those of the first. */
function tables(pulled: readonly Row[], made: readonly Row[]) {
  const database = openSqlite(':memory:', 'normal')
  for (const [table, rows, from] of [
    ['pulled', pulled, 1],
    ['made', made, 1000],
  ] as const) {
    database.exec(
      `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, name TEXT, name_folded TEXT, count INTEGER);
       CREATE INDEX ${table}_name ON ${table} (name_folded, name);
       CREATE INDEX ${table}_count ON ${table} (count)`,
    )
    const insert = database.prepare(`INSERT INTO ${table} VALUES (?, ?, ?, ?)`)
    rows.forEach(({ name, count }, index) => insert.run(from + index, name, name?.toLowerCase() ?? null, count))
  }
  return database
}

test('rows of two tables come in the order in which SQLite sorts them all', () => {
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 12 }),
      fc.array(row, { maxLength: 12 }),
      fc.constantFrom(...Object.values(columns)),
      (pulled, made, column) => {
        const database = tables(pulled, made)
        const by = column.key === column.value ? [column.key] : [column.key, column.value]
        const ids = (from: string) =>
          database
            .prepare<[], number>(`SELECT id FROM (${from}) ORDER BY ${[...by, 'id'].join(', ')}`)
            .pluck()
            .all()
        const found = interleave(
          database,
          ['pulled', 'made'],
          column,
          (table) => ids(`SELECT * FROM ${table}`),
          (id) => id,
        )
        expect(found).toEqual(ids('SELECT * FROM pulled UNION ALL SELECT * FROM made'))
      },
    ),
  )
})

test('without an index it is left to SQLite: each place would be looked for among all rows', () => {
  const database = tables([{ name: 'a', count: 1 }], [{ name: 'b', count: 1 }])
  const byName = () =>
    interleave(
      database,
      ['pulled', 'made'],
      columns.text,
      (table) => [table === 'made' ? 1000 : 1],
      (id) => id,
    )
  expect(byName()).toHaveLength(2)
  database.exec('DROP INDEX pulled_name; DROP INDEX made_name')
  expect(byName()).toBeNull()
})
