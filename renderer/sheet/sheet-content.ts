import type { Mark } from '../../shared/contract/sheets.ts'
import type { SheetColumn } from '../../shared/sheets/sheet.ts'
import { lossWords, number, panelWords, problemWords } from '../wording.ts'
import { type CellWords, shownText } from './cell-text.ts'
import type { GridCell, GridContent } from './grid/grid.ts'
import { shownCell, signOfMark, wordsOfMark } from './marks.ts'
import type { SheetSession } from './session.ts'

/** Texts long enough to be cut in a column of ordinary width are told whole on hover. */
const mayBeCut = 14

type Translate = (key: string, values?: Record<string, unknown>) => string

/** What the grid draws: the session's rows, with their marks put into signs and words. */
export function sheetContent(session: SheetSession, words: CellWords, t: Translate): GridContent {
  const columns = new Map<string, SheetColumn>(session.sheet.columns.map((column) => [column.field, column]))

  /** What is staged or wrong, in words. */
  function told(mark: Mark, column: SheetColumn | undefined): string[] {
    const lines = [t(wordsOfMark(mark))]
    if (mark.value !== undefined && mark.base !== undefined && column) {
      lines.push(t('sheet.was', { value: shownText(column, mark.base, words) || t('sheet.blank') }))
    }
    if (mark.theirs !== undefined && column) {
      lines.push(t('sheet.theirs', { value: shownText(column, mark.theirs, words) || t('sheet.blank') }))
    }
    if (mark.problem) {
      lines.push(mark.state === 'unknown' ? lossWords(mark.problem) : problemWords(mark.problem))
      const panel = panelWords(mark.problem)
      if (panel) lines.push(panel)
    }
    return lines
  }

  function cell(index: number, field: string): GridCell | null {
    const row = session.row(index)
    const column = columns.get(field)
    if (!row || !column) return null
    const { value, mark } = shownCell(row, field)
    const text = shownText(column, value, words)
    const hints = text.length > mayBeCut ? [text] : []
    if (mark) hints.push(...told(mark, column))
    return {
      text,
      check: value === true,
      sign: mark ? signOfMark(mark) : null,
      hint: hints.join('\n'),
      invalid: mark?.problem !== undefined,
    }
  }

  return {
    cell,
    rowHead(index) {
      const mark = session.row(index)?.marks['']
      const text = number(index + 1)
      return mark
        ? { text, sign: signOfMark(mark), hint: [kindText(mark, t), ...told(mark, undefined)].join('\n') }
        : { text, sign: null, hint: '' }
    },
  }
}

/** What a mark on a whole row is about. */
function kindText(mark: Mark, t: Translate): string {
  return t(`sheet.kinds.${mark.kind.replace('.', '-')}`)
}
