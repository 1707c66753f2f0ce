import { computed, type ComputedRef, type Ref, shallowRef } from 'vue'
import type { SheetRow } from '../../../../shared/contract/sheets.ts'
import type { Changing } from '../changing/use-changing.ts'
import type { Selection } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'

/** The panel with the details of the active row. */
export interface Details {
  readonly isOpen: Ref<boolean>
  /** The row of the active cell, once it has come; undefined where it is a group's, too. */
  readonly row: ComputedRef<SheetRow | undefined>
}

/** The details of the active row. There is room for one side panel, so that of changing makes way. */
export function useDetails(
  session: SheetSession,
  selection: Readonly<Ref<Selection | null>>,
  changing: Changing,
): Details {
  const isWanted = shallowRef(false)
  return {
    isOpen: computed({
      get: () => isWanted.value && !changing.isOpen.value,
      set(open) {
        isWanted.value = open
        if (open) changing.close()
      },
    }),
    row: computed(() => {
      void session.painted.value
      const row = selection.value ? session.row(selection.value.active.row) : undefined
      return row?.group ? undefined : row
    }),
  }
}
