import { onScopeDispose, ref, type Ref, shallowRef, watch } from 'vue'
import type { CallOutput } from '../../../shared/contract.ts'
import type { OperationRow } from '../../../shared/contract/outbox.ts'
import type { OperationState } from '../../../shared/operations/states.ts'
import { call, onEvent, onReturn } from '../../bridge.ts'
import type { RowChoice } from '../../components/table.ts'
import { throttled } from '../../stores/throttled.ts'
import { type WindowedRows, windowedRows } from '../../stores/windowedRows.ts'
import { brokenOf, type Filter, statesOf } from './filters.ts'

/** Milliseconds between two looks at the rows in sight while operations change. */
const pause = 250

/** The operations that the page looks at: of which change set, under which filter, and which of them are chosen. */
export interface OperationsView {
  /** The change set looked at; null for all. */
  readonly changeSet: Ref<number | null>
  readonly filter: Ref<Filter>
  readonly search: Ref<string>
  readonly rows: WindowedRows<OperationRow>
  /** Operations chosen, with the state they were last seen in. */
  readonly chosen: Readonly<Ref<ReadonlyMap<number, OperationState>>>
  /** Chooses rows by where they stand; those not yet fetched are fetched. */
  choose(choice: RowChoice): Promise<void>
  clear(): void
  /** Where the next operation in a state stands, after one and round again from the first; null where there is none. */
  next(state: OperationState, after: number): Promise<CallOutput<'outbox.next'>['next']>
}

/** Looks at operations, of those change sets that are listed, until the component that asked for it goes. */
export function useOperationsView(listed: () => readonly number[]): OperationsView {
  const changeSet = ref<number | null>(null)
  const filter = ref<Filter>('all')
  const search = ref('')
  const chosen = shallowRef<ReadonlyMap<number, OperationState>>(new Map())

  const query = () => ({
    changeSet: changeSet.value,
    // What is folded away is no part of all of them: their counts and their rows are of the same.
    ...(changeSet.value === null ? { among: [...listed()] } : {}),
    states: statesOf(filter.value),
    ...brokenOf(filter.value),
    search: search.value.trim(),
  })

  const rows = windowedRows<OperationRow>(async (from, count) => {
    const answer = await call('outbox.operations', { ...query(), from, count })
    remember(answer.rows)
    return answer
  })

  /** Keeps the states of what is chosen up to date with what the core says of them. */
  function remember(seen: readonly OperationRow[]): void {
    const moved = seen.filter(({ id, state }) => chosen.value.has(id) && chosen.value.get(id) !== state)
    if (moved.length === 0) return
    chosen.value = new Map([...chosen.value, ...moved.map(({ id, state }) => [id, state] as const)])
  }

  /** A choice that was made later makes an earlier one, still fetching, void. */
  let latest = 0

  async function choose({ from, to, how }: RowChoice): Promise<void> {
    const mine = (latest += 1)
    const held = Array.from({ length: to - from }, (_, offset) => rows.at(from + offset))
    const wanted = held.includes(undefined) ? await rows.take(from, to - from) : held
    if (mine !== latest) return
    const next = new Map(how === 'only' ? [] : chosen.value)
    for (const row of wanted) {
      if (!row) continue
      if (how === 'flip' && next.has(row.id)) next.delete(row.id)
      else next.set(row.id, row.state)
    }
    chosen.value = next
  }

  function clear(): void {
    latest += 1
    chosen.value = new Map()
  }

  watch([changeSet, filter, search, () => (changeSet.value === null ? listed().join() : '')], () => {
    clear()
    rows.restart()
  })

  const soon = throttled(rows.refresh, pause)
  const forget = [
    onEvent((event) => {
      if (event.event === 'outbox') soon()
    }),
    onReturn(soon),
  ]
  onScopeDispose(() => forget.forEach((stop) => stop()))

  async function next(state: OperationState, after: number) {
    try {
      return (await call('outbox.next', { ...query(), state, after })).next
    } catch {
      // Whatever keeps it from being asked keeps the rows from being read, too, and is said there.
      return null
    }
  }

  return { changeSet, filter, search, rows, chosen, choose, clear, next }
}
