import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ChangeSet, Plan, PlanNumbers } from '../../shared/contract/outbox.ts'
import { finalStates, operationStates } from '../../shared/operations/states.ts'
import { type Problem, problemOf } from '../../shared/problem.ts'
import { call, onEvent, onReturn } from '../bridge.ts'
import { throttled } from './throttled.ts'

/** Milliseconds between two looks at change sets and plan while the core reports commit after commit. */
const pause = 250
/** How long the plan of what was chosen before may still be shown: milliseconds. */
const beforeStale = 100

/** Whether anything of a change set is left to be sent or settled. */
const isOpen = ({ counts }: ChangeSet): boolean =>
  operationStates.some((state) => !finalStates.includes(state) && (counts[state] ?? 0) > 0)

/** The change sets, which of them are to go, and what would happen if they went. The core's word, read again. */
export const useOutbox = defineStore('outbox', () => {
  /** Every change set that there is, newest first. */
  const all = shallowRef<readonly ChangeSet[]>([])
  /** Those that were open at any time while they were followed: what was sent meanwhile stays in sight, so that what came of it can be read. */
  const seenOpen = ref<ReadonlySet<number>>(new Set())
  /** Whether the core has answered at all. */
  const loaded = ref(false)
  /** Why the last look failed. */
  const problem = shallowRef<Problem | null>(null)
  /** Whether change sets of which nothing is left to do are unfolded. */
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

  /** What is open, and what was sent while it was looked at. */
  const open = computed(() =>
    all.value.filter((set) => isOpen(set) || (seenOpen.value.has(set.id) && (set.counts.done ?? 0) > 0)),
  )
  /** All others: nothing is left to do for them. */
  const finished = computed(() => {
    const ids = new Set(open.value.map(({ id }) => id))
    return all.value.filter(({ id }) => !ids.has(id))
  })
  /** Those that are listed: what is open comes first. */
  const changeSets = computed(() => (settled.value ? [...open.value, ...finished.value] : open.value))

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
    try {
      const answer = await call('outbox.changeSets', { settled: true })
      const ids = answer.changeSets.filter(isOpen).map(({ id }) => id)
      if (ids.some((id) => !seenOpen.value.has(id))) seenOpen.value = new Set([...seenOpen.value, ...ids])
      all.value = answer.changeSets
      problem.value = null
    } catch (error) {
      problem.value = problemOf(error)
    } finally {
      loaded.value = true
    }
    await refreshPlan()
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
  watch(keptBack, () => void refreshPlan())

  /** Follows what the core does from now on, until the function that it returns is called. */
  function attend(): () => void {
    attended = true
    soon()
    return () => {
      attended = false
      loaded.value = false
      all.value = []
      seenOpen.value = new Set()
      plan.value = numbers.value = null
    }
  }

  return {
    changeSets,
    finished,
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
