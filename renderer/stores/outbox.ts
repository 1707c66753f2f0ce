import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ChangeSet, Plan } from '../../shared/contract/outbox.ts'
import { type Problem, problemOf } from '../../shared/problem.ts'
import { call, onEvent, onReturn } from '../bridge.ts'
import { throttled } from './throttled.ts'

/** Milliseconds between two looks at change sets and plan while the core reports commit after commit. */
const pause = 250

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
  const planProblem = shallowRef<Problem | null>(null)

  const sendable = computed(() => changeSets.value.filter(({ counts }) => (counts.draft ?? 0) > 0))
  /** Change sets that the next sending takes. */
  const chosen = computed(() => sendable.value.map(({ id }) => id).filter((id) => !keptBack.value.has(id)))

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
    try {
      const answer = asked.length > 0 ? await call('outbox.plan', { changeSets: asked }) : null
      if (asked.join() !== chosen.value.join()) return
      plan.value = answer
      planProblem.value = null
    } catch (error) {
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
      plan.value = null
    }
  }

  return { changeSets, loaded, problem, settled, plan, planProblem, sendable, chosen, choose, refresh, attend }
})
