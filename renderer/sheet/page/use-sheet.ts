import { onBeforeUnmount, type Ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { type SheetName, sheets } from '../../../shared/sheets/catalogue.ts'
import { call, onEvent, onReturn } from '../../bridge.ts'
import { useStatus } from '../../stores/status.ts'
import type { CellEditorHandle } from '../features/editing/cell-editing.ts'
import { useChanging } from '../features/changing/use-changing.ts'
import { useExport } from '../features/export/use-export.ts'
import { chordText } from '../../commands/key-names.ts'
import { chordFor } from '../features/keyboard/keys.ts'
import { useFilling } from '../features/filling/use-filling.ts'
import type { GridHandle } from '../model/grid.ts'
import { useKeptLooks } from '../model/look/kept-looks.ts'
import { type MenuHandle, useSheetMenu } from '../features/menu/use-sheet-menu.ts'
import { useNotice } from '../model/notice.ts'
import { sheetSession } from '../model/session.ts'
import { sheetContent } from '../model/sheet-content.ts'
import { useArrival } from '../features/looking/use-arrival.ts'
import { useCellEditor } from '../features/editing/use-cell-editor.ts'
import { useCellOff, useCellRemark } from '../features/status-line/use-cell-remark.ts'
import { useCellWords } from '../model/use-cell-words.ts'
import { useChoosing } from '../features/editing/use-choosing.ts'
import { useClipboard } from '../features/clipboard/use-clipboard.ts'
import { useRowPutting } from '../features/clipboard/use-row-putting.ts'
import { useColumns } from '../model/use-columns.ts'
import { useCommands } from './use-commands.ts'
import { useFieldEditor } from '../features/details/use-field-editor.ts'
import { useDetails } from '../features/details/use-details.ts'
import { useEdits } from '../features/editing/use-edits.ts'
import { useGrouping } from '../features/looking/use-grouping.ts'
import { cellsHaveKeyboard, useKeyboard } from './use-keyboard.ts'
import { useLineBreaks } from './use-line-breaks.ts'
import { useLooking } from '../features/looking/use-looking.ts'
import { useMaking } from '../features/making/use-making.ts'
import { useSelecting } from '../model/use-selecting.ts'
import { useSpokenMarks } from '../features/status-line/use-spoken-marks.ts'
import { useWholeValue } from '../features/status-line/use-whole-value.ts'
import { useTotals } from '../features/status-line/use-totals.ts'
import { useViews } from '../features/looking/use-views.ts'
import { useRowDrag } from '../features/moving/use-row-drag.ts'
import { useRowActions } from '../features/actions/use-row-actions.ts'

/** What a page has of a sheet, each null until it is there. */
export interface SheetParts {
  /** The element that the cells are in. */
  readonly frame: Readonly<Ref<HTMLElement | null>>
  readonly grid: Readonly<Ref<GridHandle | null>>
  readonly editor: Readonly<Ref<CellEditorHandle | null>>
  readonly cellMenu: Readonly<Ref<MenuHandle | null>>
  readonly searchField: Readonly<Ref<{ focus(): void } | null>>
  /** Opens the menu of a column's heading. */
  openHeading(field: string): void
}

/**
 * A sheet of the catalogue with all that can be done in it, put together from its parts. It is made anew for another
 * sheet or profile, so both are settled for its lifetime.
 */
export function useSheet(name: SheetName, parts: SheetParts) {
  const { frame, grid, editor, cellMenu, searchField, openHeading } = parts
  const profile = useStatus().profile?.id ?? null
  const start = useKeptLooks().recall(profile, name).query
  const session = sheetSession(sheets[name], start, { call, onEvent, onReturn })
  onBeforeUnmount(() => session.close())

  const words = useCellWords()
  const notice = useNotice()
  const content = sheetContent(session, words, useI18n().t)
  const columns = useColumns(session, profile)
  const selecting = useSelecting(session, columns, grid)
  const { selection } = selecting
  const totals = useTotals(session, columns, selection)
  const remark = useCellRemark(session, columns, selection)
  const whole = useWholeValue(session, columns, selection, content)
  const off = useCellOff(columns, selection)
  const grouping = useGrouping(session, selection, content)
  useSpokenMarks(session, columns, selecting, content)

  const edits = useEdits(session, columns, selecting, notice, () => looking.reopen())
  const lineBreaks = useLineBreaks({ session, columns, selecting, edits, notice })
  const undo = (): void => void edits.undo(false)
  const choosing = useChoosing()
  const editing = useCellEditor({
    ...{ session, columns, selecting, edits, choosing, notice, grid, editor, frame },
  })
  const filling = useFilling({ session, columns, selecting, edits, notice, words })

  const looking = useLooking({ session, profile, columns, selecting, grid, editing })
  const views = useViews({ session, profile, columns, looking, notice })
  useArrival(looking, notice)

  const changing = useChanging({
    session,
    columns,
    selection,
    isFiltered: looking.isFiltered,
    notice,
    undo,
    focusCells: () => grid.value?.focus(),
  })
  const details = useDetails(session, selection, changing)
  const fieldEditor = useFieldEditor({ session, columns, selection, edits, choosing })
  const exporting = useExport({ session, columns, words, notice })
  const actions = useRowActions({ session, selecting, rows: totals.rows, active: details.row, profile, notice, undo })
  const rowDrag = useRowDrag({ session, selecting, notice, move: actions.move })
  const putting = useRowPutting({
    ...{ session, profile, selection, extent: selecting.extent, notice },
    put: actions.put,
  })
  const making = useMaking({
    ...{ session, notice, active: details.row, keys: chordText(chordFor('make')) },
    settle: () => editing.settle(),
    goTo: (place) => looking.goTo(place),
  })

  const keysOpen = shallowRef(false)
  const menu = useSheetMenu({
    taken: putting.taken,
    session,
    columns,
    selecting,
    rows: totals.rows,
    grid,
    menu: cellMenu,
  })
  const clipboard = useClipboard({
    putting,
    session,
    columns,
    selection,
    words,
    edits,
    notice,
    hasKeyboard: () => cellsHaveKeyboard(frame.value),
    takeKeyboard: () => grid.value?.focus(),
  })
  const commands = useCommands({
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
    panelOpen: details.isOpen,
    keysOpen,
    words,
    search: () => searchField.value?.focus(),
    menu: () => menu.open(null),
    heading() {
      const column = selection.value && columns.shown.value[selection.value.active.column]
      if (column) openHeading(column.field)
    },
    moveRows: actions.move,
    make: making.open,
    change: changing.open,
  })
  const keyboard = useKeyboard({ commands, clipboard, frame })

  return {
    session,
    words,
    notice,
    content,
    columns,
    selecting,
    totals,
    remark,
    whole,
    lineBreaks,
    off,
    grouping,
    edits,
    editing,
    filling,
    looking,
    views,
    changing,
    details,
    fieldEditor,
    exporting,
    actions,
    rowDrag,
    putting,
    clipboard,
    making,
    keysOpen,
    menu,
    commands,
    keyboard,
  }
}
