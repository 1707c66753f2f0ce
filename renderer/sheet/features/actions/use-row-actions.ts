import { computed, type ComputedRef, type Ref, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { MenuEntry } from '../../../components/menu.ts'
import { useStatus } from '../../../stores/status.ts'
import type { RowAction } from '../../model/session/staging.ts'
import { isAllowed, type RowActionKind, rowActions, textsOf } from './row-actions.ts'

/** The actions on rows, as a menu offers them. */
export interface OfferedActions {
  readonly entries: ComputedRef<MenuEntry[]>
  /** The action about which a dialog is asking; null while none does. */
  readonly asking: Ref<RowActionKind | null>
  /** An entry was chosen; false if it is none of these. */
  choose(key: string): boolean
  /** What was asked has been answered. */
  answer(action: RowAction): void
}

/** Offers the actions on `rows` selected rows; `act` receives what has been chosen, and asked where it has to be. */
export function useRowActions(rows: () => number, act: (action: RowAction) => void): OfferedActions {
  const { t } = useI18n()
  const status = useStatus()
  const asking = ref<RowActionKind | null>(null)

  return {
    asking,
    entries: computed(() =>
      rowActions.map((kind) => {
        const allowed = isAllowed(kind, status.status?.permissions ?? {})
        return {
          key: kind,
          label: t(`${textsOf(kind)}.entry`),
          disabled: rows() === 0 || !allowed,
          ...(allowed ? {} : { hint: t('sheet.actions.notAllowed') }),
          ...(kind === 'tracker.deleteClone' ? { lineAbove: true } : {}),
        }
      }),
    ),
    choose(key) {
      const kind = rowActions.find((one) => one === key)
      if (kind === undefined) return false
      if (kind === 'tracker.deleteClone') act({ kind })
      else asking.value = kind
      return true
    },
    answer(action) {
      asking.value = null
      act(action)
    },
  }
}
