import { computed, type ComputedRef, nextTick, shallowRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { type Problem, problemOf } from '../../../../shared/problem.ts'
import type { NamedPlace } from '../../../place-in-address.ts'
import { useStatus } from '../../../stores/status.ts'
import type { Notice } from '../../model/notice.ts'
import type { SheetSession } from '../../model/session.ts'
import { isAllowed } from '../actions/row-actions.ts'
import { madeByForm } from './asked-fields.ts'

/** A row that was not made, since there is one already. */
export interface There {
  readonly row: number
  readonly problem: Problem
}

/** How rows that the panel does not have yet are made in a sheet. */
export interface Making {
  /** Whether rows of this sheet can be made at all. */
  readonly isOffered: boolean
  /** Why this account may not make any; null where it may, as far as is known. */
  readonly hindrance: ComputedRef<string | null>
  readonly isOpen: Readonly<ShallowRef<boolean>>
  /** Why what was entered was not made; null again once something else is entered. */
  readonly there: Readonly<ShallowRef<There | null>>
  readonly failure: Readonly<ShallowRef<Problem | null>>
  /** Opens the form, or says why not; false where no rows of this sheet can be made. */
  open(): boolean
  /** Stages a row of these texts, and goes to it. */
  make(texts: Readonly<Record<string, string>>): Promise<void>
  /** Something else was entered. */
  changed(): void
  /** Goes to the row that there is already. */
  goToThere(): Promise<void>
  close(): void
}

/** The making of rows of a session's sheet. */
export function useMaking(options: {
  session: Pick<SheetSession, 'sheet' | 'make'>
  notice: Notice
  /** Ends the edit of a cell that is under way. */
  settle(): void
  /** Gives a row the cursor; false where it is not there. */
  goTo(place: NamedPlace): Promise<boolean>
}): Making {
  const { session, notice } = options
  const { t } = useI18n()
  const status = useStatus()
  const { name, named } = session.sheet
  const kind = madeByForm(name)
  const isOpen = shallowRef(false)
  const there = shallowRef<There | null>(null)
  const failure = shallowRef<Problem | null>(null)
  /** Pressed twice, the second time would find the row of the first. */
  let isUnderWay = false

  const hindrance = computed(() =>
    kind && isAllowed(kind.name, status.status?.permissions ?? {}) ? null : t('actions.notAllowed'),
  )

  function changed(): void {
    there.value = null
    failure.value = null
  }

  function close(): void {
    isOpen.value = false
    changed()
  }

  async function arrive(row: number, word: string): Promise<void> {
    close()
    // Where the form was opened has the focus again before the row takes it.
    await nextTick()
    await notice.said(async () => {
      const isThere = await options.goTo({ row, field: named })
      notice.say(isThere ? word : t('sheet.notice.rowGone'))
    })
  }

  return {
    isOffered: kind !== null,
    hindrance,
    isOpen,
    there,
    failure,
    open() {
      if (!kind) return false
      if (hindrance.value) notice.say(t(`making.entry.${name}`), hindrance.value)
      else {
        options.settle()
        isOpen.value = true
      }
      return true
    },
    async make(texts) {
      if (isUnderWay) return
      isUnderWay = true
      try {
        const { ids, skipped } = await session.make([texts])
        const [row = 0] = ids
        const [passedOver] = skipped
        if (passedOver) there.value = { row, problem: passedOver.problem }
        else await arrive(row, t(`making.done.${name}`))
      } catch (error) {
        failure.value = problemOf(error)
      } finally {
        isUnderWay = false
      }
    },
    changed,
    async goToThere() {
      if (there.value) await arrive(there.value.row, '')
    },
    close,
  }
}
