import type { Tracker } from '../../shared/model/tracker.ts'
import { trackerCloneKind } from '../../shared/operations/tracker-clone.ts'
import { deletionOf } from '../../shared/operations/tracker-delete-clone.ts'
import { filledIn } from '../../shared/rules/placeholders.ts'
import type { ActionOf, WholeAction } from './whole-action.ts'

/** Clones of the rows that are originals; what is no clone, or is to be deleted already, is passed over. */
export const deleteClones: WholeAction<ActionOf<'tracker.deleteClone'>, Tracker> = {
  params(_, { row, open, cache }) {
    if (!row.clone || open.length > 0) return null
    return deletionOf(row, cache.trackers.originalOf(row.sourceId)?.id)
  },
}

/**
 * Clones are not cloned, their originals are; a deleted tracker, and one that the user owns or has a clone of, is left
 * out, as an import refuses it.
 */
export const cloneTo: WholeAction<ActionOf<'tracker.clone'>, Tracker> = {
  instead({ user }, cache) {
    const owned = cache.trackers.sourcesOwnedBy([user])
    const taken = new Map<number, { readonly row: Tracker; readonly rows: number }>()
    return {
      of(chosen) {
        const sources = chosen.filter(({ clone }) => clone).map(({ sourceId }) => sourceId)
        const originals = cache.trackers.originalsOf(sources)
        for (const row of chosen) {
          const original = row.clone ? originals.get(row.sourceId) : row
          if (!original || original.corrupted || taken.has(original.id)) continue
          if (!owned.has(`${original.sourceId}:${user}`)) taken.set(original.id, { row: original, rows: 1 })
        }
        return [...taken.values()]
      },
    }
  },
  params({ user, skipExisting }, { row, open }) {
    // One that was refused makes way for another.
    const isStaged = open.some(({ state, params }) => {
      const clone = trackerCloneKind.params.safeParse(params)
      return state !== 'rejected' && clone.success && clone.data.user === user
    })
    return isStaged ? null : { tracker: row.id, user, skipExisting }
  },
}

/** Most characters of a command. */
const longest = 1000

/**
 * A command for the device of a tracker, with its placeholders filled in; one without a device is passed over, and one
 * that lacks what they name is left out.
 */
export const sendCommand: WholeAction<ActionOf<'tracker.command'>, Tracker> = {
  several({ command, form, reliable }, { row, also }) {
    if (row.deviceId === '') return null
    const filled = form === 'hex' ? command : filledIn(command, row)
    if (filled === null || filled.length > longest)
      return { meant: [], rows: 0, left: [{ problem: { code: 'placeholder-lacking' }, rows: 1 + also.length }] }
    const device = { tracker: row.id, source: row.sourceId, also, device: row.deviceId }
    return [{ kind: 'tracker.command', params: { ...device, command: filled, form, reliable }, subject: row.label }]
  },
}
