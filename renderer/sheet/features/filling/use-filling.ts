import { computed, type ComputedRef, type Ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CellValue } from '../../../../shared/contract/sheets.ts'
import { number } from '../../../wording.ts'
import { type CellWords, plainText } from '../../model/cell-text.ts'
import { blockEnd } from '../keyboard/edge.ts'
import { columnLane } from '../keyboard/filled-cells.ts'
import type { Notice } from '../../model/notice.ts'
import type { CellEdit } from '../../model/pending-edits.ts'
import { columnsIn, isSeveral, type Place, type Range, rangeOf, stretched } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import type { Columns } from '../../model/use-columns.ts'
import type { Edits } from '../editing/use-edits.ts'
import type { Selecting } from '../../model/use-selecting.ts'
import { type FillBy, filledCells, filledRange, type FillTarget, fillTarget } from './fill.ts'

/** Of more cells than these, what the last one will hold is not worked out while the handle is drawn. */
const mostForetold = 5000

/** Filling cells from their neighbours. None of it throws; what came of it is said. */
export interface Filling {
  /** The cells that the handle is being drawn over, to be outlined; null while it is not. */
  readonly preview: Readonly<Ref<Range | null>>
  /** How far it is being drawn, and what the last cell will hold, in words; null while it is not. */
  readonly words: ComputedRef<string | null>
  /** The handle at the corner of the selection was taken hold of, drawn to a cell, and let go. */
  begin(): void
  drawTo(place: Place): void
  end(by: FillBy): void
  /** Forgets what was being drawn; false if nothing was. */
  cancel(): boolean
  /** The first row of the selection into the others; of a single row, the row above. */
  down(): Promise<void>
  /** The first column of the selection into the others; of a single column, the one before. */
  right(): Promise<void>
  /** Down as far as the column next to the selection is filled without a gap. */
  toNeighbour(): Promise<void>
}

