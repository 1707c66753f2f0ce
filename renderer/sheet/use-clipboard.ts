import { onBeforeUnmount, onMounted, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CellValue } from '../../shared/contract/sheets.ts'
import { problemOf } from '../../shared/problem.ts'
import { number, problemWords } from '../wording.ts'
import { type CellWords, plainText } from './cell-text.ts'
import { cellsOfText, textOfCells } from './clipboard.ts'
import type { Notice } from './notice.ts'
import { planPaste } from './paste.ts'
import { columnsIn, isRange, type Range, rangeOf, rowsIn, type Selection } from './selection.ts'
import type { SheetSession } from './session.ts'
import type { Columns } from './use-columns.ts'
import type { Edits } from './use-edits.ts'

/** Cells up to which a range is fetched as soon as it is selected, so that Ctrl+C has it at once. */
const fetchedAhead = 200_000
/** How long a selection has to rest before it is fetched ahead, in milliseconds. */
const rest = 200

/** What the clipboard works on. */
export interface ClipboardOf {
  readonly session: SheetSession
  readonly columns: Columns
  readonly selection: Ref<Selection | null>
  readonly words: CellWords
  readonly edits: Edits
  readonly notice: Notice
  /** Whether the keyboard belongs to the cells now, and not to a field. */
  hasKeyboard(): boolean
}

/**
 * Copy, cut and paste of the selected range, as plain text only. The browser wants the text while the event lasts, so
 * rows that are not loaded are fetched ahead; where they are not there yet, the copy is made again once they are.
 */
export function useClipboard({ session, columns, selection, words, edits, notice, hasKeyboard }: ClipboardOf): void {
  const { t } = useI18n()
  /** A range that is not all loaded, fetched or being fetched. */
  let fetched: { readonly range: Range; readonly coming: Promise<string>; text: string | null } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const fieldsOf = (range: Range): string[] =>
    columns.shown.value.slice(range.left, range.right + 1).map(({ field }) => field)

  function asText(range: Range, cells: CellValue[][]): string {
    const covered = columns.shown.value.slice(range.left, range.right + 1)
    return textOfCells(cells.map((row) => covered.map((column, index) => plainText(column, row[index] ?? null, words))))
  }

  function isSame(one: Range, other: Range): boolean {
    return (['top', 'left', 'bottom', 'right'] as const).every((edge) => one[edge] === other[edge])
  }

  function fetchText(range: Range): Promise<string> {
    if (fetched && isSame(fetched.range, range)) return fetched.coming
    const coming = session.cells(range, fieldsOf(range)).then((cells) => asText(range, cells))
    const mine = { range, coming, text: null as string | null }
    fetched = mine
    coming.then(
      (text) => (mine.text = text),
      () => fetched === mine && (fetched = null),
    )
    return coming
  }

  function textAtHand(range: Range): string | null {
    const loaded = session.loadedCells(range, fieldsOf(range))
    if (loaded) return asText(range, loaded)
    return fetched && isSame(fetched.range, range) ? fetched.text : null
  }

  function sayCopied(range: Range): void {
    if (rowsIn(range) * columnsIn(range) === 1) return
    notice.say(
      t('sheet.notice.copied', { rows: number(rowsIn(range)), columns: number(columnsIn(range)) }, rowsIn(range)),
    )
  }

  function copy(event: ClipboardEvent): Range | null {
    if (!hasKeyboard() || !selection.value || !event.clipboardData) return null
    event.preventDefault()
    const range = rangeOf(selection.value)
    const text = textAtHand(range)
    if (text === null) {
      notice.say(t('sheet.notice.fetchingCopy', { rows: number(rowsIn(range)) }, rowsIn(range)))
      // Asks the browser for another copy event; it needs no permission, unlike writing to the clipboard by script.
      void fetchText(range).then(
        () => document.execCommand('copy') || notice.say(t('sheet.notice.copyAgain')),
        (error: unknown) => notice.say(problemWords(problemOf(error))),
      )
      return null
    }
    event.clipboardData.setData('text/plain', text)
    sayCopied(range)
    return range
  }

  function cut(event: ClipboardEvent): void {
    const range = copy(event)
    if (range) void edits.clear(range)
  }

  async function paste(event: ClipboardEvent): Promise<void> {
    if (!hasKeyboard() || !selection.value || !event.clipboardData) return
    event.preventDefault()
    const text = event.clipboardData.getData('text/plain')
    if (text === '') return notice.say(t('sheet.notice.nothingToPaste'))
    const plan = planPaste(cellsOfText(text), rangeOf(selection.value), {
      rows: session.count.value,
      columns: columns.shown.value.length,
      isEditable: (column) => columns.shown.value[column]?.edit !== undefined,
    })
    selection.value = {
      active: { row: plan.range.top, column: plan.range.left },
      head: { row: plan.range.bottom, column: plan.range.right },
    }
    try {
      const ids = plan.cells.length > 0 ? await session.ids(plan.range.top, plan.range.bottom) : []
      const cells = plan.cells.flatMap(({ row, column, value }) => {
        const id = ids[row - plan.range.top]
        const field = columns.shown.value[column]?.field
        return id === undefined || field === undefined ? [] : [{ id, field, value }]
      })
      const count = (key: string, value: number): string | false =>
        value > 0 && t(`sheet.notice.${key}`, { count: number(value) }, value)
      await edits.stage(
        cells,
        'paste',
        count('pastedReadOnly', plan.readOnly),
        count('pastedBlank', plan.blank),
        count('pastedClipped', plan.clipped),
      )
    } catch (error) {
      notice.say(problemWords(problemOf(error)))
    }
  }

  /** Large ranges are fetched while the person still looks at them. */
  watch([selection, session.revision], () => {
    clearTimeout(timer)
    fetched = null
    if (!selection.value || !isRange(selection.value)) return
    const range = rangeOf(selection.value)
    if (rowsIn(range) * columnsIn(range) > fetchedAhead || session.loadedCells(range, [])) return
    timer = setTimeout(() => void fetchText(range).catch(() => undefined), rest)
  })

  const onPaste = (event: ClipboardEvent): void => void paste(event)
  const onCopy = (event: ClipboardEvent): void => void copy(event)
  onMounted(() => {
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', cut)
    document.addEventListener('paste', onPaste)
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    document.removeEventListener('copy', onCopy)
    document.removeEventListener('cut', cut)
    document.removeEventListener('paste', onPaste)
  })
}
