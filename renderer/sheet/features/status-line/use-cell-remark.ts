import { computed, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { lossWords, problemWords } from '../../../wording.ts'
import { needsPerson, wordsOfMark } from '../../model/marks.ts'
import { isRange, type Selection } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import type { Columns } from '../../model/use-columns.ts'

/** Why the active cell needs a person, or what has to be known of it, in words; empty where nothing, or where more than it is selected. */
export function useCellRemark(
  session: SheetSession,
  columns: Columns,
  selection: Readonly<Ref<Selection | null>>,
): ComputedRef<string> {
  const { t } = useI18n()
  return computed(() => {
    void session.painted.value
    if (!selection.value || isRange(selection.value)) return ''
    const { row, column } = selection.value.active
    const field = columns.shown.value[column]?.field ?? ''
    const mark = session.row(row)?.marks[field]
    const warning = session.row(row)?.warnings?.[field]
    if (!mark || !needsPerson(mark)) return warning ? problemWords(warning) : ''
    if (!mark.problem) return t(wordsOfMark(mark))
    return mark.state === 'unknown' ? lossWords(mark.problem) : problemWords(mark.problem)
  })
}

/** Why the active cell is read-only to this account, although cells like it can be edited; empty where it is not. */
export function useCellOff(columns: Columns, selection: Readonly<Ref<Selection | null>>): ComputedRef<string> {
  return computed(() => {
    if (!selection.value || isRange(selection.value)) return ''
    const column = columns.shown.value[selection.value.active.column]
    return (column && columns.off(column)) ?? ''
  })
}
