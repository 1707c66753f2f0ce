import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'

/** Rows that are asked for together. */
const pageSize = 200

/** What a windowed call answers: how many rows there are altogether, and those asked for. */
export interface RowWindow<Row> {
  readonly count: number
  readonly rows: readonly Row[]
}

/** Rows that the core orders and the window looks at through a frame: only pages that were in sight are held. */
export interface WindowedRows<Row> {
  /** How many there are; 0 until the first answer. */
  readonly count: Readonly<ShallowRef<number>>
  /** Whether an answer to the present question has come. */
  readonly ready: Readonly<ShallowRef<boolean>>
  /** Why the last fetch failed; null after one that went well. */
  readonly error: Readonly<ShallowRef<unknown>>
  /** The row at an index, or undefined until it has arrived. Reactive. */
  at(index: number): Row | undefined
  /** The first row held for which `wanted` is true, with its index. Reactive. */
  find(wanted: (row: Row) => boolean): { row: Row; index: number } | undefined
  /** Says which rows are in sight, `to` not included, and fetches those that are missing or out of date. */
  show(from: number, to: number): void
  /** The question has changed: forgets everything. What stood there stays in sight until the first answer. */
  restart(): void
  /** Rows may have changed: fetches those in sight anew, in place, and the others when they come in sight again. */
  refresh(): void
  /** Rows from an index on, however many; fetched where they are not held. */
  take(from: number, count: number): Promise<Row[]>
}

interface Page<Row> {
  readonly rows: readonly Row[]
  readonly stamp: number
}

/**
 * Holds windows of rows that `fetch` answers. One fetch a page is under way at a time, so however often
 * {@link WindowedRows.refresh} is called, the core is asked no faster than it answers.
 */
export function windowedRows<Row>(fetch: (from: number, count: number) => Promise<RowWindow<Row>>): WindowedRows<Row> {
  const count = shallowRef(0)
  const ready = shallowRef(false)
  const error = shallowRef<unknown>(null)
  const pages = shallowRef<ReadonlyMap<number, Page<Row>>>(new Map())
  let question = 0
  let stamp = 0
  let underWay = new Set<number>()
  let inSight = { first: 0, last: 0 }

  /** Fetches what is in sight and missing or out of date. */
  function catchUp(): void {
    for (let page = inSight.first; page <= inSight.last; page += 1) {
      const held = pages.value.get(page)
      if (!underWay.has(page) && (!held || held.stamp < stamp)) void fetchPage(page)
    }
  }

  async function fetchPage(page: number): Promise<void> {
    const asked = { question, stamp, underWay }
    asked.underWay.add(page)
    try {
      const answer = await fetch(page * pageSize, pageSize)
      if (asked.question !== question) return
      // The first answer to a new question replaces what stood there before.
      const next = ready.value ? new Map(pages.value) : new Map<number, Page<Row>>()
      const last = Math.floor(Math.max(0, answer.count - 1) / pageSize)
      for (const number of next.keys()) if (number > last) next.delete(number)
      if (page <= last) next.set(page, { rows: answer.rows, stamp: asked.stamp })
      pages.value = next
      count.value = answer.count
      inSight = { first: Math.min(inSight.first, last), last: Math.min(inSight.last, last) }
      ready.value = true
      error.value = null
    } catch (failure) {
      if (asked.question !== question) return
      error.value = failure
      // Not asked again until something calls for it.
      return
    } finally {
      asked.underWay.delete(page)
    }
    catchUp()
  }

  return {
    count,
    ready,
    error,
    at: (index) => pages.value.get(Math.floor(index / pageSize))?.rows[index % pageSize],
    find(wanted) {
      for (const [number, { rows }] of pages.value) {
        const offset = rows.findIndex(wanted)
        const row = rows[offset]
        if (row !== undefined) return { row, index: number * pageSize + offset }
      }
      return undefined
    },
    show(from, to) {
      inSight = { first: Math.floor(Math.max(0, from) / pageSize), last: Math.floor(Math.max(0, to - 1) / pageSize) }
      catchUp()
    },
    restart() {
      question += 1
      stamp += 1
      underWay = new Set()
      ready.value = false
      inSight = { first: 0, last: 0 }
      catchUp()
    },
    refresh() {
      stamp += 1
      catchUp()
    },
    async take(from, wanted) {
      const rows: Row[] = []
      while (rows.length < wanted) {
        const answer = await fetch(from + rows.length, Math.min(1000, wanted - rows.length))
        if (answer.rows.length === 0) break
        rows.push(...answer.rows)
      }
      return rows
    },
  }
}
