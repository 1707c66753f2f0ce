import { onBeforeUnmount, onMounted, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CellValue } from '../../../../shared/contract/sheets.ts'
import type { SheetColumn } from '../../../../shared/sheets/sheet.ts'
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
  type Block,
  blockOf,
  isRange,
  isSeveral,
  partsOf,
  type Range,
  rangeOf,
  rangesOf,
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
  readonly copied: CopiedCells['ranges']
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
  /** Cells that are not all loaded, fetched or being fetched. */
  let fetched: { readonly block: Block; readonly coming: Promise<Copied>; copied: Copied | null } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The text of the single cell that was copied last: its line breaks begin no rows when it is pasted here. */
  let copiedCell: string | null = null
  const sign = useCopiedCells(session, columns)

  const fieldsOf = (block: Block): string[] => coveredBy(block).map(({ field }) => field)

  function coveredBy({ columns: covered }: Block): SheetColumn[] {
    return covered.flatMap((at) => columns.shown.value[at] ?? [])
  }

  /** Whether it is one cell alone. */
  const isCell = (block: Block): boolean => block.columns.length === 1 && rowsOfBlock(block) === 1

  const rowsOfBlock = ({ rows }: Block): number => rows.reduce((sum, { top, bottom }) => sum + bottom - top + 1, 0)

  function asText(block: Block, cells: readonly CellValue[][]): Copied {
    const covered = coveredBy(block)
    const text = textOfCells(
      cells.map((row) => covered.map((column, index) => plainText(column, row[index] ?? null, words))),
    )
    return { text, rows: cells.length }
  }

  const isSame = (one: Block, other: Block): boolean => JSON.stringify(one) === JSON.stringify(other)

  /** The stretches of a block as ranges: of its columns the fields are told. */
  const rangesIn = ({ rows }: Block): Range[] => rows.map((stretch) => ({ ...stretch, left: 0, right: 0 }))

  function fetchText(block: Block): Promise<Copied> {
    if (fetched && isSame(fetched.block, block)) return fetched.coming
    const stretches = rangesIn(block).map((range) => session.cells(range, fieldsOf(block)))
    const coming = Promise.all(stretches).then((cells) => asText(block, cells.flat()))
    const mine = { block, coming, copied: null as Copied | null }
    fetched = mine
    coming.then(
      (copied) => (mine.copied = copied),
      () => fetched === mine && (fetched = null),
    )
    return coming
  }

  /** The cells of a block, where all of them are here. */
  function loaded(block: Block, fields: readonly string[]): CellValue[][] | null {
    const cells: CellValue[][] = []
    for (const range of rangesIn(block)) {
      const stretch = session.loadedCells(range, fields)
      if (!stretch) return null
      cells.push(...stretch)
    }
    return cells
  }

  function textAtHand(block: Block): Copied | null {
    const cells = loaded(block, fieldsOf(block))
    if (cells) return asText(block, cells)
    return fetched && isSame(fetched.block, block) ? fetched.copied : null
  }

  function sayCopied(block: Block, rows: number): void {
    if (isCell(block)) return
    notice.say(t('sheet.notice.copied', { rows: number(rows), columns: number(block.columns.length) }, rows))
  }

  /** What follows once what is selected is on the clipboard. */
  type Then = (from: Selection, block: Block, copied: Copied) => void

  const copied: Then = (from, block, { text, rows }) => {
    putting.take('copied', text)
    sign.show(rangesOf(from), text)
    sayCopied(block, rows)
  }
  const cut: Then = (from, block, { text, rows }) => {
    sign.end()
    if (putting.take('cut', text)) return
    sayCopied(block, rows)
    void edits.clear(partsOf(from))
  }

  /** Answers a copy event; `then` follows once the text is on the clipboard. */
  function give(event: ClipboardEvent, then: Then): void {
    if (!hasKeyboard() || !selection.value || !event.clipboardData) {
      sign.end()
      return putting.forget()
    }
    event.preventDefault()
    const from = selection.value
    if (then === cut && isSeveral(from)) return notice.say(t('sheet.notice.oneRange'))
    const block = blockOf(from)
    if (!block) return notice.say(t('sheet.notice.severalCopied'))
    const atHand = textAtHand(block)
    if (atHand === null) {
      const rows = rowsOfBlock(block)
      notice.say(t('sheet.notice.fetchingCopy', { rows: number(rows) }, rows))
      // Asks the browser for another copy event; it needs no permission, unlike writing to the clipboard by script.
      void fetchText(block).then(
        (fetched) =>
          document.execCommand('copy') ? then(from, block, fetched) : notice.say(t('sheet.notice.copyAgain')),
        notice.sayWrong,
      )
      return
    }
    event.clipboardData.setData('text/plain', atHand.text)
    copiedCell = isCell(block) ? atHand.text : null
    then(from, block, atHand)
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
    if (isSeveral(selection.value)) return notice.say(t('sheet.notice.oneRange'))
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
    const block = blockOf(selection.value)
    if (!block || rowsOfBlock(block) * block.columns.length > fetchedAhead || loaded(block, [])) return
    timer = setTimeout(() => void fetchText(block).catch(() => undefined), after)
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
    copied: sign.ranges,
    endSign: sign.end,
  }
}
