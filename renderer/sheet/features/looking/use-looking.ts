import { computed, type ComputedRef, nextTick, onBeforeUnmount, type Ref, shallowRef, watch } from 'vue'
import type { SheetQuery } from '../../../../shared/contract/sheets.ts'
import type { GridHandle } from '../../model/grid.ts'
import { useKeptLooks } from '../../model/look/kept-looks.ts'
import { foldsOfAll } from '../../model/look/grouping.ts'
import { sortClicked } from '../../model/look/sorting.ts'
import type { NamedPlace } from '../../../place-in-address.ts'
import { at, isRange } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import type { Columns } from '../../model/use-columns.ts'
import type { Selecting } from '../../model/use-selecting.ts'

/** How long a search rests before it is asked, in milliseconds. */
const searchRest = 120

/** How a sheet is looked at: searched, filtered, sorted; and when its rows are ordered anew. */
export interface Looking {
  /** What is being searched for, as it is typed. */
  readonly search: Ref<string>
  /** Whether less than everything is shown. */
  readonly isFiltered: ComputedRef<boolean>
  /** Looks otherwise, from the top. */
  ask(change: Partial<SheetQuery>): void
  /** Shows everything again, in the same order. */
  clear(): void
  /** The arrow in a heading was clicked: ascending, descending, and back to the sheet's own order; with Shift in addition to others. */
  sortBy(field: string, event: { readonly shiftKey: boolean }): void
  /** Shows rows that have come and hides those that have gone; the active row stays where it is on the screen. */
  reopen(): Promise<void>
  /** Gives a row, wherever it stands, the cursor; shows everything again where it is filtered out. False if it is gone. */
  goTo(place: NamedPlace): Promise<boolean>
}

/** How a session's sheet is looked at; kept for this profile until it changes. */
export function useLooking(options: {
  session: SheetSession
  profile: string | null
  columns: Columns
  selecting: Selecting
  grid: Readonly<Ref<GridHandle | null>>
  editing: {
    /** Ends the edit that is under way; what has been typed is staged. */
    settle(): void
    /** Whether a cell is being edited. */
    isEditing(): boolean
  }
}): Looking {
  const { session, profile, columns, grid, editing } = options
  const { selection, select } = options.selecting
  const looks = useKeptLooks()

  watch(
    session.query,
    (query) => {
      looks.hold(profile, query.sheet, { query })
      // The core writes it to disk, which takes as long as the rows do: they are asked for first.
      queueMicrotask(() => looks.save(profile, query.sheet))
    },
    { flush: 'sync' },
  )

  const search = shallowRef(session.query.value.search)
  let searchTimer: ReturnType<typeof setTimeout> | undefined
  watch(search, (text) => {
    clearTimeout(searchTimer)
    searchTimer = setTimeout(() => {
      if (text.trim() !== session.query.value.search) void ask({ search: text.trim() })
    }, searchRest)
  })
  onBeforeUnmount(() => clearTimeout(searchTimer))

  /** The row that one was at when other rows came to be shown from the top, until one goes elsewhere. */
  let left: { readonly id: number; readonly column: number } | null = null

  function present(): typeof left {
    const active = selection.value?.active
    if (left && (!active || active.row === 0)) return left
    const row = active && session.row(active.row)
    return row && !row.group ? { id: row.id, column: active.column } : null
  }

  async function ask(change: Partial<SheetQuery>): Promise<void> {
    editing.settle()
    if (change.search !== undefined && change.search !== search.value.trim()) search.value = change.search
    const from = present()
    await session.ask(change)
    if (selection.value) selection.value = at(0, selection.value.active.column)
    grid.value?.scrollToTop(0)
    // In another order it is the first rows that are wanted, and a search or a filter begins with the first found.
    left = change.sort === undefined && change.group === undefined ? from : null
    if (left && (change.only !== undefined || !isFiltered.value)) await comeBack(left)
  }

  /** Goes to the row that one was at before, if it is shown, unless one has gone elsewhere meanwhile. */
  async function comeBack(to: NonNullable<typeof left>): Promise<void> {
    const row = await session.find(to.id).catch(() => null)
    // The grid has to know of the rows before it can go to one.
    await nextTick()
    if (row === null || left !== to || (selection.value?.active.row ?? 0) !== 0) return
    left = null
    select(at(row, to.column))
  }

  async function clear(): Promise<void> {
    await ask({ search: '', filter: [], only: 'all', ...foldsOfAll(false) })
  }

  async function reopen(): Promise<void> {
    const active = selection.value && session.row(selection.value.active.row)
    const offset = (selection.value?.active.row ?? 0) - (grid.value?.topRow() ?? 0)
    const isInSight = offset >= 0 && offset <= (grid.value?.pageRows() ?? 0)
    const row = await session.reopen(active?.id)
    if (row === null || !selection.value) return
    if (row === selection.value.active.row) return
    selection.value = at(row, selection.value.active.column)
    if (isInSight) grid.value?.scrollToTop(row - offset)
  }

  /** Nothing has been chosen, scrolled or begun: the rows may be ordered anew unasked. */
  function handsOff(): boolean {
    if (session.count.value === 0 || !selection.value) return true
    return (
      !editing.isEditing() &&
      grid.value?.topRow() === 0 &&
      selection.value.active.row === 0 &&
      !isRange(selection.value)
    )
  }

  watch(session.outdated, (outdated) => {
    // The cursor stays on the first row then, and does not go along with the row that was the first by chance.
    if (outdated && handsOff()) void session.reopen()
  })

  const isFiltered = computed(() => {
    // Whatever is counted is counted of what is shown.
    const { search: text, filter, only } = session.answered.value
    return text !== '' || filter.length > 0 || only !== 'all'
  })

  return {
    search,
    isFiltered,
    ask: (change) => void ask(change),
    clear: () => void clear(),
    sortBy(field, event) {
      void ask({ sort: sortClicked(session.query.value.sort, field, event.shiftKey) })
    },
    reopen,
    async goTo({ row, field }) {
      let index = await session.reopen(row)
      if (index === null && (isFiltered.value || session.query.value.group !== null)) {
        await clear()
        index = await session.reopen(row)
      }
      if (index === null) return false
      const column = columns.shown.value.findIndex((one) => one.field === field)
      // The grid has to know of the rows before it can go to one.
      await nextTick()
      select(at(index, column >= 0 ? column : (selection.value?.active.column ?? 0)))
      grid.value?.focus()
      return true
    },
  }
}
