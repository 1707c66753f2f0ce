/** What rows are ordered by: text without regard to capitals, numbers by size, nothing first. */
export type SortKey = string | number | null

/**
 * Rows by rising id, and in whatever other orders they were asked for: an order is worked out once and kept until
 * something changes that may disturb it, so that paging through 100,000 rows does not sort them for every page.
 */
export class Shelf<Row extends { readonly id: number }> {
  readonly #rows = new Map<number, Row>()
  readonly #orders = new Map<string, readonly Row[]>()
  #highest = 0

  constructor(rows: Iterable<Row>) {
    for (const row of rows) this.add(row)
  }

  get size(): number {
    return this.#rows.size
  }

  /** The id that a new row gets; none is ever given twice. */
  get nextId(): number {
    return this.#highest + 1
  }

  find(isIt: (row: Row) => boolean): Row | undefined {
    for (const row of this.#rows.values()) if (isIt(row)) return row
    return undefined
  }

  get(id: number): Row | undefined {
    return this.#rows.get(id)
  }

  /** Puts a row at the end; its id must be higher than every other's, now or before. */
  add(row: Row): void {
    if (row.id <= this.#highest) throw new Error(`Row ${row.id} does not come after ${this.#highest}`)
    this.#highest = row.id
    this.#rows.set(row.id, row)
    this.#orders.clear()
  }

  remove(id: number): void {
    this.#rows.delete(id)
    this.#orders.clear()
  }

  /** To be called when a row's values have changed. */
  changed(): void {
    for (const name of this.#orders.keys()) if (name !== 'id') this.#orders.delete(name)
  }

  /** All rows by the key called `name`, ascending; rows of the same key by id. */
  by(name: string, key: (row: Row) => SortKey): readonly Row[] {
    const known = this.#orders.get(name)
    if (known) return known
    const rows = [...this.#rows.values()]
    const order = name === 'id' ? rows : sorted(rows, key)
    this.#orders.set(name, order)
    return order
  }
}

function sorted<Row>(rows: readonly Row[], key: (row: Row) => SortKey): Row[] {
  return rows
    .map((row) => {
      const value = key(row)
      return { row, value: typeof value === 'string' ? value.toLowerCase() : value }
    })
    .sort((a, b) => compare(a.value, b.value))
    .map(({ row }) => row)
}

function compare(a: SortKey, b: SortKey): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return a < b ? -1 : 1
}
