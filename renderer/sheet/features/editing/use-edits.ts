import { useI18n } from 'vue-i18n'
import type { EditSource } from '../../../../shared/contract/sheets.ts'
import { textOf } from '../../../../shared/sheets/column-edit.ts'
import type { SheetColumn } from '../../../../shared/sheets/sheet.ts'
import { number, problemWords } from '../../../wording.ts'
import type { Typed } from './cell-editing.ts'
import { textOfChoice } from './choices.ts'
import { shownCell } from '../../model/marks.ts'
import type { Notice, Offer } from '../../model/notice.ts'
import type { CellEdit } from '../../model/pending-edits.ts'
import { columnsIn, type Range, rowsIn, type Stretch } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import type { Columns } from '../../model/use-columns.ts'
import type { Selecting } from '../../model/use-selecting.ts'

/** Most cells that are staged at a time, as the contract has it. */
const cellsAtOnce = 200_000

/** Everything that changes what is staged, each with a word about what came of it. None of them throws. */
export interface Edits {
  /** A value typed into a cell. */
  type(row: number, column: SheetColumn, typed: Typed): Promise<void>
  /** Stages cells; `parts` is said along with what came of it. */
  stage(cells: readonly CellEdit[], source: EditSource, ...parts: (string | false)[]): Promise<void>
  /** The same, with an offer of what may be done next. */
  stageWith(
    offer: Offer | null,
    cells: readonly CellEdit[],
    source: EditSource,
    ...parts: (string | false)[]
  ): Promise<void>
  /** Stages what was typed in a column for all cells of these ranges, which do not meet, that can be edited. */
  put(ranges: readonly Range[], column: SheetColumn, typed: Typed): Promise<void>
  /** Stages what was typed in a column for that column of all these rows. */
  putInColumn(rows: readonly Stretch[], column: SheetColumn, typed: Typed): Promise<void>
  /** Says yes in the cells of ranges where the cell in `row` says no, and the other way round. */
  toggle(ranges: readonly Range[], row: number, column: SheetColumn): Promise<void>
  /** Empties the cells of ranges, which do not meet, that may be empty. */
  clear(ranges: readonly Range[]): Promise<void>
  /** Takes the staged edits of ranges back. */
  revert(ranges: readonly Range[]): Promise<void>
  /** Takes back all that is staged on these rows. */
  revertRows(rows: readonly Stretch[]): Promise<void>
  /** Takes back what is staged in one row, or in one of its fields. */
  revertRow(id: number, field: string | null): Promise<void>
  undo(redo: boolean): Promise<void>
}

