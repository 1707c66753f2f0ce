import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { isEditable, type Sheet } from '../../../shared/sheets/sheet.ts'
import { chordText } from '../../commands/key-names.ts'
import type { MenuEntry } from '../../components/menu.ts'
import type { RowActions } from '../features/actions/use-row-actions.ts'
import type { Changing } from '../features/changing/use-changing.ts'
import { chordFor, type Command } from '../features/keyboard/keys.ts'

/** The one menu of what can be done with the selection. */
export interface ChangesMenu {
  readonly entries: ComputedRef<readonly MenuEntry[]>
  choose(key: string): void
}

/** Keys of the entries that every sheet with cells to edit has. */
const changeCells = 'change cells'
const revertCells = 'revert cells'

/** A change of many cells at once, the way back from edits, and then what a sheet declares for its rows. */
export function useChangesMenu(options: {
  sheet: Sheet
  changing: Changing
  actions: RowActions
  /** How many rows are selected, wholly or in part. */
  rows: ComputedRef<number>
  run(command: Command): unknown
}): ChangesMenu {
  const { sheet, changing, actions, rows, run } = options
  const { t } = useI18n()

  const ofCells = computed((): MenuEntry[] => {
    const why = changing.off.value
    const hasNone = changing.columns.value.length === 0 && why === null
    const change = { key: changeCells, label: t('changing.button'), hint: chordText(chordFor('change')) }
    const revert = { key: revertCells, label: t('sheet.menu.revertSelection'), hint: chordText(chordFor('revert')) }
    return [
      ...(hasNone
        ? []
        : [{ ...change, ...(why === null ? { about: t('changing.buttonHint') } : { disabled: true, why }) }]),
      ...(isEditable(sheet) ? [{ ...revert, about: t('sheet.revertHint'), disabled: rows.value === 0 }] : []),
    ]
  })

  return {
    entries: computed(() => [
      ...ofCells.value,
      ...actions.entries.value.map((entry, at) =>
        at === 0 && ofCells.value.length > 0 ? { ...entry, lineAbove: true } : entry,
      ),
    ]),
    choose(key) {
      if (key === changeCells) changing.open()
      else if (key === revertCells) run({ do: 'revert' })
      else actions.choose(key)
    },
  }
}
