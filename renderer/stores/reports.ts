import { defineStore } from 'pinia'
import { computed, markRaw, ref, shallowRef, watch } from 'vue'
import {
  reportSpan,
  type ReportMonth,
  type ReportOwner,
  type ReportSpan,
  type ReportsState,
} from '../../shared/contract/reports.ts'
import { type Problem, problemOf } from '../../shared/problem.ts'
import { lastMonths } from '../../shared/rules/months.ts'
import { call, onEvent, onReturn } from '../bridge.ts'
import { useStatus } from './status.ts'
import { throttled } from './throttled.ts'
import { windowedRows } from './windowedRows.ts'

/** Milliseconds between two looks while the core reads month after month. */
const pause = 250

/** How many months are looked at until a person chooses. */
const usual = 12

/** Months of trackers that were counted as active, as they are kept. The core's word, read again. */
export const useReports = defineStore('reports', () => {
  const status = useStatus()
  /** As it stands in the fields: it may be none while a person types. */
  const span = ref<ReportSpan>(lastMonths(Date.now(), usual))
  const search = ref('')
  const state = shallowRef<ReportsState | null>(null)
  /** Months of the last span that was one; null until the core has answered. */
  const months = shallowRef<readonly ReportMonth[] | null>(null)
  const problem = shallowRef<Problem | null>(null)

  /** The span that is asked for; null where what stands in the fields is none. */
  const asked = computed<ReportSpan | null>(() => reportSpan.safeParse(span.value).data ?? null)

  const owners = markRaw(
    windowedRows<ReportOwner>(async (from, count) =>
      asked.value
        ? call('reports.owners', { span: asked.value, search: search.value.trim(), from, count })
        : { count: 0, rows: [] },
    ),
  )

  let turn = 0
  async function refresh(): Promise<void> {
    const mine = (turn += 1)
    try {
      const now = await call('reports.state', {})
      const answer = asked.value ? (await call('reports.months', { span: asked.value })).months : null
      if (mine !== turn) return
      state.value = now
      months.value = answer ?? months.value
      problem.value = null
    } catch (error) {
      if (mine === turn) problem.value = problemOf(error)
    }
  }

  let attended = false
  const soon = throttled(refresh, pause)
  const look = (): void => {
    if (!attended) return
    soon()
    owners.refresh()
  }
  onEvent(({ event }) => {
    if (event === 'reports') look()
  })
  onReturn(look)
  watch(asked, () => {
    if (!attended) return
    void refresh()
    owners.restart()
  })
  watch(search, owners.restart)
  // Another panel has months of its own: what was on its way belongs to the one before.
  watch(
    () => status.profile?.id,
    () => {
      turn += 1
      state.value = months.value = problem.value = null
    },
  )

  /** Follows the months from now on, until the function that it returns is called. */
  function attend(): () => void {
    attended = true
    void refresh()
    owners.restart()
    return () => (attended = false)
  }

  const running = computed(() => state.value?.running ?? false)

  return { span, asked, search, state, months, problem, running, owners, refresh, attend }
})
