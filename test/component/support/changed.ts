import type { PanelChange } from '../../../shared/contract/changes.ts'
import { now } from './clock.ts'
import { answering } from './core.ts'

const hour = 3_600_000

/** Pulls that ended: two of today, the last one of yesterday, and one of two days before. */
export const endedPulls = [
  { id: 5, at: now - 300_000 },
  { id: 4, at: now - 2 * hour },
  { id: 3, at: now - 24 * hour },
  { id: 2, at: now - 72 * hour },
]

/** A change at the panel, or one with some of it otherwise. */
export function panelChange(more: Partial<PanelChange> = {}): PanelChange {
  return {
    ...{ id: 1, at: now - 300_000, entity: 'tracker', row: 1, panelId: 10_101, name: 'Van 01', isThere: true },
    ...{ sort: 'changed', field: 'label', from: 'Van 1', to: 'Van 01', ours: false },
    ...more,
  }
}

const whole = { field: null, from: null, to: null }
/** What has changed since yesterday: of every sort, of every sheet. */
export const panelChanges: readonly PanelChange[] = [
  panelChange({ id: 9, at: null, row: 3, panelId: 10_103, name: 'Bus 12', from: 'Bus 03', to: 'Bus 12', ours: true }),
  panelChange({ id: 8, field: 'blocked', from: false, to: true }),
  panelChange({ id: 7 }),
  panelChange({ id: 6, field: 'comment', from: 'Spare key at the depot', to: null }),
  panelChange({ id: 5, row: 2, panelId: 10_102, name: 'Truck 02', field: 'plan', from: 'Basic', to: 'Fleet Plus' }),
  panelChange({
    ...{ id: 4, at: now - 2 * hour, row: 4, panelId: 10_104, name: 'Crane 04' },
    ...{ field: 'owner', from: 'ann@acme.example', to: 'dora@acme.example' },
  }),
  panelChange({ ...whole, id: 3, at: now - 2 * hour, row: 44, panelId: 10_144, name: 'Van 44', sort: 'new' }),
  panelChange({
    ...{ ...whole, id: 2, at: now - 2 * hour, row: 99, panelId: 10_199, name: 'Old van', sort: 'gone' },
    isThere: false,
  }),
  panelChange({
    ...{ id: 1, at: now - 2 * hour, entity: 'user', row: 11, panelId: 11, name: 'ann@acme.example' },
    ...{ field: 'phone', from: '4915111111111', to: '4915122222222' },
  }),
]

/** The core holds these changes. */
export function changesHold(rows: readonly PanelChange[] = panelChanges, pulls = endedPulls): void {
  answering({
    'changes.pulls': ({ before }) => ({
      latest: [...pulls],
      before: before.map((moment) => pulls.find(({ at }) => at < moment) ?? null),
    }),
    'changes.list': ({ entity, sorts, field, whose, search, from, count }) => {
      const found = rows.filter(
        (row) =>
          (entity === null || row.entity === entity) &&
          (sorts.length === 0 || sorts.includes(row.sort)) &&
          (field === null || row.field === field) &&
          (whose === 'all' || row.ours === (whose === 'ours')) &&
          row.name.toLowerCase().includes(search.toLowerCase()),
      )
      return { count: found.length, rows: found.slice(from, from + count) }
    },
    'changes.summary': () => ({
      groups: rows.map(({ entity, sort, field, ours }) => ({ entity, sort, field, ours, changes: 1 })),
    }),
  })
}
