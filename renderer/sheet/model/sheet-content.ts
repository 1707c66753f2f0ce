import type { Mark, SheetRow } from '../../../shared/contract/sheets.ts'
import type { SheetColumn } from '../../../shared/sheets/sheet.ts'
import { lossWords, number, panelWords, problemWords } from '../../wording.ts'
import { type CellWords, shownText, valueText } from './cell-text.ts'
import { hitIn } from './hits.ts'
import type { GridCell, GridContent, GridGroup } from './grid.ts'
import { shownCell, signOfMark, wordsOfMark } from './marks.ts'
import type { SheetSession } from './session.ts'
import { zonedTime } from './zone.ts'

/** Texts long enough to be cut in a column of ordinary width are told whole on hover. */
const mayBeCut = 14

type Translate = (key: string, values?: Record<string, unknown>, count?: number) => string

/** What the grid draws, and what is said of it. */
export interface SheetContent extends GridContent {
  /** What is staged or wrong in a cell, in words; none where nothing is, null until its row has arrived. */
  told(row: number, field: string): string[] | null
}

/** What the grid draws: the session's rows, with their marks put into signs and words. */
export function sheetContent(session: SheetSession, words: CellWords, t: Translate): SheetContent {
  const columns = new Map<string, SheetColumn>(session.sheet.columns.map((column) => [column.field, column]))

  /** What is staged or wrong, in words. */
  function wordsFor(mark: Mark, column: SheetColumn | undefined): string[] {
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
    const { search } = session.answered.value
    return {
      text,
      check: value === true,
      sign: mark ? signOfMark(mark) : null,
      // Of hundreds of cells that are drawn few are asked for it.
      get hint() {
        const zoned = zonedTime(column, value, t)
        const hints = zoned ? [zoned.given, ...(zoned.own ? [zoned.own] : [])] : text.length > mayBeCut ? [text] : []
        return [...hints, ...(mark ? wordsFor(mark, column) : []), ...warningsOf(row, field)].join('\n')
      },
      hit: column.searched && search !== '' ? hitIn(text, search) : null,
      invalid: mark?.problem !== undefined,
      warned: row.warnings?.[field] !== undefined,
    }
  }

  function group(index: number): GridGroup | null {
    const { group: found } = session.row(index) ?? {}
    const { group: field } = session.query.value
    const column = field === null ? undefined : columns.get(field)
    if (!found || !column) return null
    const heading = t(`sheet.columns.${session.sheet.name}.${column.field}`)
    const text = valueText(column, found.value, words, t('sheet.filter.blank'))
    const count = t('looking.group.rows', { count: number(found.count) }, found.count)
    return { heading, text, blank: found.value === null, count, folded: found.folded }
  }

  return {
    cell,
    told(index, field) {
      const row = session.row(index)
      const mark = row?.marks[field]
      return row ? [...(mark ? wordsFor(mark, columns.get(field)) : []), ...warningsOf(row, field)] : null
    },
    group,
    awaits: (index) => session.row(index) === undefined,
    rowHead(index) {
      const mark = session.row(index)?.marks['']
      const numbered = session.numbers.value.of(index)
      const text = numbered === null ? '' : number(numbered)
      return mark
        ? { text, sign: signOfMark(mark), hint: [kindText(mark, t), ...wordsFor(mark, undefined)].join('\n') }
        : { text, sign: null, hint: '' }
    },
  }
}

/** What has to be known of a cell, in words. */
function warningsOf({ warnings }: SheetRow, field: string): string[] {
  const warning = warnings?.[field]
  return warning ? [problemWords(warning)] : []
}

/** What a mark on a whole row is about. */
function kindText(mark: Mark, t: Translate): string {
  return t(`sheet.kinds.${mark.kind.replace('.', '-')}`)
}
