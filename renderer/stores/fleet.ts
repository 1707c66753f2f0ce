import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { FleetGlance } from '../../shared/contract/fleet.ts'
import { type Problem, problemOf } from '../../shared/problem.ts'
import { call, onEvent, onReturn } from '../bridge.ts'
import { useStatus } from './status.ts'
import { throttled } from './throttled.ts'

/** Milliseconds between two looks while rows change. */
const pause = 2000

/** The fleet at a glance: the core's numbers, read again as rows change. */
export const useFleet = defineStore('fleet', () => {
  const status = useStatus()
  /** Null until the core has answered. */
  const glance = shallowRef<FleetGlance | null>(null)
  const problem = shallowRef<Problem | null>(null)

  let turn = 0
  async function refresh(): Promise<void> {
    const mine = (turn += 1)
    try {
      const answer = await call('fleet.read', {})
      if (mine !== turn) return
      glance.value = answer
      problem.value = null
    } catch (error) {
      if (mine === turn) problem.value = problemOf(error)
    }
  }

  let attended = false
  const soon = throttled(refresh, pause)
  const look = (): void => {
    if (attended) soon()
  }
  onEvent((event) => {
    if (event.event === 'rows' && event.sheet === 'trackers') look()
  })
  onReturn(look)
  watch(() => status.status?.pull.completedAt, look)
  watch(
    () => status.profile?.id,
    () => {
      turn += 1
      glance.value = problem.value = null
      look()
    },
  )

  /** Follows the fleet from now on, until the function that it returns is called. */
  function attend(): () => void {
    attended = true
    void refresh()
    return () => (attended = false)
  }

  return { glance, problem, attend }
})
