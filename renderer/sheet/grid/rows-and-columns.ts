import type { ColumnRegular } from '@revolist/revogrid'
import { computed, type ComputedRef, shallowRef, type ShallowRef, watch } from 'vue'
import { type GridColumn, isLaidOutAs } from '../model/grid.ts'
import type { GridProps } from './grid-props.ts'
import { revoColumns } from './revo-columns.ts'

/** What RevoGrid takes for rows and columns. */
export interface RowsAndColumns {
  /** One empty object a row: RevoGrid counts them and never looks into them. */
  readonly source: Readonly<ShallowRef<Record<string, never>[]>>
  readonly columns: ComputedRef<ColumnRegular[]>
  /** How many of the columns are pinned. */
  readonly pinned: ComputedRef<number>
}

const stub = Object.freeze({})

/** The rows and columns of the grid with this DOM id. */
export function rowsAndColumns(props: Readonly<GridProps>, id: string): RowsAndColumns {
  /** Shared by every view. */
  const stubs: Record<string, never>[] = []
  const source = shallowRef<Record<string, never>[]>([])
  watch(
    () => props.count,
    (count) => {
      while (stubs.length < count) stubs.push(stub)
      source.value = stubs.slice(0, count)
    },
    { immediate: true },
  )

  /** The largest number that there has been: a filter that leaves few of them must not move the columns. */
  const most = shallowRef(0)
  watch(
    () => props.lastNumber,
    (last) => (most.value = Math.max(most.value, last)),
    { immediate: true },
  )
  const numberWidth = computed(() => Math.max(44, String(most.value).length * 8 + 22))

  /** For other columns RevoGrid lays everything out anew, so they stay the same while only their headings change. */
  const laidOut = computed((before?: readonly GridColumn[]) => {
    const isSame =
      before?.length === props.columns.length && before.every((one, at) => isLaidOutAs(one, props.columns[at]))
    return before && isSame ? before : props.columns
  })

  return {
    source,
    columns: computed(() =>
      revoColumns({
        id,
        columns: laidOut.value,
        now: (column) => props.columns.find(({ field }) => field === column.field) ?? column,
        content: () => props.content,
        numberWidth: numberWidth.value,
        words: props.words,
      }),
    ),
    pinned: computed(() => props.columns.filter((column) => column.pinned).length),
  }
}
