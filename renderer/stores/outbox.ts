import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ChangeSet, Plan, PlanNumbers } from '../../shared/contract/outbox.ts'
import { type Problem, problemOf } from '../../shared/problem.ts'
import { call, onEvent, onReturn } from '../bridge.ts'
import { throttled } from './throttled.ts'

/** Milliseconds between two looks at change sets and plan while the core reports commit after commit. */
const pause = 250
/** How long the plan of what was chosen before may still be shown: milliseconds. */
const beforeStale = 100

/** The change sets, which of them are to go, and what would happen if they went. The core's word, read again. */
export const useOutbox = defineStore('outbox', () => {
  const changeSets = shallowRef<readonly ChangeSet[]>([])
  /** Whether the core has answered at all. */
  const loaded = ref(false)
  /** Why the last look failed. */
  const problem = shallowRef<Problem | null>(null)
  /** Whether change sets of which nothing is left to do are shown too. */
  const settled = ref(false)
  /** Change sets that the person keeps back from the next sending; all others go. */
  const keptBack = ref<ReadonlySet<number>>(new Set())
  /** What sending would do; null where nothing would go, or before it has been worked out. */
  const plan = shallowRef<Plan | null>(null)
  /** What of it could be said at once; null where nothing is chosen. */
  const numbers = shallowRef<PlanNumbers | null>(null)
  /** The change sets that {@link plan} is of. */
  const planned = ref('')
  const planProblem = shallowRef<Problem | null>(null)

  const sendable = computed(() =>
    changeSets.value.filter(({ counts, unfinished }) => !unfinished && (counts.draft ?? 0) > 0),
  )
  /** Change sets that the next sending takes. */
  const chosen = computed(() => sendable.value.map(({ id }) => id).filter((id) => !keptBack.value.has(id)))

  /** Whether the plan is of what is chosen now. */
  const isPlanned = computed(() => plan.value !== null && planned.value === chosen.value.join())

  function choose(id: number, goes: boolean): void {
    const next = new Set(keptBack.value)
    if (goes) next.delete(id)
    else next.add(id)
    keptBack.value = next
  }

  /** Reads change sets and plan anew. */
  async function refresh(): Promise<void> {
    const asked = settled.value
    try {
      const answer = await call('outbox.changeSets', { settled: asked })
      const next = asked ? answer.changeSets : await withJustSettled(answer.changeSets)
      if (asked !== settled.value) return
      changeSets.value = next
      problem.value = null
    } catch (error) {
      problem.value = problemOf(error)
    } finally {
      loaded.value = true
    }
    await refreshPlan()
  }

  /** What was sent while it was looked at stays in sight, so that what came of it can be read. */
  async function withJustSettled(unsettled: readonly ChangeSet[]): Promise<readonly ChangeSet[]> {
    const still = new Set(unsettled.map(({ id }) => id))
    const gone = new Set(changeSets.value.map(({ id }) => id).filter((id) => !still.has(id)))
    if (gone.size === 0) return unsettled
    const all = await call('outbox.changeSets', { settled: true })
    return all.changeSets.filter(({ id, counts }) => still.has(id) || (gone.has(id) && (counts.done ?? 0) > 0))
  }

  async function refreshPlan(): Promise<void> {
    const asked = chosen.value
    const key = asked.join()
    const isAsked = () => key === chosen.value.join()
    try {
      if (asked.length === 0) {
        plan.value = numbers.value = null
        planned.value = ''
        planProblem.value = null
        return
      }
      const first = await call('outbox.planNumbers', { changeSets: asked })
      if (!isAsked()) return
      numbers.value = first
      // Of other change sets, the plan stays in sight only as long as the next one is about to come.
      const tooLong = setTimeout(() => {
        if (isAsked() && planned.value !== key) plan.value = null
      }, beforeStale)
      const answer = await call('outbox.plan', { changeSets: asked }).finally(() => clearTimeout(tooLong))
      if (!isAsked()) return
      plan.value = answer
      planned.value = key
      planProblem.value = null
    } catch (error) {
      if (!isAsked()) return
      plan.value = null
      planProblem.value = problemOf(error)
    }
  }

  let attended = false
  const soon = throttled(refresh, pause)
  onEvent(({ event }) => {
    if (event === 'outbox' && attended) soon()
  })
  onReturn(() => {
    if (attended) soon()
  })
  watch(settled, (shown) => {
    if (!shown) changeSets.value = []
    if (attended) void refresh()
  })
  watch(keptBack, () => void refreshPlan())

  /** Follows what the core does from now on, until the function that it returns is called. */
  function attend(): () => void {
    attended = true
    soon()
    return () => {
      attended = false
      loaded.value = false
      changeSets.value = []
      plan.value = numbers.value = null
    }
  }

  return {
    changeSets,
    loaded,
    problem,
    settled,
    plan,
    numbers,
    isPlanned,
    planProblem,
    sendable,
    chosen,
    choose,
    refresh,
    attend,
  }
})
