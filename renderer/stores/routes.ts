import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { RoutesState } from '../../shared/contract/routes.ts'
import { type Problem, problemOf } from '../../shared/problem.ts'
import { call, onEvent, onReturn } from '../bridge.ts'
import { daysAround } from './days-around.ts'
import { useStatus } from './status.ts'
import { throttled } from './throttled.ts'

/** Milliseconds between two looks while the core reports user after user. */
const pause = 250

/** How one of the chosen users' last pull ended. */
export type RouteUser = RoutesState['users'][number]

/** Whose routes are looked at, and how their pull stands. The core's word, read again. */
export const useRoutes = defineStore('routes', () => {
  const status = useStatus()
  /** Null until the core has answered for the open panel. */
  const state = shallowRef<RoutesState | null>(null)
  /** Why the last look failed. */
  const problem = shallowRef<Problem | null>(null)

  let asked = 0

  async function refresh(): Promise<void> {
    const mine = (asked += 1)
    try {
      const answer = await call('routes.state', {})
      if (mine !== asked) return
      state.value = answer
      problem.value = null
    } catch (error) {
      if (mine === asked) problem.value = problemOf(error)
    }
  }

  /**
   * Looks at the routes of these users from now on, of the days that are looked at already or else those around today.
   * Rejects with what stood in the way.
   */
  async function chooseUsers(users: readonly number[]): Promise<void> {
    // The core is asked: nothing of it may have been looked at in this window yet.
    const { choice: before } = await call('routes.state', {})
    const { from, to } = before ?? daysAround(Date.now())
    await call('routes.choose', { users: [...users], from, to })
    await refresh()
  }

  const soon = throttled(refresh, pause)
  const refreshIfOpen = (): void => {
    if (status.profile) soon()
  }
  onEvent(({ event }) => {
    if (event === 'routes') refreshIfOpen()
  })
  onReturn(refreshIfOpen)
  // Another panel has routes of its own: what was on its way belongs to the one before.
  watch(
    () => status.profile?.id,
    () => {
      asked += 1
      state.value = problem.value = null
      refreshIfOpen()
    },
    { immediate: true },
  )

  const byUser = computed<ReadonlyMap<number, RouteUser>>(
    () => new Map((state.value?.users ?? []).map((user) => [user.id, user])),
  )
  const choice = computed(() => state.value?.choice ?? null)
  const running = computed(() => state.value?.running ?? false)

  return { state, problem, choice, running, byUser, refresh, chooseUsers }
})
