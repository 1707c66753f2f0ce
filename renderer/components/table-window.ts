import { computed, type ComputedRef, onBeforeUnmount, onMounted, type Ref, shallowRef } from 'vue'

/** Rows drawn beyond the edges, so that a turn of the wheel shows no gap. */
const margin = 8

/** What of a long table is in sight. */
export interface TableWindow {
  /** Pixels. */
  readonly width: ComputedRef<number>
  /** The rows to be drawn, `to` not included. */
  readonly rows: ComputedRef<{ readonly from: number; readonly to: number }>
  /** How many rows Page Down goes on. */
  pageRows(): number
  /** Looks anew at what is in sight. */
  measure(): void
  /** Scrolls just as far as is needed to have the row in sight. */
  reveal(index: number): void
}

/**
 * The window of a table that scrolls in `frame` below its heading. All rows are equally high: which are in sight is
 * counted and not looked up, so that a million of them cost no more than ten.
 */
export function tableWindow(
  frame: Readonly<Ref<HTMLElement | null>>,
  table: {
    readonly count: () => number
    /** Pixels. */
    readonly rowHeight: Readonly<Ref<number>>
    readonly headHeight: number
  },
): TableWindow {
  const { rowHeight, headHeight } = table
  const view = shallowRef({ width: 0, height: 0, top: 0 })
  const room = computed(() => Math.max(0, view.value.height - headHeight))

  function measure(): void {
    const element = frame.value
    if (!element) return
    const next = { width: element.clientWidth, height: element.clientHeight, top: element.scrollTop }
    if (Object.entries(next).some(([key, value]) => view.value[key as keyof typeof next] !== value)) view.value = next
  }

  const observer = new ResizeObserver(measure)
  onMounted(() => {
    if (frame.value) observer.observe(frame.value)
    measure()
  })
  onBeforeUnmount(() => observer.disconnect())

  return {
    width: computed(() => view.value.width),
    rows: computed(() => {
      const first = Math.floor(view.value.top / rowHeight.value)
      const rows = Math.ceil(room.value / rowHeight.value) + 1
      return { from: Math.max(0, first - margin), to: Math.min(table.count(), first + rows + margin) }
    }),
    pageRows: () => Math.max(1, Math.floor(room.value / rowHeight.value) - 1),
    measure,
    reveal(index) {
      const element = frame.value
      if (!element) return
      const top = index * rowHeight.value
      const below = element.clientHeight - headHeight
      if (top < element.scrollTop) element.scrollTop = top
      else if (top + rowHeight.value > element.scrollTop + below) element.scrollTop = top + rowHeight.value - below
      measure()
    },
  }
}
