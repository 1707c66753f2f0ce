import { computed, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { announce } from '../../../announce.ts'
import type { GridContent } from '../../model/grid.ts'
import { groupCommandOf } from '../keyboard/keys.ts'
import { folds } from '../../model/look/grouping.ts'
import type { Selection } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'

/** The groups of a sheet's rows. */
export interface Grouping {
  /** Whether there are any. */
  readonly isOn: ComputedRef<boolean>
  /** Folds or unfolds the group that a row stands for; nothing where it stands for none. */
  toggle(row: number): void
  /** A key came down while the cells have the keyboard; true where it was for a group's row. */
  keyed(event: KeyboardEvent): boolean
}

/** Folds and unfolds the groups of a session's sheet. */
export function useGrouping(session: SheetSession, selection: Ref<Selection | null>, content: GridContent): Grouping {
  const { t } = useI18n()

  function set(row: number, fold: boolean): void {
    const group = session.row(row)?.group
    if (!group || group.folded === fold) return
    const { folded, foldOthers } = session.query.value
    void session.fold(folds({ folded, foldOthers }, group.value, fold))
    const value = content.group(row)?.text ?? ''
    announce(t(fold ? 'looking.group.folded' : 'looking.group.unfolded', { value }))
  }

  function toggle(row: number): void {
    const group = session.row(row)?.group
    if (group) set(row, !group.folded)
  }

  return {
    isOn: computed(() => session.query.value.group !== null),
    toggle,
    keyed(event) {
      const row = selection.value?.active.row
      if (row === undefined || !session.row(row)?.group) return false
      const command = groupCommandOf(event)
      if (command === 'toggle') toggle(row)
      else if (command) set(row, command === 'fold')
      else return false
      event.preventDefault()
      return true
    },
  }
}
