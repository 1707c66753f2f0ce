import type { SheetAction } from '../../shared/contract/sheets.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import { kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import { spokesman } from '../../shared/operations/device.ts'
import { trackerCloneKind } from '../../shared/operations/tracker-clone.ts'
import { deletionOf } from '../../shared/operations/tracker-delete-clone.ts'
import type { Cache } from '../store/cache.ts'
import type { Operation } from '../store/operation.ts'
import type { CellSetting } from './cell-reader.ts'

/** What an action comes to for one tracker: an operation to stage. */
export interface Proposal {
  readonly kind: KindName
  readonly params: unknown
}

/** What an action is about: the tracker by which it is called, and the rows for which it was asked. */
export interface Subject {
  readonly tracker: Tracker
  /** Further rows that the one operation is for. */
  readonly also: readonly number[]
  /** How many of the rows that were chosen it is about. */
  readonly rows: number
}

/** Whether an operation leaves nothing to do for whatever is staged behind it on the same tracker. */
const endsAll = ({ kind }: Operation): boolean => kindOf(kind).bars?.kinds === 'all'

/** Gathers what an action is about from the rows that were chosen, as they come. */
export interface Subjects {
  /** Adds rows, none of them twice; `open` are the operations of a tracker that are not settled. */
  add(rows: readonly number[], open: (tracker: number) => readonly Operation[]): void
  /** What it is about: each once, and rows together that stand for the same thing. */
  all(): Subject[]
}

export function createSubjects(action: SheetAction, cache: Cache): Subjects {
  return action.kind === 'tracker.clone' ? clonable(action.user, cache) : together(action, cache)
}

function together(action: SheetAction, cache: Cache): Subjects {
  const { per } = kindOf(action.kind)
  const groups = new Map<string, Tracker[]>()
  /** Rows that go away before: they are asked for nothing, as long as another stands for the same. */
  const leaving = new Set<number>()
  return {
    add(ids, open) {
      for (const row of cache.trackers.byIds(ids).values()) {
        if (open(row.id).some(endsAll)) leaving.add(row.id)
        const key = per ? per(row) : String(row.id)
        const others = groups.get(key)
        if (others) others.push(row)
        else groups.set(key, [row])
      }
    },
    all: () =>
      [...groups.values()].flatMap((rows) => {
        const staying = rows.filter(({ id }) => !leaving.has(id))
        const tracker = spokesman(staying.length > 0 ? staying : rows)
        const also = staying.flatMap(({ id }) => (id === tracker?.id ? [] : id))
        return tracker ? [{ tracker, also, rows: rows.length }] : []
      }),
  }
}

/**
 * The trackers to be cloned. Clones are not cloned, their originals are; a deleted tracker, and one that the user owns or
 * has a clone of, is left out, as an import refuses it.
 */
function clonable(user: number, cache: Cache): Subjects {
  const owned = cache.trackers.sourcesOwnedBy([user])
  const subjects: Subject[] = []
  const taken = new Set<number>()
  return {
    add(ids) {
      const rows = cache.trackers.byIds(ids)
      const sources = [...rows.values()].filter(({ clone }) => clone).map(({ sourceId }) => sourceId)
      const originals = cache.trackers.originalsOf(sources)
      for (const id of ids) {
        const row = rows.get(id)
        const original = row?.clone ? originals.get(row.sourceId) : row
        if (!original || original.corrupted || taken.has(original.id)) continue
        if (owned.has(`${original.sourceId}:${user}`)) continue
        taken.add(original.id)
        subjects.push({ tracker: original, also: [], rows: 1 })
      }
    },
    all: () => subjects,
  }
}

/**
 * What an action means for one tracker, given the operations of it that are not settled, oldest first; null where it
 * means nothing, as the deletion of a tracker that is no clone, or of one whose deletion is staged already. `also` are
 * further trackers for which it was asked, `originalOf` finds the tracker with a device behind it.
 */
export function proposalFor(
  action: SheetAction,
  tracker: Tracker,
  also: readonly number[],
  open: readonly Operation[],
  originalOf: (source: number) => Tracker | null,
): Proposal | null {
  const ofKind = open.filter(({ kind }) => kind === action.kind)
  switch (action.kind) {
    case 'tracker.deleteClone':
      return tracker.clone && ofKind.length === 0
        ? { kind: action.kind, params: deletionOf(tracker, originalOf(tracker.sourceId)?.id) }
        : null
    case 'tracker.clone': {
      const { user, skipExisting } = action
      const params = { tracker: tracker.id, user, skipExisting }
      return ofKind.some((operation) => isFor(operation, user)) ? null : { kind: action.kind, params }
    }
    case 'tracker.command': {
      if (tracker.deviceId === '') return null
      const { command, form, reliable } = action
      const params = {
        tracker: tracker.id,
        source: tracker.sourceId,
        also,
        device: tracker.deviceId,
        command,
        form,
        reliable,
      }
      return { kind: action.kind, params }
    }
    // What edits cells is staged as they are.
    default:
      return null
  }
}

/** Whether a clone that is staged, or on its way, is for this user. One that was refused makes way for another. */
function isFor({ state, params }: Operation, user: number): boolean {
  const clone = trackerCloneKind.params.safeParse(params)
  return state !== 'rejected' && clone.success && clone.data.user === user
}

/** What an action chooses for a field, as an edit of cells does: by the field, what, and what goes with it. */
export interface ChosenEdit {
  readonly field: string
  readonly value: CellSetting
  readonly further: Readonly<Record<string, unknown>>
}

/** An action as an edit of cells; null where it is something else. What it says beside the field goes with the edit. */
export function editOf(action: SheetAction): ChosenEdit | null {
  const { kind, ids: _, ...rest } = action
  const said: Readonly<Record<string, CellSetting>> = rest
  const found = Object.entries(said).find(([name]) => kindOf(kind).edits?.[name])
  if (!found) return null
  const [field, value] = found
  return { field, value, further: Object.fromEntries(Object.entries(said).filter(([name]) => name !== field)) }
}

/** Whether an operation was staged by an action in a sheet, not as an edit of cells, and may be taken back there. */
export function isAction(operation: Operation): boolean {
  return operation.fileRow === null && !kindOf(operation.kind).edits
}
