import { onBeforeUnmount, type Ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { type SheetName, sheets } from '../../shared/sheets/catalogue.ts'
import { call, onEvent, onReturn } from '../bridge.ts'
import { useStatus } from '../stores/status.ts'
import type { CellEditorHandle } from './cell-editing.ts'
import { useChanging } from './changing/use-changing.ts'
import { useExport } from './export/use-export.ts'
import { useFilling } from './filling/use-filling.ts'
import type { GridHandle } from './grid/grid.ts'
import { useKeptLooks } from './kept-looks.ts'
import { type MenuHandle, useSheetMenu } from './menu/use-sheet-menu.ts'
import { useNotice } from './notice.ts'
import { rangeOf } from './selection.ts'
import { sheetSession } from './session.ts'
import { sheetContent } from './sheet-content.ts'
import { useArrival } from './use-arrival.ts'
import { useCellEditor } from './use-cell-editor.ts'
import { useCellRemark } from './use-cell-remark.ts'
import { useCellWords } from './use-cell-words.ts'
import { useChoosing } from './use-choosing.ts'
import { useClipboard } from './use-clipboard.ts'
import { useColumns } from './use-columns.ts'
import { useCommands } from './use-commands.ts'
import { useDetails } from './use-details.ts'
import { useEdits } from './use-edits.ts'
import { useGrouping } from './use-grouping.ts'
import { cellsHaveKeyboard, useKeyboard } from './use-keyboard.ts'
import { useLooking } from './use-looking.ts'
import { useSelecting } from './use-selecting.ts'
import { useSpokenMarks } from './use-spoken-marks.ts'
import { useTotals } from './use-totals.ts'
import { useViews } from './use-views.ts'
import { useUserActions } from './users/use-user-actions.ts'

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
  const grouping = useGrouping(session, selection, content)
  useSpokenMarks(session, columns, selecting, content)

  const edits = useEdits(session, columns, notice)
  const undo = (): void => void edits.undo(false)
  const editing = useCellEditor({
    ...{ session, columns, selecting, edits, notice, grid, editor, frame },
    choosing: useChoosing(),
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
  const exporting = useExport({ session, columns, words, notice })
  const users = useUserActions({
    profile,
    rows: () => totals.rows.value,
    active: () => details.row.value,
    selected: async () => {
      const range = selection.value && rangeOf(selection.value)
      return range ? session.ids(range.top, range.bottom) : []
    },
    notice,
    undo,
  })

  const keysOpen = shallowRef(false)
  const menu = useSheetMenu({ session, columns, selecting, totals, grid, menu: cellMenu })
  const clipboard = useClipboard({
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
    clipboard,
    notice,
    grid,
    panelOpen: details.isOpen,
    keysOpen,
    search: () => searchField.value?.focus(),
    menu: () => menu.open(null),
    heading() {
      const column = selection.value && columns.shown.value[selection.value.active.column]
      if (column) openHeading(column.field)
    },
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
    grouping,
    edits,
    editing,
    filling,
    looking,
    views,
    changing,
    details,
    exporting,
    users,
    keysOpen,
    menu,
    commands,
    keyboard,
  }
}
