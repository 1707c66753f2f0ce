import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { inOneLine } from '../../../shared/rules/text.ts'
import type { Edits } from '../features/editing/use-edits.ts'
import type { Notice, Offer } from '../model/notice.ts'
import type { CellEdit } from '../model/pending-edits.ts'
import { type Stretch, stretchesOf } from '../model/selection.ts'
import type { SheetSession } from '../model/session.ts'
import type { Columns } from '../model/use-columns.ts'
import type { Selecting } from '../model/use-selecting.ts'

/**
 * Offers to put blanks in place of line breaks where the active cell has some that the panel refuses: in all selected
 * cells of its column. Null where it has none.
 */
export function useLineBreaks(options: {
  session: SheetSession
  columns: Columns
  selecting: Pick<Selecting, 'selection'>
  edits: Edits
  notice: Notice
}): ComputedRef<Offer | null> {
  const { session, columns, edits, notice } = options
  const { selection } = options.selecting
  const { t } = useI18n()

  /** The cells of a column in some rows that have line breaks, without them. */
  async function joined(rows: Stretch, field: string): Promise<CellEdit[]> {
    const range = { ...rows, left: 0, right: 0 }
    const [ids, texts] = await Promise.all([session.ids(rows.top, rows.bottom), session.cells(range, [field])])
    return ids.flatMap((id, at) => {
      const text = String(texts[at]?.[0] ?? '')
      return inOneLine(text) === text ? [] : [{ id, field, value: inOneLine(text) }]
    })
  }

  const join = (field: string): Promise<void> =>
    notice.said(async () => {
      if (!selection.value) return
      const cells = await Promise.all(stretchesOf(selection.value).map((rows) => joined(rows, field)))
      await edits.stage(cells.flat(), 'change')
    })

  return computed(() => {
    void session.painted.value
    const active = selection.value?.active
    const field = active && columns.shown.value[active.column]?.field
    if (!active || field === undefined) return null
    if (session.row(active.row)?.marks[field]?.problem?.code !== 'text-line-break') return null
    return { label: t('sheet.remark.inOneLine'), accept: () => void join(field) }
  })
}
