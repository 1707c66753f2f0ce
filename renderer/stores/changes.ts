import { defineStore } from 'pinia'
import { computed, markRaw, ref, shallowRef, watch } from 'vue'
import type { CallOutput } from '../../shared/contract.ts'
import type { ChangesAsked, ChangeSort, EndedPull, PanelChange } from '../../shared/contract/changes.ts'
import type { EntityName } from '../../shared/entities/entity.ts'
import { type Problem, problemOf } from '../../shared/problem.ts'
import { call, onEvent, onReturn } from '../bridge.ts'
import { useStatus } from './status.ts'
import { throttled } from './throttled.ts'
import { windowedRows } from './windowedRows.ts'

/** Milliseconds between two looks while a pull or a sending goes on. */
const pause = 500

/** The last pull of each of so many days can be chosen. */
const daysOffered = 30

/** The beginning of the day, by the computer's clock, so many days before that of `at`. */
function dayBegins(at: number, daysBefore: number): number {
  const day = new Date(at)
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysBefore).getTime()
}

/** What has changed at the panel, as the page looks at it. The question outlives the page; the rows are read again. */
export const useChanges = defineStore('changes', () => {
  const status = useStatus()
  /** The id of the pull since which is looked; null for the last one of yesterday. */
  const chosen = ref<number | null>(null)
  const entity = ref<EntityName | null>(null)
  const sort = ref<ChangeSort | null>(null)
  const field = ref<string | null>(null)
  const whose = ref<ChangesAsked['whose']>('all')
  const search = ref('')

  /** Pulls that can be chosen, newest first; null until the core has answered. */
  const pulls = shallowRef<readonly EndedPull[] | null>(null)
  const yesterdays = shallowRef<EndedPull | null>(null)
  const groups = shallowRef<CallOutput<'changes.summary'>['groups']>([])
  const problem = shallowRef<Problem | null>(null)
  const since = computed(() => chosen.value ?? yesterdays.value?.id ?? 0)

  const asked = (): ChangesAsked => ({
    since: since.value,
    entity: entity.value,
    sorts: sort.value === null ? [] : [sort.value],
    field: field.value,
    whose: whose.value,
    search: search.value.trim(),
  })
  const rows = markRaw(
    windowedRows<PanelChange>((from, count) =>
      // Since when is not known before the pulls are.
      pulls.value === null
        ? Promise.resolve({ count: 0, rows: [] })
        : call('changes.list', { ...asked(), from, count }),
    ),
  )

  let turn = 0
  async function refresh(): Promise<void> {
    const mine = (turn += 1)
    try {
      const before = Array.from({ length: daysOffered }, (_, days) => dayBegins(Date.now(), days))
      const found = await call('changes.pulls', { before })
      if (mine !== turn) return
      const isFirst = pulls.value === null
      const offered = new Map([...found.latest, ...found.before].flatMap((pull) => (pull ? [[pull.id, pull]] : [])))
      pulls.value = [...offered.values()].sort((a, b) => b.id - a.id)
      yesterdays.value = found.before[0] ?? null
      const summary = await call('changes.summary', { since: since.value })
      if (mine !== turn) return
      groups.value = summary.groups
      problem.value = null
      if (isFirst) rows.restart()
    } catch (error) {
      if (mine === turn) problem.value = problemOf(error)
    }
  }

  let attended = false
  const soon = throttled(async () => {
    await refresh()
    rows.refresh()
  }, pause)
  const look = (): void => {
    if (attended) soon()
  }
  onEvent(({ event }) => {
    if (event === 'rows') look()
  })
  onReturn(look)
  watch(() => status.status?.pull.completedAt, look)
  watch([since, entity, sort, field, whose, search], () => {
    if (attended) rows.restart()
  })
  watch(since, () => {
    if (attended) void refresh()
  })
  // Another panel has pulls of its own.
  watch(
    () => status.profile?.id,
    () => {
      turn += 1
      pulls.value = yesterdays.value = chosen.value = problem.value = null
      groups.value = []
      showAll()
      look()
    },
  )

  function showAll(): void {
    entity.value = sort.value = field.value = null
    whose.value = 'all'
    search.value = ''
  }

  /** Follows what changes from now on, until the function that it returns is called. */
  function attend(): () => void {
    attended = true
    void refresh()
    rows.restart()
    return () => (attended = false)
  }

  return { chosen, since, entity, sort, field, whose, search, pulls, groups, problem, rows, showAll, refresh, attend }
})
