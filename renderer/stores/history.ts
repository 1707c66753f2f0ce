import { defineStore } from 'pinia'
import { markRaw, ref, watch } from 'vue'
import type { CallInput } from '../../shared/contract.ts'
import type { AttemptRow, attemptOutcomes } from '../../shared/contract/outbox.ts'
import { call, onEvent, onReturn } from '../bridge.ts'
import { throttled } from './throttled.ts'
import { windowedRows } from './windowedRows.ts'

export type Outcome = (typeof attemptOutcomes)[number]

/** A row of an entity whose history is asked for. */
export type HistoryRow = NonNullable<CallInput<'history.attempts'>['row']>

/** Milliseconds between two looks at the attempts in sight while requests go out. */
const pause = 250

/** What was sent, as the history page looks at it. The question outlives the page; the rows are read again. */
export const useHistory = defineStore('history', () => {
  const search = ref('')
  /** Only these outcomes; empty for all. */
  const outcomes = ref<Outcome[]>([])
  /** Only the attempts of this operation; null for all. */
  const operation = ref<number | null>(null)

  /** Only the attempts about this row; null for all. */
  const row = ref<HistoryRow | null>(null)
  /** Only the attempts of this change set; null for all. */
  const changeSet = ref<number | null>(null)

  function question() {
    return {
      search: search.value.trim(),
      outcomes: outcomes.value,
      ...(row.value === null ? {} : { row: row.value }),
      ...(changeSet.value === null ? {} : { changeSet: changeSet.value }),
      ...(operation.value === null ? {} : { operation: operation.value }),
    }
  }

  const rows = markRaw(
    windowedRows<AttemptRow>((from, count) => call('history.attempts', { ...question(), from, count })),
  )
  watch([search, outcomes, operation, row, changeSet], rows.restart)

  let attended = false
  const soon = throttled(rows.refresh, pause)
  onEvent(({ event }) => {
    if (event === 'history' && attended) soon()
  })
  onReturn(() => {
    if (attended) soon()
  })

  /** Follows what is sent from now on, until the function that it returns is called. */
  function attend(): () => void {
    attended = true
    rows.restart()
    return () => (attended = false)
  }

  return { search, outcomes, operation, row, changeSet, question, rows, attend }
})
