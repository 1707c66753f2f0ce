import { computed, type ComputedRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { PutPlace } from '../../../../shared/actions/action.ts'
import type { Sheet, TakenHow } from '../../../../shared/sheets/sheet.ts'
import { number } from '../../../wording.ts'
import { isInOwnOrder } from '../../model/look/sorting.ts'
import type { Notice } from '../../model/notice.ts'
import { isSeveral, isWholeRow, rangeOf, rowsIn, type Extent, type Selection } from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import { isSameText } from './clipboard.ts'
import { useTakenRows, type TakenRows } from './taken-rows.ts'

/** Whole rows that are cut or copied, and put beside another one. */
export interface RowPutting {
  /** How rows were taken that can be put here; null where there are none. */
  readonly taken: ComputedRef<TakenHow | null>
  /** Whether the row at a place of the view was cut, and stays there until it is put elsewhere. */
  readonly isCut: ComputedRef<(row: number) => boolean>
  /** Remembers what was selected as it went onto the clipboard, as this text; false where it is no rows that can be put elsewhere. */
  take(how: TakenHow, text: string): boolean
  /** Puts the rows that were cut behind the active one if this is their text still; false where it is none of theirs. */
  paste(text: string): boolean
  /** Puts what was taken beside the active row. */
  insert(side: PutPlace['side']): Promise<void>
  /** Something else was put onto the clipboard. */
  forget(): void
  /** Leaves rows that were cut where they are; false where there are none. */
  cancel(): boolean
}

/** Puts rows of a session's sheet beside others by cutting or copying them, where the sheet says how. */
export function useRowPutting(options: {
  session: SheetSession
  profile: string | null
  selection: Ref<Selection | null>
  extent: Readonly<Ref<Extent>>
  notice: Notice
  /** Puts them, as they were taken, and answers whether that staged anything; null where none are put. */
  put: ((how: TakenHow, ids: readonly number[], beside: PutPlace) => Promise<boolean>) | null
}): RowPutting {
  const { session, profile, selection, extent, notice, put } = options
  const { t } = useI18n()
  const sheet: Sheet = session.sheet
  const memory = useTakenRows()
  /** What was taken from this sheet of this panel: an id says nothing elsewhere. */
  const ofHere = (rows: TakenRows | null): TakenRows | null =>
    rows?.sheet === session.sheet.name && rows.profile === profile ? rows : null
  const here = computed(() => ofHere(memory.taken))

  async function insert(side: PutPlace['side']): Promise<void> {
    const taken = here.value
    const active = selection.value?.active.row
    if (!taken || !put || active === undefined) return
    if (!isInOwnOrder(session.query.value)) return notice.say(t('sheet.notice.notInOwnOrder'))
    const [[row], ids] = await Promise.all([session.ids(active, active), taken.ids])
    if (row === undefined || here.value !== taken) return
    const isCut = taken.how === 'cut'
    if (isCut && ids.includes(row)) return notice.say(t('sheet.notice.besideItself'))
    // Another key would put them once more.
    if (isCut) memory.spend()
    let isPut = false
    try {
      isPut = await put(taken.how, ids, { row, side })
    } finally {
      // What stays where it is can go elsewhere still.
      if (isCut && !isPut && memory.spent === taken) await memory.take(taken)
    }
  }

  return {
    taken: computed(() => here.value?.how ?? null),
    isCut: computed((): ((row: number) => boolean) => {
      const { cut } = memory
      if (cut.size === 0 || !here.value) return () => false
      return (row) => cut.has(session.row(row)?.id ?? 0)
    }),
    take(how, text) {
      const current = selection.value
      const isWhole = current !== null && isWholeRow(current, current.active.row, extent.value.columns)
      if (!sheet.puts || !put || !isWhole || isSeveral(current)) {
        memory.forget()
        return false
      }
      const range = rangeOf(current)
      const ids = session.ids(range.top, range.bottom)
      void notice.said(() => memory.take({ how, sheet: session.sheet.name, profile, text, ids }))
      if (how === 'cut') notice.say(t('sheet.notice.cut', { rows: number(rowsIn(range)) }, rowsIn(range)))
      return true
    },
    paste(text) {
      const spent = ofHere(memory.spent)
      if (spent && isSameText(spent.text, text)) {
        notice.say(t('sheet.notice.putAlready'))
        return true
      }
      if (!here.value) return false
      if (!isSameText(here.value.text, text)) {
        memory.forget()
        return false
      }
      if (here.value.how !== 'cut') return false
      void notice.said(() => insert('behind'))
      return true
    },
    insert: (side) => notice.said(() => insert(side)),
    forget: memory.forget,
    cancel() {
      if (here.value?.how !== 'cut') return false
      memory.forget()
      notice.say(t('sheet.notice.notCut'))
      return true
    },
  }
}
