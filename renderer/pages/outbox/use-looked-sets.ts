import { computed, nextTick, ref, watch, type WritableComputedRef } from 'vue'
import { type LocationQuery, useRoute } from 'vue-router'
import { type OperationState, operationStates } from '../../../shared/operations/states.ts'
import { useOutbox } from '../../stores/outbox.ts'
import type { OperationsView } from './operationsView.ts'

/** Which change sets the page looks at. */
export interface LookedSets {
  /** The one that is looked at; null for all. */
  readonly shown: WritableComputedRef<number | null>
  /** Looks at a change set as a whole. */
  lookAt(changeSet: number): void
}

const idIn = (named: LocationQuery[string] | undefined): number | null =>
  typeof named === 'string' && /^\d{1,15}$/.test(named) ? Number(named) : null

/**
 * The change sets that the page looks at: one that the address names, one that a person chose, or else the newest. `find`
 * is told of an operation that the address names, by its state, once its change set is looked at.
 */
export function useLookedSets(
  view: OperationsView,
  find: (operation: number, state: OperationState) => Promise<void>,
): LookedSets {
  const route = useRoute()
  const outbox = useOutbox()
  /** Whether a person chose to look at all of them. */
  const wantsAll = ref(false)
  /** The change set that the address names, to be looked at as soon as it is listed. */
  const awaited = ref<number | null>(null)
  const awaitedOperation = ref<{ operation: number; state: OperationState } | null>(null)

  const shown = computed({
    get: () => view.changeSet.value,
    set(id) {
      wantsAll.value = id === null
      view.changeSet.value = id
    },
  })

  function lookAt(changeSet: number): void {
    view.filter.value = 'all'
    view.search.value = ''
    shown.value = changeSet
  }

  watch(
    () => route.query['set'],
    (named) => {
      awaited.value = idIn(named)
      if (awaited.value !== null) outbox.settled = true
    },
    { immediate: true },
  )
  watch(
    () => outbox.changeSets,
    (sets) => {
      if (awaited.value !== null && sets.some(({ id }) => id === awaited.value)) {
        lookAt(awaited.value)
        awaited.value = null
        return
      }
      const isThere = sets.some(({ id }) => id === view.changeSet.value)
      if (!isThere && !(wantsAll.value && sets.length > 1)) view.changeSet.value = sets[0]?.id ?? null
    },
    { immediate: true },
  )
  watch(
    () => route.query,
    (query) => {
      const operation = idIn(query['operation'])
      const state = operationStates.find((one) => one === query['state'])
      if (operation !== null && state) awaitedOperation.value = { operation, state }
    },
    { immediate: true },
  )
  watch(
    [awaitedOperation, awaited, view.changeSet],
    async ([wanted, set]) => {
      if (!wanted || set !== null || view.changeSet.value === null) return
      awaitedOperation.value = null
      // Looking at another change set closes what was open.
      await nextTick()
      await find(wanted.operation, wanted.state)
    },
    { immediate: true },
  )

  return { shown, lookAt }
}
