import type { PluginProviders } from '@revolist/revogrid'
import { columnAside } from './column-aside.ts'
import type { GridColumn, GridHandle } from '../model/grid.ts'

/** What is scrolled. */
export interface Scrolled {
  readonly count: number
  /** Pixels. */
  readonly rowHeight: number
  readonly columns: readonly GridColumn[]
  /** How many of the columns are pinned. */
  readonly pinned: number
}

/** How the cells are scrolled, and what of them is in sight. */
export interface Scrolling extends Pick<
  GridHandle,
  'scrollTo' | 'scrollToTop' | 'topRow' | 'pageRows' | 'columnAside'
> {
  /** Scrolls on down or up by rows, or to the side by pixels. */
  by(step: { readonly rows: number } | { readonly pixels: number }): void
  /** RevoGrid has scrolled, for whatever reason. */
  moved(detail: { readonly dimension: string; readonly coordinate: number }): void
  /** A person begins to scroll: from here on nothing leads back to where the grid was to go before. */
  letGo(): void
  /** Rows in sight, `to` not included. */
  inSight(): { readonly from: number; readonly to: number }
  /** What is in sight has changed, or may have: it is told once a frame at most. */
  tellView(): void
  /** There are more rows, or fewer: until they are drawn, there is nowhere to go. */
  recounted(): void
  /** RevoGrid may have been laid out: goes on to where it could not go before. */
  catchUp(): void
  /** Whether nothing has been scrolled of late, nor is about to be. */
  isAtRest(): boolean
}

/** Rows are told as in sight down to here at least, in pixels, before it is known how high the grid is. */
const leastHeight = 600

/** Milliseconds after which a scroll has certainly come to its end. */
const scrollMost = 200

/** So long RevoGrid may go on returning to the top while it takes in other rows, or to where it was before, in milliseconds. */
const settling = 500

/** The scrolling of a RevoGrid. `view` is told which rows are in sight, `to` not included. */
export function scrolling(options: {
  host(): HTMLRevoGridElement | null
  /** Null until RevoGrid is there. */
  viewport(): PluginProviders['viewport'] | null
  scrolled(): Scrolled
  view(from: number, to: number): void
}): Scrolling {
  const { host, viewport, scrolled, view } = options
  let top = 0
  let left = 0
  let viewTold = false
  /** When it was last scrolled, or asked to be. */
  let scrolledAt = -Infinity
  let isDrawn = true
  let settlingTimer: ReturnType<typeof setTimeout> | undefined
  /**
   * Where it went last, in pixels, until it has come to rest there. RevoGrid undoes that now and then: it returns to the
   * top while it takes in other rows, and where a frame takes long it hears late of a scroll of before, and goes back to that.
   */
  let asked: { readonly x?: number; readonly y?: number } | null = null
  let askedTimer: ReturnType<typeof setTimeout> | undefined
  /** Where to go as soon as RevoGrid has room and knows of the rows: before that it would go nowhere. */
  let wanted: { readonly row: number; readonly column: number | null } | null = null

  const height = (): number => viewport()?.stores.rgRow.store.get('clientSize') ?? 0
  const width = (): number => viewport()?.stores.rgCol.store.get('clientSize') ?? 0
  const isLaidOut = (): boolean =>
    isDrawn && height() > 0 && viewport()?.stores.rgRow.store.get('realCount') === scrolled().count

  function go(to: { readonly x?: number; readonly y?: number }): void {
    const { count, rowHeight } = scrolled()
    if (to.y !== undefined) top = Math.max(0, Math.min(to.y, count * rowHeight - height()))
    if (to.x !== undefined) left = Math.max(0, to.x)
    asked = { ...asked, ...(to.x === undefined ? {} : { x: left }), ...(to.y === undefined ? {} : { y: top }) }
    clearTimeout(askedTimer)
    askedTimer = setTimeout(() => {
      // Where that was lost without a word, it is made up for now; where it was not, nothing moves.
      goAgain()
      asked = null
    }, settling)
    goAgain()
  }

  function goAgain(): void {
    if (!asked) return
    scrolledAt = performance.now()
    void host()?.scrollToCoordinate(asked)
  }

  function letGo(): void {
    clearTimeout(askedTimer)
    asked = null
  }

  /** RevoGrid scrolls by whole pixels. */
  const isElsewhere = (coordinate: number, due: number | undefined): boolean =>
    due !== undefined && Math.abs(coordinate - due) > 1

  function scrollTo(row: number, column: number | null): void {
    if (!isLaidOut()) {
      wanted = { row, column }
      return
    }
    wanted = null
    const { rowHeight } = scrolled()
    const above = row * rowHeight
    const below = above + rowHeight
    if (above < top) go({ y: above })
    else if (below > top + height()) go({ y: below - height() })
    if (column !== null) scrollToColumn(column)
  }

  function scrollToColumn(column: number): void {
    const { columns, pinned } = scrolled()
    if (column < pinned) return go({ x: 0 })
    const start = columns.slice(pinned, column).reduce((sum, one) => sum + one.width, 0)
    const end = start + (columns[column]?.width ?? 0)
    if (start < left) go({ x: start })
    else if (end > left + width()) go({ x: Math.min(start, end - width()) })
  }

  function inSight(): { from: number; to: number } {
    const { count, rowHeight } = scrolled()
    const bottom = top + Math.max(height(), leastHeight)
    return { from: Math.floor(top / rowHeight), to: Math.min(count, Math.ceil(bottom / rowHeight) + 1) }
  }

  function tellView(): void {
    if (viewTold) return
    viewTold = true
    requestAnimationFrame(() => {
      viewTold = false
      const { from, to } = inSight()
      view(from, to)
    })
  }

  function catchUp(): void {
    if (!wanted || !isLaidOut()) return
    // What RevoGrid has laid out it draws in the next frame, and only then it can be scrolled.
    requestAnimationFrame(() => {
      if (wanted) scrollTo(wanted.row, wanted.column)
    })
  }

  return {
    scrollTo,
    scrollToTop(row) {
      go({ y: row * scrolled().rowHeight })
    },
    topRow: () => Math.floor(top / scrolled().rowHeight),
    pageRows: () => Math.max(1, Math.floor(height() / scrolled().rowHeight) - 1),
    columnAside(from, direction) {
      const { columns, pinned } = scrolled()
      const widths = columns.map((column) => column.width)
      return columnAside(widths, pinned, from, direction, width())
    },
    by: (step) => go('rows' in step ? { y: top + step.rows * scrolled().rowHeight } : { x: left + step.pixels }),
    moved({ dimension, coordinate }) {
      scrolledAt = performance.now()
      if (dimension === 'rgRow') {
        top = coordinate
        tellView()
      } else left = coordinate
      if (isElsewhere(coordinate, dimension === 'rgRow' ? asked?.y : asked?.x)) requestAnimationFrame(goAgain)
    },
    letGo,
    inSight,
    tellView,
    recounted() {
      tellView()
      isDrawn = false
      letGo()
      clearTimeout(settlingTimer)
      settlingTimer = setTimeout(() => {
        settlingTimer = undefined
      }, settling)
      // In the first frame RevoGrid draws, from the second on there is something to scroll.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          isDrawn = true
          catchUp()
        }),
      )
    },
    catchUp,
    isAtRest: () => wanted === null && settlingTimer === undefined && performance.now() - scrolledAt > scrollMost,
  }
}
