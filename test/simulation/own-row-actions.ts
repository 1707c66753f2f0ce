import type { LedgerEntry } from '../../electron/demo-panel/ledger.ts'
import type { SimRig } from '../support/core-rig.ts'
import { freshImeis } from '../support/imeis.ts'
import type { Action, Actions } from './actions.ts'
import { allowed } from './world.ts'

// Rows that the panel does not have yet: made, edited, taken back and sent, in everything that can happen.

/** So few that one is wanted again after it was taken back, refused or made. */
const imeis = freshImeis(6, 500)
const cards = ['1', '2', '3'].map((last) => `899900000000000002${last}`)

const ownRows = (rig: SimRig) => rig.journal<{ id: number; key: string }>('SELECT id, key FROM own_row ORDER BY id')

const make: Action = async ({ rig, throws, equipment }) => {
  const rows = Array.from({ length: throws.whole(1, 3) }, () => ({
    imei: throws.pick(imeis),
    equipment: throws.chance(0.1) ? 'no such thing' : `#${equipment}`,
  }))
  await rig.call('sheet.make', { sheet: 'bundles', rows })
}

const editThem: Action = async ({ rig, throws, equipment }) => {
  const rows = ownRows(rig)
  if (rows.length === 0) return
  const cells = Array.from({ length: throws.whole(1, 3) }, () => {
    const { id } = throws.pick(rows)
    return throws.chance(0.3)
      ? { id, field: 'equipment', value: throws.chance(0.1) ? 'nothing' : `#${equipment}` }
      : { id, field: 'iccid', value: throws.pick([...cards, '']) }
  })
  await rig.call('sheet.stage', { sheet: 'bundles', source: 'type', cells })
}

const takeBack: Action = async ({ rig, throws }) => {
  const rows = ownRows(rig)
  if (rows.length === 0) return
  await allowed(rig.call('sheet.revert', { sheet: 'bundles', cells: [{ id: throws.pick(rows).id, field: null }] }))
}

export const ownRowActions: Actions = [
  ['make rows', 8, make],
  ['edit rows of our own', 12, editThem],
  ['take rows of our own back', 2, takeBack],
]

/** Our ids of bundles that were made, by the panel's: an id of ours is the same for as long as its IMEI is. */
export function madeRows(rig: SimRig, entries: readonly LedgerEntry[]): ReadonlyMap<number, number> {
  const own = new Map(ownRows(rig).map(({ id, key }) => [key, id]))
  return new Map(
    entries.flatMap((entry) => {
      const id = entry.effect === 'bundle.import' ? own.get(entry.imei) : undefined
      return entry.effect === 'bundle.import' && id !== undefined ? [[entry.bundle, id] as const] : []
    }),
  )
}

/** Rows that we made and that are not, in the end, the one row of their sheet that the panel calls so. */
export function strayRows(rig: SimRig, made: ReadonlyMap<number, number>): string[] {
  const rows = rig.cached<{ id: number; panelId: number | null }>('SELECT id, panel_id AS panelId FROM bundle')
  return [
    ...rows.flatMap(({ id, panelId }) => (panelId === null ? [`Row ${id} is not at the panel`] : [])),
    ...[...made].flatMap(([panelId, id]) => {
      const shown = rows.filter((row) => row.panelId === panelId).map((row) => row.id)
      return shown.length === 1 && shown[0] === id
        ? []
        : [`Bundle ${panelId} is row ${shown.join(', ')}, and not ${id}`]
    }),
  ]
}
