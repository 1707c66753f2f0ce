import type { SheetAction } from '../../shared/contract/sheets.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import { isKindName, kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import { anyEdit } from '../../shared/operations/edit.ts'
import { trackerCloneKind } from '../../shared/operations/tracker-clone.ts'
import { deletionOf } from '../../shared/operations/tracker-delete-clone.ts'
import type { Cache } from '../store/cache.ts'
import type { Operation } from '../store/operation.ts'

/** What an action comes to for one tracker: parameters to stage, or to write over a draft of the same kind. */
export interface Proposal {
  readonly kind: KindName
  /** Null: the tracker is as the action wants it already, so a draft of it is taken back. */
  readonly params: unknown
  /** A draft that this one takes the place of. */
  readonly over: Operation | null
}

/**
 * The trackers that an action is about, by the rows that it was asked for. Clones are not cloned, their originals are;
 * a deleted tracker, and one that the user owns or has a clone of, is left out, as an import refuses it.
 */
export function subjectsOf(action: SheetAction, cache: Cache): Map<number, Tracker> {
  const rows = cache.trackers.byIds(action.ids)
  if (action.kind !== 'tracker.clone') return rows
  const sources = [...rows.values()].filter(({ clone }) => clone).map(({ sourceId }) => sourceId)
  const originals = cache.trackers.originalsOf(sources)
  const owned = cache.trackers.sourcesOwnedBy([action.user])
  const subjects = new Map<number, Tracker>()
  const taken = new Set<number>()
  for (const id of action.ids) {
    const row = rows.get(id)
    const original = row?.clone ? originals.get(row.sourceId) : row
    if (!original || original.corrupted || taken.has(original.id)) continue
    if (owned.has(`${original.sourceId}:${action.user}`)) continue
    taken.add(original.id)
    subjects.set(id, original)
  }
  return subjects
}

/**
 * What an action means for one tracker, given the operations of it that are not settled, oldest first; null where it
 * means nothing, as the deletion of a tracker that is no clone, or of one whose deletion is staged already. `originalOf` finds the tracker with a device behind it.
 */
export function proposalFor(
  action: SheetAction,
  tracker: Tracker,
  open: readonly Operation[],
  originalOf: (source: number) => Tracker | null,
): Proposal | null {
  const ofKind = open.filter(({ kind }) => kind === action.kind)
  switch (action.kind) {
    case 'tracker.deleteClone':
      return tracker.clone && ofKind.length === 0
        ? { kind: action.kind, params: deletionOf(tracker, originalOf(tracker.sourceId)?.id), over: null }
        : null
    case 'tracker.tariff': {
      const { plan, repay, charge } = action
      if (tracker.clone) return null
      return edit(action.kind, tracker, ofKind, 'plan', plan, tracker.tariffId, { repay, charge })
    }
    case 'tracker.move':
      return tracker.clone ? null : edit(action.kind, tracker, ofKind, 'owner', action.owner, tracker.userId, {})
    case 'tracker.clone': {
      const { user, skipExisting } = action
      const params = { tracker: tracker.id, user, skipExisting }
      return ofKind.some((operation) => isFor(operation, user)) ? null : { kind: action.kind, params, over: null }
    }
    case 'tracker.command': {
      if (tracker.deviceId === '') return null
      const { command, form, reliable } = action
      const params = {
        tracker: tracker.id,
        source: tracker.sourceId,
        device: tracker.deviceId,
        command,
        form,
        reliable,
      }
      return { kind: action.kind, params, over: null }
    }
  }
}

/** Whether a clone that is staged, or on its way, is for this user. One that was refused makes way for another. */
function isFor({ state, params }: Operation, user: number): boolean {
  const clone = trackerCloneKind.params.safeParse(params)
  return state !== 'rejected' && clone.success && clone.data.user === user
}

/** An edit of one field: merged into a draft, made against what an earlier operation is to make, or what is held. */
function edit(
  kind: KindName,
  tracker: Tracker,
  ofKind: readonly Operation[],
  field: string,
  value: number,
  held: number,
  rest: object,
): Proposal | null {
  const last = ofKind.at(-1)
  const over = last?.state === 'draft' ? last : null
  const earlier = ofKind.findLast((operation) => operation !== over && operation.state !== 'draft')
  const before = earlier && anyEdit.safeParse(earlier.params)
  const known = before?.success ? before.data.set[field] : held
  if (known === value) return over ? { kind, params: null, over } : null
  const params = {
    tracker: tracker.id,
    source: tracker.sourceId,
    set: { [field]: value },
    base: { [field]: known },
    baseFrom: before?.success && earlier ? { [field]: earlier.id } : {},
    ...rest,
  }
  return { kind, params, over }
}

/** Whether an operation was staged by an action in a sheet, and may be taken back there. */
export function isAction(operation: Operation): boolean {
  return operation.fileRow === null && isKindName(operation.kind) && !kindOf(operation.kind).name.endsWith('.settings')
}