/** The edits of a sheet; `reorder` shows rows that have come and hides those that have gone. */
export function useEdits(
  session: SheetSession,
  columns: Columns,
  { keeping }: Pick<Selecting, 'keeping'>,
  notice: Notice,
  reorder: () => Promise<void>,
): Edits {
  const { t } = useI18n()

  const { count, said } = notice

  const stageWith: Edits['stageWith'] = (offer, cells, source, ...parts) =>
    said(async () => {
      if (cells.length > cellsAtOnce) return notice.say(t('sheet.notice.tooMany', { count: number(cellsAtOnce) }))
      const answer = cells.length > 0 ? await session.stage(cells, source) : null
      const words = answer
        ? [
            count('staged', answer.staged),
            count('unstaged', answer.unstaged),
            // What needs a person stands where it is never cut.
            count('broken', answer.broken),
            count('skipped', answer.skipped),
            answer.why ? problemWords(answer.why) : '',
            ...parts,
          ]
        : parts
      if (offer) notice.sayWith(offer, ...words)
      else notice.say(...words)
    })
  const stage: Edits['stage'] = (cells, source, ...parts) => stageWith(null, cells, source, ...parts)

  /** The columns of ranges, each once. */
  const columnsOf = (ranges: readonly Range[]): SheetColumn[] =>
    columns.shown.value.filter((_, at) => ranges.some(({ left, right }) => at >= left && at <= right))

  /** Every cell of the chosen columns of ranges, rows that are not loaded among them. */
  async function cellsOf(
    ranges: readonly Range[],
    wanted: (column: SheetColumn) => boolean,
  ): Promise<{ id: number; field: string }[]> {
    const cells = await Promise.all(
      ranges.map(async (range) => {
        const fields = columnsOf([range]).filter(wanted)
        if (fields.length === 0) return []
        const ids = await session.ids(range.top, range.bottom)
        return ids.flatMap((id) => fields.map(({ field }) => ({ id, field })))
      }),
    )
    return cells.flat()
  }

  /** Takes something back, or does it again: where rows of our own come or go by that, they do so at once. */
  async function takeBack<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const before = session.outdated.value
    const answer = await keeping(work)
    if (!before && session.outdated.value) await reorder()
    return answer
  }

  /** Takes cells back, and says how many. */
  async function revert(cells: readonly { id: number; field: string | null }[]): Promise<void> {
    const unstaged = cells.length > 0 ? await takeBack(() => session.revert(cells)) : 0
    notice.say(count('reverted', unstaged) || t('sheet.notice.nothingToRevert'))
  }

  /** These rows, whole. */
  async function rowsOf(rows: readonly Stretch[]): Promise<{ id: number; field: null }[]> {
    const ids = await Promise.all(rows.map(({ top, bottom }) => session.ids(top, bottom)))
    return ids.flat().map((id) => ({ id, field: null }))
  }

  /** What was typed in a column, as it goes into a cell of this or another one. */
  async function valuesOf(column: SheetColumn, { text, chosen }: Typed) {
    const choice = chosen && (await chosen)
    return (field: string): Pick<CellEdit, 'value' | 'shown'> => {
      if (!choice) return { value: text }
      // What was chosen is one of what this column names; to others it is a text.
      return field === column.field ? { value: textOfChoice(choice), shown: choice.name } : { value: choice.name }
    }
  }

  return {
    stage,
    stageWith,
    put: (ranges, column, typed) =>
      said(async () => {
        const valueIn = await valuesOf(column, typed)
        const cells = await cellsOf(ranges, ({ edit }) => edit !== undefined)
        await stage(
          cells.map((cell) => ({ ...cell, ...valueIn(cell.field) })),
          'fill',
          count(
            'pastedReadOnly',
            ranges.reduce((sum, range) => sum + rowsIn(range) * columnsIn(range), 0) - cells.length,
          ),
        )
      }),
    putInColumn: (rows, column, typed) =>
      said(async () => {
        const value = (await valuesOf(column, typed))(column.field)
        await stage(
          (await rowsOf(rows)).map(({ id }) => ({ id, field: column.field, ...value })),
          'fill',
        )
      }),
    toggle: (ranges, row, column) =>
      said(async () => {
        const current = session.row(row)
        if (!current || current.group) return
        const value = textOf(shownCell(current, column.field).value !== true)
        const cells = await cellsOf(ranges, ({ field }) => field === column.field)
        await stage(
          cells.map((cell) => ({ ...cell, value })),
          'type',
        )
      }),
    async type(row, column, { text, chosen }) {
      const current = session.row(row)
      if (!current) return
      const { value, mark } = shownCell(current, column.field)
      const choice = chosen && (await chosen)
      const typed = column.edit?.read(text) ?? text
      if (!choice && typed === (value ?? '')) return
      await said(async () => {
        const said = choice ? { value: textOfChoice(choice), shown: choice.name } : { value: text }
        const answer = await session.stage([{ id: current.id, field: column.field, ...said }], 'type')
        // What a text names only the core finds out: what is wrong with it stands at the cell by now.
        const now = session.row(row)
        const named = answer.broken > 0 && now?.id === current.id ? now.marks[column.field]?.problem : undefined
        const problem = (choice ? named : (column.edit?.check(typed) ?? named)) ?? answer.why
        if (problem) notice.say(problemWords(problem))
        else if (answer.unstaged > 0 && mark) notice.say(t('sheet.notice.asBefore'))
        else notice.say(count('skipped', answer.skipped), count('cannotBeSent', answer.broken))
      })
    },
    clear: (ranges) =>
      said(async () => {
        const editable = columnsOf(ranges).filter((column) => column.edit)
        if (editable.length === 0) return notice.say(t('sheet.notice.readOnly'))
        const cells = await cellsOf(ranges, (column) => column.edit?.check('') === null)
        const never = editable.filter((column) => column.edit?.check(''))
        await stage(
          cells.map((cell) => ({ ...cell, value: '' })),
          'clear',
          ...never.map((column) => t('sheet.notice.neverEmpty', { column: columns.heading(column) })),
        )
      }),
    revert: (ranges) =>
      said(async () => {
        const isWholeRows = (range: Range): boolean =>
          range.left === 0 && range.right === columns.shown.value.length - 1
        const [whole, others] = [ranges.filter(isWholeRows), ranges.filter((range) => !isWholeRows(range))]
        await revert([
          ...(await rowsOf(whole)),
          // What was staged before the permission went can be taken back all the same.
          ...(await cellsOf(others, (column) => column.edit !== undefined || columns.off(column) !== null)),
        ])
      }),
    revertRows: (rows) => said(async () => revert(await rowsOf(rows))),
    revertRow: (id, field) => said(() => revert([{ id, field }])),
    undo: (redo) =>
      said(async () => {
        const step = await takeBack(() => session.undo(redo))
        if (!step) return notice.say(t(redo ? 'sheet.notice.nothingToRedo' : 'sheet.notice.nothingToUndo'))
        const what = t(`sheet.steps.${step.source}`, { count: number(step.cells) }, step.cells)
        notice.say(t(redo ? 'sheet.notice.redone' : 'sheet.notice.undone', { what }))
      }),
  }
}