/** Fills from the selection of a session's sheet. Every fill is one step of undo. */
export function useFilling(options: {
  session: SheetSession
  columns: Columns
  selecting: Selecting
  edits: Edits
  notice: Notice
  words: CellWords
}): Filling {
  const { session, columns, selecting, edits, notice, words: cellWords } = options
  const { selection } = selecting
  const { t } = useI18n()
  const preview = shallowRef<Range | null>(null)
  const target = shallowRef<FillTarget | null>(null)
  let drawn: { readonly from: Range } | null = null

  const { count, said } = notice

  const covered = (range: Range) => columns.shown.value.slice(range.left, range.right + 1)

  const asTexts = (range: Range, cells: readonly (readonly CellValue[])[]): string[][] => {
    const from = covered(range)
    return cells.map((row) => from.map((column, index) => plainText(column, row[index] ?? null, cellWords)))
  }

  /** The texts in a range as they would be copied, row by row; what heads a group is no row. */
  async function textsOf(range: Range): Promise<string[][]> {
    const fields = covered(range).map(({ field }) => field)
    return asTexts(range, session.loadedCells(range, fields) ?? (await session.cells(range, fields)))
  }

  /** Fills on from a range; what is empty there clears nothing, and what cannot be edited is counted. */
  async function fill(from: Range, { way, range }: FillTarget, by: FillBy): Promise<void> {
    const source = await textsOf(from)
    const ids = await session.ids(range.top, range.bottom)
    const isVertical = way === 'up' || way === 'down'
    const filled = filledCells(source, way, isVertical ? ids.length : range.right - range.left + 1, by)
    const into = covered(range)
    const cells: CellEdit[] = []
    let readOnly = 0
    let blank = 0
    for (const [index, id] of ids.entries()) {
      for (const [at, { field, edit }] of into.entries()) {
        const value = filled[index]?.[at] ?? ''
        if (!edit) readOnly += 1
        else if (value === '') blank += 1
        else cells.push({ id, field, value })
      }
    }
    await edits.stage(cells, 'fill', count('pastedReadOnly', readOnly), count('filledBlank', blank))
  }

  /** Fills, and selects what there is then. */
  const fillOn = (from: Range, target: FillTarget, by: FillBy): Promise<void> =>
    said(async () => {
      const { top, left, bottom, right } = filledRange(from, target.range)
      selection.value = stretched({ row: top, column: left }, { row: bottom, column: right })
      await fill(from, target, by)
    })

  /** What is filled from: one range alone. */
  const current = (): Range | null => (selection.value && !isSeveral(selection.value) ? rangeOf(selection.value) : null)

  function forget(): void {
    drawn = null
    target.value = null
    preview.value = null
  }

  /** What the last cell of the first column, or row, will hold; empty where that is not known at once. */
  function lastValue(from: Range, { way, range }: FillTarget): string {
    const isVertical = way === 'up' || way === 'down'
    const wanted = isVertical ? session.numbers.value.count(range.top, range.bottom) : columnsIn(range)
    const lane = isVertical ? { ...from, right: from.left } : { ...from, bottom: from.top }
    const fields = covered(lane).map(({ field }) => field)
    const cells = wanted > mostForetold ? null : session.loadedCells(lane, fields)
    if (!cells) return ''
    const filled = filledCells(asTexts(lane, cells), way, wanted, 'series').flat()
    return (way === 'down' || way === 'right' ? filled.at(-1) : filled[0]) ?? ''
  }

  const words = computed(() => {
    if (!target.value) return null
    const { way, range } = target.value
    const numbers = session.numbers.value
    const cells = numbers.count(range.top, range.bottom) * columnsIn(range)
    const last = covered(range).at(way === 'left' ? 0 : -1)
    const end = way === 'down' ? range.bottom : range.top
    const [key, to] =
      way === 'down' || way === 'up'
        ? ['rows', number(numbers.of(end) ?? end + 1)]
        : ['columns', last ? columns.heading(last) : '']
    const value = drawn ? lastValue(drawn.from, target.value) : ''
    return [t(`sheet.filling.${key}`, { count: number(cells), to }, cells), value].filter(Boolean).join(' · ')
  })

  return {
    preview,
    words,
    begin() {
      const from = current()
      drawn = from && { from }
    },
    drawTo(place) {
      if (!drawn) return
      target.value = fillTarget(drawn.from, place)
      preview.value = target.value && filledRange(drawn.from, target.value.range)
    },
    end(by) {
      const into = target.value
      const { from } = drawn ?? {}
      forget()
      if (from && into) void fillOn(from, into, by)
    },
    cancel() {
      const was = drawn !== null
      forget()
      return was
    },
    down: () =>
      said(async () => {
        const range = current()
        if (!range) return
        const from = range.top === range.bottom ? range.top - 1 : range.top
        if (from < 0) return notice.say(t('sheet.notice.nothingAbove'))
        await fill({ ...range, top: from, bottom: from }, { way: 'down', range: { ...range, top: from + 1 } }, 'copy')
      }),
    right: () =>
      said(async () => {
        const range = current()
        if (!range) return
        const from = range.left === range.right ? range.left - 1 : range.left
        if (from < 0) return notice.say(t('sheet.notice.nothingBefore'))
        await fill({ ...range, left: from, right: from }, { way: 'right', range: { ...range, left: from + 1 } }, 'copy')
      }),
    toNeighbour: () =>
      said(async () => {
        const range = current()
        const below = (range?.bottom ?? 0) + 1
        if (!range || below >= session.count.value) return
        for (const column of [range.left - 1, range.right + 1]) {
          const field = columns.shown.value[column]?.field
          if (field === undefined) continue
          const lane = columnLane(session, field, 1)
          if ((await lane.count(below, below)).filled === 0) continue
          const bottom = await blockEnd(lane, below)
          return fillOn(range, { way: 'down', range: { ...range, top: below, bottom } }, 'series')
        }
        notice.say(t('sheet.notice.noNeighbour'))
      }),
  }
}
