import { onBeforeUnmount, onMounted, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CellValue } from '../../../../shared/contract/sheets.ts'
import { number } from '../../../wording.ts'
import { type CellWords, plainText } from '../../model/cell-text.ts'
import { cellsOfPasted, textOfCells } from './clipboard.ts'
import { useCopiedCells, type CopiedCells } from './copied-cells.ts'
import { chordText } from '../../../commands/key-names.ts'
import { chordFor } from '../keyboard/keys.ts'
import { isEmpty, shownCell } from '../../model/marks.ts'
import type { Notice, Offer } from '../../model/notice.ts'
import { type PastedCell, planPaste } from './paste.ts'
import type { RowPutting } from './use-row-putting.ts'
import type { CellEdit } from '../../model/pending-edits.ts'
import {
  columnsIn,
  isRange,
  isSameRange,
  type Range,
  rangeOf,
  rowsIn,
  type Selection,
  stretched,
} from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import type { Columns } from '../../model/use-columns.ts'
import type { Edits } from '../editing/use-edits.ts'

/** Cells up to which a range is fetched as soon as it is selected, so that Ctrl+C has it at once. */
const fetchedAhead = 200_000
/** How long a selection has to rest before it is fetched ahead, in milliseconds. */
const rest = 200
/** The same where its values may have changed. */
const restAfterEdit = 2000

/** A range as text, and how many rows that is: what heads a group is none. */
interface Copied {
  readonly text: string
  readonly rows: number
}

/** What the clipboard works on. */
export interface ClipboardOf {
  readonly session: SheetSession
  readonly columns: Columns
  readonly selection: Ref<Selection | null>
  readonly words: CellWords
  readonly edits: Edits
  readonly notice: Notice
  /** What is done with whole rows. */
  readonly putting: Pick<RowPutting, 'take' | 'paste' | 'forget'>
  /** Whether the keyboard belongs to the cells now, and not to a field. */
  hasKeyboard(): boolean
  /** Gives it to them: the browser asks the element that has it what is to be copied. */
  takeKeyboard(): void
}

/** Copy, cut and paste other than by the browser's own keys for them. */
export interface Clipboard {
  /** The cells that it holds, as long as that is to be seen. */
  readonly copied: CopiedCells['range']
  copy(): void
  cut(): void
  /** Pastes, if the host lets a page read the clipboard; `all`: empty cells clear cells. */
  paste(all: boolean): Promise<void>
  /** A key asks for a paste; the browser brings it presently. */
  expectPaste(all: boolean): void
  /** Takes the sign away from what was copied; false where there is none. It can be pasted all the same. */
  endSign(): boolean
}

/**
 * Copy, cut and paste of the selected range, as plain text only. The browser wants the text while the event lasts, so
 * rows that are not loaded are fetched ahead; where they are not there yet, the copy is made again once they are.
 *
 * Cut copies and clears at once, as LibreOffice does: the clipboard holds text that may be pasted anywhere, so there
 * is no telling when it has arrived; and clearing only stages, which undo takes back. Whole rows that can be put elsewhere
 * are not cleared: they stay until they are pasted at another row.
 */
