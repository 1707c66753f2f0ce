import { z } from 'zod'
import { demoDealerId } from '../dealer.ts'
import { invalid, Refusal } from '../errors.ts'
import { hardwareName } from '../hardware.ts'
import { allOf, listParameters, pageOf, textFilter, type Orders } from '../listing.ts'
import { comment, flag, integer, label, oneOf } from '../parameters.ts'
import type { TrackerRecord, UserRecord } from '../records.ts'
import type { PanelState } from '../state.ts'
import { isGlobal, method } from './method.ts'

/** The documented ones; the last two came in 2026-06. (panel-api.md, section 5) */
const orders: Orders<TrackerRecord> = {
  id: ({ id }) => id,
  label: (tracker) => tracker.label,
  status: ({ source }) => source.connection,
  model: ({ source }) => source.hardware.code,
  device_id: ({ source }) => source.deviceId,
  phone: ({ source }) => source.phone,
  creation_date: ({ created }) => created,
  last_connection: ({ source }) => source.lastConnection,
  tariff_id: ({ source }) => source.tariffId,
  business_status: ({ source }) => (source.blocked ? 1 : 0),
}

/**
 * Whether clones are wanted. The vendor's own interface sends the first two, its page about bundles names the last
 * three. (panel-api.md, section 5)
 */
export const clonesFilters = ['include_clones_only', 'exclude_clones', 'only_include_clones', 'not_set'] as const

/** `tracker/list`. (panel-tracker.md, list) */
export const trackerList = method({
  needs: { category: 'trackers', operation: 'read' },
  parameters: z.object({
    ...listParameters(orders),
    user_id: integer().optional(),
    tariff_id: integer().optional(),
    clones_filter: oneOf(clonesFilters).optional(),
  }),
  answer({ state, habits, account }, asked) {
    const { user_id, tariff_id } = asked
    if (user_id !== undefined && !state.users.get(user_id)) throw new Refusal(201)
    if (tariff_id !== undefined && !state.plans.get(tariff_id)) throw new Refusal(201)
    const passes = allOf(
      user_id === undefined ? null : ({ userId }: TrackerRecord) => userId === user_id,
      tariff_id === undefined ? null : ({ source }: TrackerRecord) => source.tariffId === tariff_id,
      cloneCondition(asked.clones_filter),
      isGlobal(account, 'trackers')
        ? null
        : ({ userId }: TrackerRecord) => state.users.get(userId)?.dealerId === undefined,
      textFilter(asked.filter, searched),
    )
    const { rows, count } = pageOf(state.trackers, orders, asked, passes)
    return { list: rows.map((tracker) => without(trackerAnswer(state, tracker), habits.listsOmit)), count }
  },
})

/** `tracker/read`. (panel-tracker.md, read) */
export const trackerRead = method({
  needs: { category: 'trackers', operation: 'read' },
  parameters: z.object({ tracker_id: integer() }),
  answer({ state, habits }, { tracker_id }) {
    return { value: without(trackerAnswer(state, listedTracker(state, tracker_id)), habits.readsOmit) }
  },
})

/**
 * `tracker/settings/update`: sets label and visibility, and the comment if it is given. (panel-tracker.md,
 * settings/update) The very settings that a client has set before are set no further, and noted as a repeat.
 */
export const trackerSettingsUpdate = method({
  needs: { category: 'trackers', operation: 'update' },
  parameters: z.object({
    tracker_id: integer(),
    label: label(),
    deleted: flag(),
    comment: comment().optional(),
  }),
  answer({ state, repeats, habits, record }, asked) {
    if (/[<>]/.test(asked.label)) throw invalid('label', 'must not contain < and >')
    const tracker = soundTracker(state, asked.tracker_id)
    const kept = (text: string) => (habits.trims ? text.trim() : text)
    const settings = {
      tracker: tracker.id,
      label: kept(asked.label),
      hidden: asked.deleted,
      ...(asked.comment === undefined ? {} : { comment: kept(asked.comment) }),
    }
    const before = repeats.ofSettings(settings)
    if (before === undefined) record({ effect: 'tracker.settings', ...settings })
    else record({ effect: 'none', fault: 'repeat', refused: false, of: before, about: tracker.id })
    return {}
  },
})

/** The tracker of an id. Refuses with 201 where there is none, or only a deleted clone, and with 252 where its source is corrupted. */
export function soundTracker(state: PanelState, id: number): TrackerRecord {
  if (state.isDeleted(id)) throw new Refusal(201)
  return listedTracker(state, id)
}

/** The same, deleted clones that the panel lists still among them. */
function listedTracker(state: PanelState, id: number): TrackerRecord {
  const tracker = state.trackers.get(id)
  if (!tracker || state.users.get(tracker.userId)?.dealerId !== undefined) throw new Refusal(201)
  if (tracker.source.corrupted) throw new Refusal(252)
  return tracker
}

function cloneCondition(
  filter: (typeof clonesFilters)[number] | undefined,
): ((tracker: TrackerRecord) => boolean) | null {
  switch (filter) {
    case 'include_clones_only':
    case 'only_include_clones':
      return ({ clone }) => clone
    case 'exclude_clones':
      return ({ clone }) => !clone
    case 'not_set':
    case undefined:
      return null
  }
}

function searched({ id, label, userId, source }: TrackerRecord): readonly (string | number | null)[] {
  return [id, label, source.id, source.deviceId, source.hardware.code, source.phone, userId]
}

/** An answer without the fields that this panel does not show there. */
function without(answer: Record<string, unknown>, omitted: readonly string[] = []): Record<string, unknown> {
  if (omitted.length === 0) return answer
  return Object.fromEntries(Object.entries(answer).filter(([field]) => !omitted.includes(field)))
}

/** The tracker object; a field that is null is left out. (panel-tracker.md, "Tracker object") */
function trackerAnswer(state: PanelState, tracker: TrackerRecord): Record<string, unknown> {
  const { source } = tracker
  return {
    id: tracker.id,
    ...(tracker.avatar === null ? {} : { avatar_file_name: tracker.avatar }),
    clone: tracker.clone,
    ...(tracker.comment === '' ? {} : { comment: tracker.comment }),
    creation_date: tracker.created,
    group_id: tracker.groupId,
    dealer_id: state.users.get(tracker.userId)?.dealerId ?? demoDealerId,
    deleted: tracker.hidden,
    label: tracker.label,
    user_id: tracker.userId,
    owner_name: ownerName(state.users.get(tracker.userId)),
    model_name: hardwareName(source.hardware),
    ...(source.lastConnection === null ? {} : { last_connection: source.lastConnection }),
    source: {
      id: source.id,
      device_id: source.deviceId,
      model: source.hardware.code,
      blocked: source.blocked,
      tariff_id: source.tariffId,
      creation_date: source.created,
      ...(source.tariffEnd === null ? {} : { tariff_end_date: source.tariffEnd }),
      connection_status: source.connection,
      ...(source.phone === null ? {} : { phone: source.phone }),
      ...(source.corrupted ? { corrupted: true } : {}),
    },
  }
}

function ownerName(user: UserRecord | undefined): string {
  return user ? user.legal_name || `${user.last_name} ${user.first_name}` : ''
}
