import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { openPalette, rowSign } from '../../commands/palette.ts'
import { textOf } from '../../../shared/sheets/column-edit.ts'
import type { Filling } from '../features/filling/use-filling.ts'
import type { GridHandle } from '../model/grid.ts'
import { edgeOf } from '../features/keyboard/edge.ts'
import { columnLane, rowLane } from '../features/keyboard/filled-cells.ts'
import { type Command, selectionAfter } from '../features/keyboard/keys.ts'
import type { CellWords } from '../model/cell-text.ts'
import { nextHit } from '../model/hits.ts'
import { needsPerson, shownCell } from '../model/marks.ts'
import type { Notice } from '../model/notice.ts'
import {
  at,
  everything,
  go,
  isRange,
  isSame,
  isSeveral,
  partsOf,
  rangesOf,
  rowsOf,
  type Selection,
  stretchesOf,
  wholeColumns,
  withinColumns,
} from '../model/selection.ts'
import { isInOwnOrder } from '../model/look/sorting.ts'
import type { SelectedRows } from '../model/selected-rows.ts'
import type { SheetSession } from '../model/session.ts'
import type { RowDrag } from '../features/moving/use-row-drag.ts'
import type { RowActions } from '../features/actions/use-row-actions.ts'
import type { EditingCell } from '../features/editing/use-cell-editor.ts'
import type { Clipboard } from '../features/clipboard/use-clipboard.ts'
import type { RowPutting } from '../features/clipboard/use-row-putting.ts'
import type { Columns } from '../model/use-columns.ts'
import type { Edits } from '../features/editing/use-edits.ts'
import type { Selecting } from '../model/use-selecting.ts'

/** Carries out what keys and menus ask for. */
export interface Commands {
  /** Carries a command out; answers whether the key that asked for it has thereby been used up. */
  run(command: Command): boolean
}

type Edge = Extract<Command, { do: 'edge' }>