export function useClipboard(options: ClipboardOf): Clipboard {
  const { session, columns, selection, words, edits, notice, putting, hasKeyboard, takeKeyboard } = options
  const { t } = useI18n()
  /** A range that is not all loaded, fetched or being fetched. */
  let fetched: { readonly range: Range; readonly coming: Promise<Copied>; copied: Copied | null } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The text of the single cell that was copied last: its line breaks begin no rows when it is pasted here. */
  let copiedCell: string | null = null
  const sign = useCopiedCells(session, columns)

  const fieldsOf = (range: Range): string[] =>
    columns.shown.value.slice(range.left, range.right + 1).map(({ field }) => field)

  function asText(range: Range, cells: CellValue[][]): Copied {
    const covered = columns.shown.value.slice(range.left, range.right + 1)
    const text = textOfCells(
      cells.map((row) => covered.map((column, index) => plainText(column, row[index] ?? null, words))),
    )
    return { text, rows: cells.length }
  }

  function fetchText(range: Range): Promise<Copied> {
    if (fetched && isSameRange(fetched.range, range)) return fetched.coming
    const coming = session.cells(range, fieldsOf(range)).then((cells) => asText(range, cells))
    const mine = { range, coming, copied: null as Copied | null }
    fetched = mine
    coming.then(
      (copied) => (mine.copied = copied),
      () => fetched === mine && (fetched = null),
    )
    return coming
  }

  function textAtHand(range: Range): Copied | null {
    const loaded = session.loadedCells(range, fieldsOf(range))
    if (loaded) return asText(range, loaded)
    return fetched && isSameRange(fetched.range, range) ? fetched.copied : null
  }

  function sayCopied(range: Range, rows: number): void {
    if (rowsIn(range) * columnsIn(range) === 1) return
    notice.say(t('sheet.notice.copied', { rows: number(rows), columns: number(columnsIn(range)) }, rows))
  }

  /** What follows once a range is on the clipboard. */
  type Then = (range: Range, copied: Copied) => void

  const copied: Then = (range, { text, rows }) => {
    putting.take('copied', text)
    sign.show(range, text)
    sayCopied(range, rows)
  }
  const cut: Then = (range, { text, rows }) => {
    sign.end()
    if (putting.take('cut', text)) return
    sayCopied(range, rows)
    void edits.clear(range)
  }

  /** Answers a copy event; `then` follows once the text is on the clipboard. */
  function give(event: ClipboardEvent, then: Then): void {
    if (!hasKeyboard() || !selection.value || !event.clipboardData) {
      sign.end()
      return putting.forget()
    }
    event.preventDefault()
    const range = rangeOf(selection.value)
    const atHand = textAtHand(range)
    if (atHand === null) {
      notice.say(t('sheet.notice.fetchingCopy', { rows: number(rowsIn(range)) }, rowsIn(range)))
      // Asks the browser for another copy event; it needs no permission, unlike writing to the clipboard by script.
      void fetchText(range).then(
        (fetched) => (document.execCommand('copy') ? then(range, fetched) : notice.say(t('sheet.notice.copyAgain'))),
        notice.sayWrong,
      )
      return
    }
    event.clipboardData.setData('text/plain', atHand.text)
    copiedCell = rowsIn(range) * columnsIn(range) === 1 ? atHand.text : null
    then(range, atHand)
  }

  /** What is to follow the copy that a menu asked the browser for. */
  let following = copied

  function copyNow(then: Then): void {
    takeKeyboard()
    following = then
    document.execCommand('copy')
    following = copied
  }

  /** A key has asked for a paste in which empty cells clear. */
  let clearing = false

  /** Nothing can be cleared in it; of a cell that is not loaded nobody knows. */
  function isKnownEmpty({ row, column }: PastedCell): boolean {
    const held = session.row(row)
    const field = columns.shown.value[column]?.field
    return held !== undefined && field !== undefined && isEmpty(shownCell(held, field).value)
  }

  /** Lays a text over the selection, as one step of undo. */
  async function lay(text: string, all: boolean): Promise<void> {
    if (!selection.value) return
    if (text === '') return notice.say(t('sheet.notice.nothingToPaste'))
    sign.seen(text)
    if (putting.paste(text)) return
    const columnAt = (column: number) => columns.shown.value[column]
    const plan = planPaste(cellsOfPasted(text, copiedCell), rangeOf(selection.value), {
      rows: session.count.value,
      columns: columns.shown.value.length,
      isEditable: (column) => columnAt(column)?.edit !== undefined,
      mayBeEmpty: (column) => columnAt(column)?.edit?.check(columnAt(column)?.edit?.read('') ?? '') === null,
    })
    const pasted = all ? [...plan.cells, ...plan.blanks] : plan.cells
    const blank = all ? 0 : plan.blanks.length
    try {
      // What heads a group is no row and is passed over, so the last one may lie farther down.
      const rows = await session.placesFrom(plan.range.top, rowsIn(plan.range))
      selection.value = stretched(
        { row: plan.range.top, column: plan.range.left },
        { row: rows.at(-1)?.row ?? plan.range.bottom, column: plan.range.right },
      )
      const editsOf = (cells: readonly PastedCell[]): CellEdit[] =>
        cells.flatMap(({ row, column, value }) => {
          const id = rows[row - plan.range.top]?.id
          const field = columnAt(column)?.field
          return id === undefined || field === undefined ? [] : [{ id, field, value }]
        })
      const { count } = notice
      const blanks = editsOf(all ? [] : plan.blanks.filter((cell) => !isKnownEmpty(cell)))
      const offer: Offer | null =
        blanks.length > 0
          ? {
              label: t('sheet.notice.clearToo', { count: number(blanks.length) }, blanks.length),
              accept: () => void edits.stage(blanks, 'clear'),
            }
          : null
      await sign.pasting(() =>
        edits.stageWith(
          offer,
          editsOf(pasted),
          'paste',
          count('pastedReadOnly', plan.readOnly),
          count('pastedBlank', plan.blank + blank),
          count('pastedClipped', plan.clipped),
        ),
      )
    } catch (error) {
      notice.sayWrong(error)
    }
  }

  /** Large ranges are fetched while the person still looks at them. */
  function fetchAhead(after: number): void {
    clearTimeout(timer)
    fetched = null
    if (!selection.value || !isRange(selection.value)) return
    const range = rangeOf(selection.value)
    if (rowsIn(range) * columnsIn(range) > fetchedAhead || session.loadedCells(range, [])) return
    timer = setTimeout(() => void fetchText(range).catch(() => undefined), after)
  }
  watch(selection, () => fetchAhead(rest))
  // An edit has to get through to the core first, which does one thing after the other.
  watch(session.revision, () => fetchAhead(restAfterEdit))

  const onCopy = (event: ClipboardEvent): void => give(event, following)
  const onCut = (event: ClipboardEvent): void => give(event, cut)
  const onPaste = (event: ClipboardEvent): void => {
    if (!hasKeyboard() || !event.clipboardData) return
    event.preventDefault()
    void lay(event.clipboardData.getData('text/plain'), clearing)
    clearing = false
  }
  const forget = (): void => void (clearing = false)
  onMounted(() => {
    document.addEventListener('copy', onCopy)
    document.addEventListener('cut', onCut)
    document.addEventListener('paste', onPaste)
    document.addEventListener('keyup', forget)
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    document.removeEventListener('copy', onCopy)
    document.removeEventListener('cut', onCut)
    document.removeEventListener('paste', onPaste)
    document.removeEventListener('keyup', forget)
  })

  return {
    copy: () => copyNow(copied),
    cut: () => copyNow(cut),
    async paste(all) {
      takeKeyboard()
      try {
        await lay(await navigator.clipboard.readText(), all)
      } catch {
        notice.say(t('sheet.notice.pasteByKey', { keys: chordText(chordFor(all ? 'pasteAll' : 'paste')) }))
      }
    },
    expectPaste: (all) => (clearing = all),
    copied: sign.range,
    endSign: sign.end,
  }
}
