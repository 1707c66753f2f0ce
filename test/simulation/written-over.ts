import type { LedgerEntry } from '../../electron/demo-panel/ledger.ts'
import { anyEdit, type AnyEdit } from '../../shared/operations/edit.ts'
import type { SimRig } from '../support/core-rig.ts'
import type { Ours } from '../support/effects.ts'

/** What the panel holds of a row, by the fields that edits set. */
export type Held = Readonly<Record<string, string | number | boolean>>

/** The window that remains between reading and sending, with the way there and back: milliseconds. */
export const windows = { exact: 3_000, quick: 61_000 }

/** What an effect changed of which row, by our id of it; the panel's trackers and bundles have no id in common. */
function change(entry: LedgerEntry, ours: Ours): [number, Held] | null {
  switch (entry.effect) {
    case 'tracker.settings': {
      const { label, hidden, comment } = entry
      return [ours(entry.tracker), { label, hidden, ...(comment === undefined ? {} : { comment }) }]
    }
    case 'tracker.tariff':
      return [ours(entry.tracker), { plan: entry.plan }]
    case 'tracker.block':
      return [ours(entry.tracker), { blocked: entry.blocked }]
    case 'tracker.move':
      return [ours(entry.tracker), { owner: entry.user }]
    case 'user.changed': {
      const { comment, phone, post_city: city } = entry.fields
      return [entry.user, { comment, phone, city }]
    }
    case 'bundle.sim':
      return [ours(entry.bundle), { iccid: entry.iccid ?? '' }]
    default:
      return null
  }
}

/** An edit as it was asked for at some time. */
type Asked = AnyEdit & { readonly id: number }

/** Everything that was ever asked of rows by edits, and whether one was made against a value, or an earlier one that was. */
export function askedOf(rig: SimRig) {
  const edits = rig.journal<{ operation: number; params: string }>('SELECT * FROM asked').flatMap((row): Asked[] => {
    const parsed = anyEdit.safeParse(JSON.parse(row.params))
    return parsed.success ? [{ ...parsed.data, id: row.operation }] : []
  })
  const knew = (edit: Asked, field: string, value: unknown): boolean =>
    edit.base[field] === value ||
    edits.some((earlier) => earlier.id === edit.baseFrom[field] && knew(earlier, field, value))
  return { edits, knew }
}

/**
 * Fields that a client set although nobody asked for it, or over a value of somebody else's that the edit was not made
 * against. What others wrote after it was read cannot be seen any more; `quick` are operations that were read ahead.
 */
export function writtenOver(
  rig: SimRig,
  ours: Ours,
  begun: ReadonlyMap<number, Held>,
  quick: ReadonlySet<number>,
): string[] {
  const { edits, knew } = askedOf(rig)
  const entries = rig.panel.ledger.entries()
  const held = new Map(begun)
  const othersAt = new Map<string, number>()
  const broken: string[] = []
  for (const entry of entries) {
    if (entry.effect === 'bundle.import') held.set(ours(entry.bundle), { iccid: '' })
    const [tracker, changed] = change(entry, ours) ?? []
    const before = tracker === undefined ? undefined : held.get(tracker)
    if (tracker === undefined || !changed || !before) continue
    held.set(tracker, { ...before, ...changed })
    for (const [field, value] of Object.entries(changed)) {
      const key = `${tracker} ${field}`
      const was = before[field]
      if (was === value) continue
      if (entry.session === 0) {
        othersAt.set(key, entry.time)
        continue
      }
      // A panel that takes minutes over a request may have been told something else meanwhile.
      const received = rig.wire.sent[entry.request - 1]?.at ?? entry.time
      const since = received - (othersAt.get(key) ?? -Infinity)
      const asked = edits.filter((edit) => ours(edit.row) === tracker && edit.set[field] === value)
      const isQuick = edits.some((edit) => ours(edit.row) === tracker && quick.has(edit.id))
      if (since < (isQuick ? windows.quick : windows.exact)) continue
      const told = `${field} of ${tracker}: ${String(was)} → ${String(value)}`
      if (asked.length === 0) broken.push(`Nobody asked for ${told}`)
      else if (since < Infinity && !asked.some((edit) => knew(edit, field, was))) {
        broken.push(`Somebody was overwritten unseen, ${told}`)
      }
      othersAt.delete(key)
    }
  }
  return broken
}
