import { shallowRef, type ShallowRef } from 'vue'
import type { PanelChange } from '../../../shared/contract/changes.ts'
import type { RowChoice } from '../../components/table.ts'
import type { WindowedRows } from '../../stores/windowedRows.ts'

/** Which changes are chosen. */
export interface ChosenChanges {
  readonly ids: Readonly<ShallowRef<ReadonlySet<number>>>
  /** Chooses rows by where they stand; those not yet fetched are fetched. */
  choose(choice: RowChoice): Promise<void>
  clear(): void
}

/** Chooses among these rows. */
export function chosenChanges(rows: WindowedRows<PanelChange>): ChosenChanges {
  const ids = shallowRef<ReadonlySet<number>>(new Set())
  /** A choice that was made later makes an earlier one, still fetching, void. */
  let latest = 0
  return {
    ids,
    async choose({ from, to, how }) {
      const mine = (latest += 1)
      const held = Array.from({ length: to - from }, (_, offset) => rows.at(from + offset))
      const wanted = held.includes(undefined) ? await rows.take(from, to - from) : held
      if (mine !== latest) return
      const next = new Set(how === 'only' ? [] : ids.value)
      for (const row of wanted) {
        if (!row) continue
        if (how === 'flip' && next.has(row.id)) next.delete(row.id)
        else next.add(row.id)
      }
      ids.value = next
    },
    clear() {
      latest += 1
      ids.value = new Set()
    },
  }
}
