import { computed, type ComputedRef, nextTick, type Ref, shallowRef, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { BesideRow, SheetRow } from '../../../../shared/contract/sheets.ts'
import { type Problem, problemOf } from '../../../../shared/problem.ts'
import type { NamedPlace } from '../../../place-in-address.ts'
import { usePermitted } from '../../../stores/permitted.ts'
import type { Notice } from '../../model/notice.ts'
import type { SheetSession } from '../../model/session.ts'
import type { MenuEntry } from '../../../components/menu.ts'
import { methodWords, number } from '../../../wording.ts'
import { needsOf } from '../actions/row-actions.ts'
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
  /** What its button says besides. */
  readonly hint: string
  /** The entry that menus have for it; none where no rows can be made. */
  readonly entries: ComputedRef<readonly MenuEntry[]>
  /** An entry was chosen; false where it is another one. */
  choose(key: string): boolean
  readonly isOpen: Readonly<ShallowRef<boolean>>
  /** Why what was entered was not made; null again once something else is entered. */
  readonly there: Readonly<ShallowRef<There | null>>
  readonly failure: Readonly<ShallowRef<Problem | null>>
  /** Opens the form, or says why not; false where no rows of this sheet can be made. */
  open(): boolean
  /** Stages so many rows of these texts, those that are made beside another one there, and goes to the first. */
  make(
    texts: Readonly<Record<string, string>>,
    where?: { readonly count: number; readonly at: BesideRow['at'] },
  ): Promise<void>
  /** Something else was entered. */
  changed(): void
  /** Goes to the row that there is already. */
  goToThere(): Promise<void>
  close(): void
}

/** The making of rows of a session's sheet. */
export function useMaking(options: {
  session: Pick<SheetSession, 'sheet' | 'make'>
  /** The row of the active cell, once it has come. */
  active: Readonly<Ref<SheetRow | undefined>>
  notice: Notice
  /** The keys that open the form, in words. */
  keys: string
  /** Ends the edit of a cell that is under way. */
  settle(): void
  /** Gives a row the cursor; false where it is not there. */
  goTo(place: NamedPlace): Promise<boolean>
}): Making {
  const { session, notice } = options
  const { t } = useI18n()
  const permitted = usePermitted()
  const { name, named } = session.sheet
  const kind = madeByForm(name)
  const isOpen = shallowRef(false)
  const there = shallowRef<There | null>(null)
  const failure = shallowRef<Problem | null>(null)
  /** Pressed twice, the second time would find the row of the first. */
  let isUnderWay = false

  const isBeside = kind?.creates.beside !== undefined
  const hindrance = computed(() => {
    const off = kind && permitted.lack(needsOf(kind.name))
    if (off !== null) return off
    return isBeside && !options.active.value ? t(`making.beside.${name}.none`) : null
  })
  /** The row beside which rows are made: the one that was active when the form was opened. */
  let beside: number | null = null

  function changed(): void {
    there.value = null
    failure.value = null
  }

  function close(): void {
    isOpen.value = false
    changed()
  }

  async function arrive(row: number, ...words: (string | false)[]): Promise<void> {
    close()
    // Where the form was opened has the focus again before the row takes it.
    await nextTick()
    await notice.said(async () => {
      const isThere = await options.goTo({ row, field: named })
      notice.say(...(isThere ? words : [t('sheet.notice.rowGone')]))
    })
  }

  function open(): boolean {
    if (!kind) return false
    if (hindrance.value) notice.say(t(`making.entry.${name}`), hindrance.value)
    else {
      options.settle()
      beside = isBeside ? (options.active.value?.id ?? null) : null
      isOpen.value = true
    }
    return true
  }

  return {
    isOffered: kind !== null,
    hindrance,
    hint: [t('making.hint'), kind && methodWords(kind.methods)].filter(Boolean).join('\n'),
    entries: computed(() =>
      kind
        ? [
            {
              ...{ key: 'make', label: t('making.menu', { entry: t(`making.entry.${name}`) }) },
              hint: permitted.hint(needsOf(kind.name)) ?? hindrance.value ?? options.keys,
              ...(hindrance.value === null ? {} : { disabled: true, why: hindrance.value }),
              about: methodWords(kind.methods),
            },
          ]
        : [],
    ),
    choose: (key) => key === 'make' && open(),
    open,
    isOpen,
    there,
    failure,
    async make(texts, { count, at } = { count: 1, at: 'behind' }) {
      if (isUnderWay) return
      isUnderWay = true
      try {
        const rows = Array.from({ length: count }, () => texts)
        const { ids, skipped, broken } = await session.make(rows, beside === null ? null : { row: beside, at })
        const [row = 0] = ids
        const [passedOver] = skipped
        if (passedOver) there.value = { row, problem: passedOver.problem }
        else await arrive(row, t(`making.done.${name}`, { n: number(count) }, count), broken > 0 && t('making.toFill'))
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
