import { computed, type ComputedRef, onBeforeUnmount, type Ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CallOutput } from '../../../../shared/contract.ts'
import { number } from '../../../wording.ts'
import {
  isRange,
  isSeveral,
  partsOf,
  type Range,
  rangeOf,
  rowsOfAll,
  type Selection,
  stretchesOf,
} from '../../model/selection.ts'
import type { SheetSession } from '../../model/session.ts'
import type { Columns } from '../../model/use-columns.ts'

/** How long a selection rests before it is summed up, in milliseconds. */
const rest = 80
const sums = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

/** What is selected in a sheet. */
export interface Totals {
  /** How many rows, wholly or in part; what heads a group is no row. */
  readonly rows: ComputedRef<number>
  /** In words: `12 of 400 selected · 10 filled · 4 distinct`. */
  readonly text: ComputedRef<string>
}

/** What stands in what is selected; of several ranges it is not known how much of it is the same. */
type Summed = Omit<CallOutput<'sheet.summary'>, 'distinct'> & { readonly distinct: number | null }

/** What stands in several ranges, asked for one after the other: the core adds up one at a time. */
async function addedUp(
  selection: Selection,
  summed: (range: Range) => Promise<CallOutput<'sheet.summary'>>,
  isWanted: () => boolean,
): Promise<Summed> {
  let [rows, filled] = [0, 0]
  let sum: number | null = 0
  for (const { top, bottom } of stretchesOf(selection)) {
    if (isWanted()) rows += (await summed({ top, bottom, left: 0, right: 0 })).rows
  }
  for (const part of partsOf(selection)) {
    if (!isWanted()) break
    const answer = await summed(part)
    filled += answer.filled
    sum = sum === null || answer.sum === null ? null : sum + answer.sum
  }
  return { rows, filled, distinct: null, sum }
}

/** Sums up what is selected in a session's sheet. */
export function useTotals(session: SheetSession, columns: Columns, selection: Readonly<Ref<Selection | null>>): Totals {
  const { t } = useI18n()
  const summary = shallowRef<Summed | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  async function ask(chosen: Selection): Promise<void> {
    const mine = (turn += 1)
    const summed = (range: Range): Promise<CallOutput<'sheet.summary'>> =>
      session.summary(
        range,
        columns.shown.value.slice(range.left, range.right + 1).map(({ field }) => field),
      )
    try {
      const answer = isSeveral(chosen)
        ? await addedUp(chosen, summed, () => mine === turn)
        : await summed(rangeOf(chosen))
      if (mine === turn) summary.value = answer
    } catch {
      // The rows are counted all the same; why nothing more can be had is said where the rows are.
    }
  }

  watch([selection, session.revision, columns.shown, session.underWay], ([chosen, , , underWay], [before]) => {
    clearTimeout(timer)
    turn += 1
    // While an edit arrives, what was there stays: it is about to be true again.
    if (chosen !== before) summary.value = null
    // What it would be told now would not be true for long.
    if (underWay > 0 || !chosen || !isRange(chosen) || session.count.value === 0) return
    timer = setTimeout(() => void ask(chosen), rest)
  })
  onBeforeUnmount(() => clearTimeout(timer))

  const rows = computed(() => {
    if (!selection.value || session.count.value === 0) return 0
    void session.painted.value
    const isOnGroup = !isRange(selection.value) && session.row(selection.value.active.row)?.group
    return isOnGroup ? 0 : (summary.value?.rows ?? rowsOfAll(selection.value))
  })

  const text = computed(() => {
    if (!selection.value || session.count.value === 0) return ''
    const parts = [t('sheet.selected', { rows: number(rows.value), count: number(session.matching.value) })]
    if (summary.value) {
      const { filled, distinct, sum } = summary.value
      parts.push(t('looking.totals.filled', { count: number(filled) }))
      if (distinct !== null) parts.push(t('looking.totals.distinct', { count: number(distinct) }))
      if (sum !== null) parts.push(t('looking.totals.sum', { sum: sums.format(sum) }))
    }
    return parts.join(' · ')
  })

  return { rows, text }
}
