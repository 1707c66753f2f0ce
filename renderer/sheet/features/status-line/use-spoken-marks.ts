import { onBeforeUnmount, watch } from 'vue'
import { announce } from '../../../announce.ts'
import type { SheetSession } from '../../model/session.ts'
import type { SheetContent } from '../../model/sheet-content.ts'
import type { Columns } from '../../model/use-columns.ts'
import type { Selecting } from '../../model/use-selecting.ts'

/** How long the cursor has to rest on a cell before it is told what is staged or wrong there, in milliseconds. */
const rest = 250

/** Says what is staged in the cell that the cursor has come to, and what is wrong with it: to others colours tell it. */
export function useSpokenMarks(
  session: SheetSession,
  columns: Columns,
  { selection }: Selecting,
  { told }: SheetContent,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let said = ''

  function say(): void {
    const active = selection.value?.active
    const field = active && columns.shown.value[active.column]?.field
    if (!active || field === undefined) return
    const key = `${active.row}/${field}`
    const words = told(active.row, field)
    if (words === null || key === said) return
    said = key
    if (words.length > 0) announce(words.join(' · '))
  }

  // The row may come later than the cursor.
  watch([selection, session.painted], ([now], [before]) => {
    if (now?.active.row !== before?.active.row || now?.active.column !== before?.active.column) said = ''
    clearTimeout(timer)
    timer = setTimeout(say, rest)
  })
  onBeforeUnmount(() => clearTimeout(timer))
}
