import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { LongStep } from '../../shared/contract/steps.ts'
import { call, onEvent } from '../bridge.ts'
import { useStatus } from './status.ts'

/** What takes no longer than this is not told of: milliseconds. */
const notWorthTelling = 1000

/** A long step as it is shown. */
export interface ShownStep extends LongStep {
  /** Milliseconds that the rest will take at the rate so far; null where that cannot be told. */
  readonly remaining: number | null
}

/** Steps of the core that take longer than a second: how far each has come, and the way to stop it. */
export const useSteps = defineStore('steps', () => {
  const underWay = shallowRef<readonly LongStep[]>([])
  /** When the first event of each of them came. */
  const begunAt = new Map<number, number>()
  /** Those that have lasted long enough to be told of. */
  const lasting = ref<ReadonlySet<number>>(new Set())

  function take(steps: readonly LongStep[]): void {
    const ids = new Set(steps.map(({ id }) => id))
    for (const id of begunAt.keys()) if (!ids.has(id)) begunAt.delete(id)
    for (const id of ids) {
      if (begunAt.has(id)) continue
      const at = Date.now()
      begunAt.set(id, at)
      setTimeout(() => {
        if (begunAt.get(id) === at) lasting.value = new Set([...lasting.value, id])
      }, notWorthTelling)
    }
    if ([...lasting.value].some((id) => !ids.has(id))) {
      lasting.value = new Set([...lasting.value].filter((id) => ids.has(id)))
    }
    underWay.value = steps
  }

  onEvent((event) => {
    if (event.event === 'steps') take(event.steps)
  })
  // A window that has missed an event finds them in the status.
  watch(
    () => useStatus().status,
    (status) => take(status?.steps ?? []),
  )

  const shown = computed(() =>
    underWay.value
      .filter(({ id }) => lasting.value.has(id))
      .map((step): ShownStep => {
        const elapsed = Date.now() - (begunAt.get(step.id) ?? Infinity)
        const known = !step.ending && step.done > 0 && elapsed > 0
        return { ...step, remaining: known ? (elapsed / step.done) * (step.total - step.done) : null }
      }),
  )

  /** Asks a step to stop; one that has ended meanwhile has nothing to stop. */
  async function stop(id: number): Promise<void> {
    await call('steps.stop', { id }).catch(() => undefined)
  }

  return { shown, stop }
})
