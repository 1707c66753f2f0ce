import { computed, type ComputedRef, ref, type Ref, shallowRef, watch } from 'vue'
import type { OperationRow } from '../../../shared/contract/outbox.ts'
import type { OperationState } from '../../../shared/operations/states.ts'
import type { OperationsView } from './operationsView.ts'

/** The operation whose details are in sight, and the cursor that goes with it. */
export interface OpenedOperation {
  readonly cursor: Ref<number>
  readonly isOpen: ComputedRef<boolean>
  readonly row: ComputedRef<{ readonly row: OperationRow; readonly index: number } | undefined>
  open(index: number): void
  close(): void
  /** Opens an operation in a state that is not in sight, if it is there. */
  find(operation: number, state: OperationState): Promise<void>
  /** Opens the next operation in a state; false where there is none. */
  next(state: OperationState): Promise<boolean>
}

/** The details of one of these operations. The panel follows the cursor, and `goTo` brings a row under it. */
export function useOpenedOperation(view: OperationsView, goTo: (index: number) => void): OpenedOperation {
  const cursor = ref(0)
  const id = ref<number>()
  const row = shallowRef<{ row: OperationRow; index: number }>()

  function close(): void {
    id.value = undefined
    row.value = undefined
  }

  // The cursor follows the opened row when rows come and go around it. What takes the place of a row that is gone is what
  // is looked at next.
  watch([id, cursor, () => view.rows.count.value, () => view.rows.at(cursor.value)], ([opened, at], [was, before]) => {
    if (opened === undefined) return (row.value = undefined)
    const under = view.rows.at(at)
    const wentOn = opened === was && at !== before
    const moved = !wentOn && under?.id !== opened ? view.rows.find((one) => one.id === opened) : undefined
    if (moved) {
      row.value = moved
      goTo(moved.index)
    } else if (under) {
      id.value = under.id
      row.value = { row: under, index: at }
    } else if (view.rows.ready.value && view.rows.count.value === 0) close()
  })
  watch([view.changeSet, view.filter, view.search], () => {
    cursor.value = 0
    close()
  })

  function show(operation: number, index: number): void {
    id.value = operation
    goTo(index)
  }

  return {
    cursor,
    isOpen: computed(() => id.value !== undefined),
    row: computed(() => row.value),
    open(index) {
      id.value = view.rows.at(index)?.id
    },
    close,
    async find(operation, state) {
      const found = await view.next(state, operation - 1)
      if (found?.operation === operation) show(operation, found.index)
    },
    async next(state) {
      const found = await view.next(state, id.value ?? 0)
      if (found) show(found.operation, found.index)
      return found !== null
    },
  }
}