/** The commands of a page's sheet. */
export function useCommands(options: {
  session: SheetSession
  columns: Columns
  selecting: Selecting
  editing: EditingCell
  edits: Edits
  filling: Filling
  rowDrag: Pick<RowDrag, 'cancel'>
  clipboard: Clipboard
  putting: Pick<RowPutting, 'insert' | 'cancel'>
  notice: Notice
  grid: Readonly<Ref<GridHandle | null>>
  /** Whether the side panel is open. */
  panelOpen: Ref<boolean>
  /** Whether the list of keys is open. */
  keysOpen: Ref<boolean>
  words: CellWords
  /** Goes to the search field. */
  search(): void
  /** Opens the menu of the active cell. */
  menu(): void
  /** Opens the menu of the active cell's column. */
  heading(): void
  /** Moves rows within the sheet's own order; null where none are moved. */
  moveRows: RowActions['move']
  /** Opens the form of a new row; false where the sheet takes none. */
  make(): boolean
  /** Opens the panel that changes many cells; false where nothing in the sheet can be changed. */
  change(way?: 'replace'): boolean
}): Commands {
  const {
    session,
    columns,
    selecting,
    editing,
    edits,
    filling,
    rowDrag,
    clipboard,
    putting,
    notice,
    grid,
    panelOpen,
    keysOpen,
  } = options
  const { selection, extent } = selecting
  const { t } = useI18n()

  /** The way to a place that has to be asked for, while one is under way: what is pressed meanwhile comes after it. */
  let going: Promise<void> | null = null
  /** Counts up when a person goes on without waiting for where a way leads. */
  let turns = 0

  /** `always`: also where a person goes on without waiting for it. */
  function inTurn(work: () => Promise<void> | void, always = false): void {
    const turn = turns
    const mine: Promise<void> = (going ?? Promise.resolve())
      .then(() => (always || turn === turns ? work() : undefined))
      .catch(notice.sayWrong)
      .finally(() => {
        if (going === mine) going = null
      })
    going = mine
  }

  function goTo(find: () => Promise<Selection | null>): void {
    const turn = turns
    inTurn(async () => {
      const found = await find()
      if (found && turn === turns) selecting.select(found)
    })
  }

  async function edge({ rows, columns: across, extend }: Edge): Promise<Selection | null> {
    const current = selection.value
    if (!current) return null
    const from = extend ? current.head : current.active
    const field = columns.shown.value[from.column]?.field
    if (field === undefined) return null
    const to =
      rows === 0
        ? { ...from, column: await edgeOf(rowLane(session, columns, from, across > 0 ? 1 : -1), from.column) }
        : { ...from, row: await edgeOf(columnLane(session, field, rows > 0 ? 1 : -1), from.row) }
    return go(current, to, extend, extent.value)
  }

  /** The next cell that needs a person: of those in the active cell's row first, then the core knows. */
  async function nextProblem(backwards: boolean): Promise<Selection | null> {
    const active = selection.value?.active ?? { row: 0, column: 0 }
    // What has just been staged may not be drawn yet.
    const marks = (await session.rowNow(active.row))?.marks ?? {}
    const places = columns.shown.value.flatMap(({ field }, column) => (needsPerson(marks[field]) ? [column] : []))
    const inRow = backwards
      ? places.findLast((column) => column < active.column)
      : places.find((column) => column > active.column)
    if (inRow !== undefined) return at(active.row, inRow)
    const { row, field } = await session.next(active.row, backwards, 'attention')
    if (row === null) {
      notice.say(t('sheet.notice.noProblem'))
      return null
    }
    const column = columns.shown.value.findIndex((one) => one.field === field)
    return at(row, column >= 0 ? column : active.column)
  }

  /** The next cell that holds what is searched for; without a search, its field is gone to. */
  function findNext(backwards: boolean): void {
    const { search } = session.answered.value
    if (search === '') return options.search()
    goTo(async () => {
      const found = await nextHit(
        {
          search,
          columns: columns.shown.value,
          words: options.words,
          count: session.count.value,
          row: async (index) => session.row(index) ?? session.rowNow(index),
        },
        selection.value?.active ?? { row: 0, column: -1 },
        backwards,
      )
      if (!found) notice.say(t('sheet.notice.noHit'))
      return found
    })
    grid.value?.focus()
  }

  /** Begins to edit with the text of the nearest row above; false where there is none, or it is not here. */
  function copyAbove({ active }: Selection): boolean {
    const field = columns.shown.value[active.column]?.field
    let index = active.row - 1
    while (index >= 0 && session.row(index)?.group) index -= 1
    const above = session.row(index)
    return field !== undefined && above !== undefined
      ? editing.edit(active, false, textOf(shownCell(above, field).value))
      : false
  }

  /** Begins to edit a cell of dates with today, at the time that it has. */
  function today({ active }: Selection): boolean {
    const column = columns.shown.value[active.column]
    const row = session.row(active.row)
    if (column?.type !== 'date' || !row) return false
    const time = textOf(shownCell(row, column.field).value).slice(10) || ' 00:00'
    const now = new Date()
    const [month, day] = [now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'))
    return editing.edit(active, false, `${now.getFullYear()}-${month}-${day}${time}`)
  }

  /**
   * The rows that the last press moves, by that of the active cell, and what was selected when they had been moved: of rows
   * that no longer stand together not all can be. Null once anything else is asked for by a key.
   */
  let moved: {
    readonly active: number | undefined
    readonly rows: () => Promise<SelectedRows | null>
    left: Selection | null
  } | null = null

  /** Moves the selected rows. Each press counts, and for the rows that were selected when it was made. */
  function moveRows(by: -1 | 1): boolean {
    const move = options.moveRows
    if (!move || !selection.value) return false
    if (!isInOwnOrder(session.query.value)) {
      notice.say(t('sheet.notice.notInOwnOrder'))
      return true
    }
    const active = session.row(selection.value.active.row)?.id
    // Of a row that has not come nobody knows whether it is the same.
    const isSameAgain =
      active !== undefined && moved?.active === active && (going !== null || moved.left === selection.value)
    if (!isSameAgain) {
      let selected: Promise<SelectedRows | null> | null = null
      const rows = (): Promise<SelectedRows | null> => (selected ??= selecting.rows())
      moved = { active, rows, left: null }
      // What is under way may lead to other ones.
      if (!going) void rows()
    }
    const chosen = moved
    inTurn(async () => {
      const found = await chosen?.rows()
      if (found) await move(found, by > 0 ? '+1' : '-1')
      if (chosen) chosen.left = selection.value
    }, true)
    return true
  }

  /** Yes or no, the other way round, in all selected cells of the column. */
  function toggle(current: Selection): boolean {
    const { active } = current
    const column = columns.shown.value[active.column]
    if (!column?.edit || column.type !== 'flag') return false
    const inColumn = partsOf(current).flatMap((part) => withinColumns(part, active.column, active.column + 1) ?? [])
    void edits.toggle(inColumn, active.row, column)
    return true
  }

  function type(current: Selection): boolean {
    // Of an edit that has begun, the key itself is the first character: it goes into the field, which has the focus.
    return !editing.edit(current.active, true)
  }

  function run(command: Command): boolean {
    if (command.do === 'move-rows') return moveRows(command.by)
    moved = null
    if (going && command.do !== 'type') {
      inTurn(() => void carryOut(command))
      return true
    }
    // What is typed goes where the person sees the cursor.
    if (going) turns += 1
    return carryOut(command)
  }

  /** Says that this is done with one range alone. */
  function notOfSeveral(): true {
    notice.say(t('sheet.notice.oneRange'))
    return true
  }

  function carryOut(command: Command): boolean {
    if (command.do === 'search') {
      options.search()
      return true
    }
    if (command.do === 'go-to-row') {
      openPalette(rowSign)
      return true
    }
    if (command.do === 'save') {
      notice.say(t('sheet.notice.kept'))
      return true
    }
    if (command.do === 'next-hit') {
      findNext(command.backwards)
      return true
    }
    if (command.do === 'keys') {
      keysOpen.value = true
      return true
    }
    if (command.do === 'make') return options.make()
    if (command.do === 'change') return options.change()
    if (command.do === 'replace') return options.change('replace')
    if (command.do === 'undo' || command.do === 'redo') {
      void edits.undo(command.do === 'redo')
      return true
    }
    const current = selection.value
    if (!current) return false
    const screen = {
      rows: grid.value?.pageRows() ?? 20,
      columnAside: (from: number, direction: -1 | 1) => grid.value?.columnAside(from, direction) ?? from,
    }
    // Round and round within a range; else by Enter back to where the Tabs began.
    const moved =
      command.do === 'next' && !isRange(current)
        ? go(current, selecting.step(current.active, command), false, extent.value)
        : selectionAfter(command, current, extent.value, screen)
    if (moved) {
      // Tab leads out of the sheet at either end of a row, so that the keyboard is never caught in it.
      if (command.do === 'next' && command.columns !== 0 && !isRange(current) && isSame(moved.head, current.head))
        return false
      selecting.select(moved)
      return true
    }
    switch (command.do) {
      case 'edge':
        goTo(() => edge(command))
        return true
      case 'next-problem':
        goTo(() => nextProblem(command.backwards))
        grid.value?.focus()
        return true
      case 'select-all':
        selection.value = everything(current, extent.value)
        return true
      case 'select-rows':
        selection.value = rowsOf(current, extent.value)
        return true
      case 'select-columns':
        selection.value = wholeColumns(current, extent.value)
        return true
      case 'reveal':
        grid.value?.scrollTo(current.active.row, current.active.column)
        return true
      case 'type':
        return type(current)
      case 'toggle':
        return toggle(current) || type(current)
      case 'edit':
        editing.edit(current.active, false)
        return true
      case 'enter':
        if (!columns.shown.value[current.active.column]?.edit) return carryOut({ do: 'next', rows: 1, columns: 0 })
        editing.edit(current.active, false)
        return true
      case 'copy-above':
        return copyAbove(current)
      case 'today':
        return today(current)
      case 'clear':
        void edits.clear(partsOf(current))
        return true
      case 'fill-down':
        if (isSeveral(current)) return notOfSeveral()
        void filling.down()
        return true
      case 'fill-right':
        if (isSeveral(current)) return notOfSeveral()
        void filling.right()
        return true
      case 'copy':
        clipboard.copy()
        return true
      case 'cut':
        clipboard.cut()
        return true
      case 'paste':
        void clipboard.paste(command.all)
        return true
      case 'insert-rows':
        void putting.insert(command.side)
        return true
      case 'revert':
        void edits.revert(rangesOf(current))
        return true
      case 'revert-rows':
        void edits.revertRows(stretchesOf(current))
        return true
      case 'details':
        panelOpen.value = !panelOpen.value
        return true
      case 'heading':
        options.heading()
        return true
      case 'menu':
        options.menu()
        return true
      case 'escape': {
        const hadSign = clipboard.endSign()
        if (filling.cancel() || rowDrag.cancel() || putting.cancel()) return true
        if (panelOpen.value) panelOpen.value = false
        else if (isRange(current)) selection.value = at(current.active.row, current.active.column)
        else return hadSign
        return true
      }
      default:
        return false
    }
  }

  return { run }
}
