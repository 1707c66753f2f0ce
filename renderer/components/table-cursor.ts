import { type Ref, watch } from 'vue'
import type { RowChoice } from './table.ts'

/** What keys and pointer do in a table: the cursor goes, rows are chosen and opened. */
export interface TableCursor {
  keyed(event: KeyboardEvent): void
  /** A row, or the box before it, was clicked. */
  rowClicked(index: number, event: MouseEvent): void
  boxClicked(index: number, event: MouseEvent): void
  rowPressed(event: MouseEvent): void
  /** Scrolls to a row and gives it the cursor. */
  goTo(index: number): void
}

/** The cursor of a table with `count` rows. */
export function tableCursor(
  cursor: Ref<number>,
  table: {
    readonly count: () => number
    /** Whether several rows can be chosen. */
    readonly choosing: () => boolean
    readonly pageRows: () => number
    readonly reveal: (index: number) => void
    readonly focus: () => void
  },
  told: {
    readonly choose: (choice: RowChoice) => void
    readonly chooseAll: () => void
    readonly open: (index: number) => void
  },
): TableCursor {
  const { count, choosing } = table
  /** Where a range that Shift extends began. */
  let anchor = 0

  watch(count, (rows) => {
    if (cursor.value >= rows) cursor.value = Math.max(0, rows - 1)
    anchor = Math.min(anchor, cursor.value)
  })

  function moveTo(index: number, extend: boolean, keep: boolean): void {
    const next = Math.min(Math.max(0, index), count() - 1)
    if (next < 0) return
    table.reveal(next)
    if (extend) return extendTo(next)
    cursor.value = next
    if (!keep) {
      anchor = next
      told.choose({ from: next, to: next + 1, how: 'only' })
    }
  }

  function extendTo(index: number): void {
    cursor.value = index
    told.choose({ from: Math.min(anchor, index), to: Math.max(anchor, index) + 1, how: 'only' })
  }

  function flip(index: number): void {
    cursor.value = index
    anchor = index
    told.choose({ from: index, to: index + 1, how: 'flip' })
  }

  /** Where a key leads to; undefined for one that leads nowhere. */
  function targetOf(key: string): number | undefined {
    const at = cursor.value
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + table.pageRows(),
      PageUp: at - table.pageRows(),
      Home: 0,
      End: count() - 1,
    }
    return targets[key]
  }

  return {
    keyed(event) {
      if (event.altKey) return
      const command = event.ctrlKey || event.metaKey
      const target = targetOf(event.key)
      const choosesAll = event.key.toLowerCase() === 'a' && command && choosing()
      // Even without rows: the browser would select the text of the whole page.
      if (count() === 0 && !choosesAll) return
      if (target !== undefined) moveTo(target, event.shiftKey && choosing(), command)
      else if (event.key === 'Enter') told.open(cursor.value)
      else if (event.key === ' ' && choosing()) flip(cursor.value)
      else if (choosesAll) told.chooseAll()
      else return
      event.preventDefault()
    },
    rowClicked(index, event) {
      if (choosing() && event.shiftKey) extendTo(index)
      else if (choosing() && (event.ctrlKey || event.metaKey)) flip(index)
      else {
        moveTo(index, false, false)
        told.open(index)
      }
    },
    boxClicked(index, event) {
      if (event.shiftKey) extendTo(index)
      else flip(index)
    },
    rowPressed(event) {
      if (!event.shiftKey) return
      // Shift would mark text from here to there.
      event.preventDefault()
      table.focus()
    },
    goTo(index) {
      cursor.value = index
      anchor = index
      table.reveal(index)
    },
  }
}
