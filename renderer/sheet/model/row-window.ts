import type { SheetRow } from '../../../shared/contract/sheets.ts'

/** Rows that are fetched together. */
const pageSize = 100
/** Pages that are held at most: those farthest from what is in sight are let go. */
const pagesHeld = 40
/** Fetches under way at once; when one scrolls faster than that, what has scrolled past is never asked for. */
const fetchesAtOnce = 2

/** Where the rows come from, and who is told of them. */
export interface RowSource {
  /** Rows of the view from an index on. */
  fetch(from: number, count: number): Promise<readonly SheetRow[]>
  /** Rows in sight have arrived or changed. */
  changed(): void
  /** A fetch failed; it is tried again when the rows come in sight anew. */
  failed(error: unknown): void
}

/** The rows of one view that are in sight or near it. However far one scrolls, it holds no more than a few thousand. */
export interface RowWindow {
  /** How many rows the view has. */
  readonly count: number
  /** The row at an index of the view, or undefined until it has arrived. */
  row(index: number): SheetRow | undefined
  /** Where a row stands, if it is held. */
  indexOf(id: number): number | undefined
  /** Whether all rows of a stretch are held; both ends belong to it. */
  holds(from: number, to: number): boolean
  /** Which rows are in sight, `to` not included: fetches what is missing, and a page ahead of the way one scrolls. */
  show(from: number, to: number): void
  /** Rows that were fetched otherwise, from an index on; whole pages of them are kept. */
  put(from: number, rows: readonly SheetRow[]): void
  /** Rows that are known anew, wherever they are held. */
  replace(rows: readonly SheetRow[]): void
  /**
   * Anything may have changed: fetches what is in sight anew, in place, and lets go of the rest. Resolves once it is
   * there, or could not be had.
   */
  refetch(): Promise<void>
  /** The ids of all rows held. */
  ids(): number[]
  /** Ends it: answers that are still under way are thrown away. */
  close(): void
}

/** A window over a view of `count` rows. */
export function rowWindow(count: number, source: RowSource): RowWindow {
  const pages = new Map<number, readonly SheetRow[]>()
  const places = new Map<number, number>()
  const underWay = new Set<number>()
  let stale = new Set<number>()
  let inSight = { first: 0, last: 0, direction: 1 }
  let waiting: (() => void)[] = []
  let open = true

  function hold(page: number, rows: readonly SheetRow[]): void {
    letGo(page)
    pages.set(page, rows)
    rows.forEach((row, offset) => places.set(row.id, page * pageSize + offset))
    stale.delete(page)
  }

  function letGo(page: number): void {
    for (const [offset, row] of (pages.get(page) ?? []).entries()) {
      if (places.get(row.id) === page * pageSize + offset) places.delete(row.id)
    }
    pages.delete(page)
  }

  function trim(): void {
    if (pages.size <= pagesHeld) return
    const middle = (inSight.first + inSight.last) / 2
    const farthestFirst = [...pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle))
    for (const page of farthestFirst.slice(0, pages.size - pagesHeld)) letGo(page)
  }

  /** Pages wanted, most urgent first. */
  function wanted(): number[] {
    const last = Math.floor((count - 1) / pageSize)
    const near = inSight.direction > 0 ? [inSight.last + 1, inSight.first - 1] : [inSight.first - 1, inSight.last + 1]
    return [...pagesInSight(), ...near].filter((page) => page >= 0 && page <= last && !isFresh(page))
  }

  function pagesInSight(): number[] {
    return Array.from({ length: inSight.last - inSight.first + 1 }, (_, step) => inSight.first + step)
  }

  function isFresh(page: number): boolean {
    return pages.has(page) && !stale.has(page)
  }

  /** Lets those go on who wait for what is in sight; `force` where waiting longer is in vain. */
  function release(force: boolean): void {
    if (!force && pagesInSight().some((page) => page * pageSize < count && !isFresh(page))) return
    const released = waiting
    waiting = []
    for (const resolve of released) resolve()
  }

  function catchUp(): void {
    for (const page of wanted()) {
      if (underWay.size >= fetchesAtOnce) return
      if (!underWay.has(page)) void fetchPage(page)
    }
  }

  async function fetchPage(page: number): Promise<void> {
    underWay.add(page)
    const asked = stale
    try {
      const from = page * pageSize
      const rows = await source.fetch(from, Math.min(pageSize, count - from))
      if (!open) return
      hold(page, rows)
      // Made stale again while under way: what came may be older than that.
      if (asked !== stale) stale.add(page)
      trim()
      if (page >= inSight.first && page <= inSight.last) source.changed()
      release(false)
    } catch (error) {
      if (open) source.failed(error)
      release(true)
      return
    } finally {
      underWay.delete(page)
    }
    catchUp()
  }

  return {
    count,
    row: (index) => pages.get(Math.floor(index / pageSize))?.[index % pageSize],
    indexOf: (id) => places.get(id),
    holds(from, to) {
      for (let page = Math.floor(from / pageSize); page <= Math.floor(to / pageSize); page += 1) {
        if (!pages.has(page)) return false
      }
      return true
    },
    show(from, to) {
      const page = { first: Math.floor(Math.max(0, from) / pageSize), last: Math.floor(Math.max(0, to - 1) / pageSize) }
      const direction =
        page.first === inSight.first && page.last === inSight.last
          ? inSight.direction
          : page.first < inSight.first || page.last < inSight.last
            ? -1
            : 1
      inSight = { ...page, direction }
      catchUp()
    },
    put(from, rows) {
      for (let page = Math.ceil(from / pageSize); page * pageSize < from + rows.length; page += 1) {
        const whole = rows.slice(page * pageSize - from, (page + 1) * pageSize - from)
        // A page that came only in part is fetched when it is needed.
        if (whole.length === Math.min(pageSize, count - page * pageSize)) hold(page, whole)
      }
    },
    replace(rows) {
      const touched = new Map<number, SheetRow[]>()
      for (const row of rows) {
        const index = places.get(row.id)
        if (index === undefined) continue
        const page = Math.floor(index / pageSize)
        let copy = touched.get(page)
        if (!copy) touched.set(page, (copy = [...(pages.get(page) ?? [])]))
        // Its number is its place's, and is not told by its id.
        const number = copy[index % pageSize]?.number
        copy[index % pageSize] = number === undefined ? row : { ...row, number }
      }
      for (const [page, copy] of touched) pages.set(page, copy)
      if (touched.size > 0) source.changed()
    },
    refetch() {
      for (const page of [...pages.keys()]) if (page < inSight.first || page > inSight.last) letGo(page)
      stale = new Set(pages.keys())
      const fresh = new Promise<void>((resolve) => waiting.push(resolve))
      catchUp()
      release(false)
      return fresh
    },
    ids: () => [...places.keys()],
    close() {
      open = false
      release(true)
    },
  }
}
