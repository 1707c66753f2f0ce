import { z } from 'zod'
import { demoDealerId } from './dealer.ts'
import { Refusal } from './errors.ts'
import { noParameters } from './listing.ts'
import { texts } from './parameters.ts'
import type { TrackerRecord } from './records.ts'
import { userMethod } from './user-side.ts'

/** `user/logout`: ends the session at once. */
export const userLogout = userMethod({
  parameters: noParameters,
  answer({ session, sessions }) {
    sessions.close(session)
    return {}
  },
})

/** `user/session/renew`: the session lasts from now on as long as a new one. */
export const userSessionRenew = userMethod({
  parameters: noParameters,
  answer({ session, sessions, now }) {
    sessions.renew(session, now)
    return {}
  },
})

/** `user/get_info`: who the user is, and where the clocks are by which tasks go. */
export const userGetInfo = userMethod({
  parameters: noParameters,
  answer({ state, user: id }) {
    const user = state.users.get(id)
    if (!user) throw new Refusal(201)
    return {
      paas_id: user.dealerId ?? demoDealerId,
      paas_settings: {},
      user_info: {
        id: user.id,
        login: user.login,
        title: user.legal_name || `${user.first_name} ${user.last_name}`,
        phone: user.phone,
        creation_date: user.creation_date,
        balance: user.balance,
        bonus: user.bonus,
        locale: 'en_US',
        demo: false,
        verified: user.verified,
        legal_type: user.legal_type,
        default_geocoder: 'osm',
        route_provider: 'osrm',
        time_zone: user.timeZone,
        measurement_system: 'metric',
        date_format: 'yyyyMMdd_hyphens',
        hour_mode: 'TWENTY_FOUR_HOURS',
      },
      tariff_restrictions: { allowed_maps: ['roadmap', 'osm'] },
      premium_gis: false,
      features: [],
    }
  },
})

/** `tracker/list` of the User API: the trackers of the user, clones among them. */
export const userTrackerList = userMethod({
  parameters: z.object({ labels: texts().optional() }),
  answer({ state, user }, { labels }) {
    const list = state.trackers
      .by('id', ({ id }) => id)
      .filter(({ id, userId, hidden }) => userId === user && !hidden && !state.isDeleted(id))
      .filter(({ label }) => !labels || labels.some((part) => label.toLowerCase().includes(part.toLowerCase())))
    return { list: list.map(trackerAnswer) }
  },
})

/** The tracker object, which is another one than the panel's. (prose page tracking/tracker) */
function trackerAnswer({ id, label, clone, groupId, avatar, source }: TrackerRecord): Record<string, unknown> {
  return {
    id,
    label,
    clone,
    group_id: groupId,
    ...(avatar === null ? {} : { avatar_file_name: avatar }),
    source: {
      id: source.id,
      device_id: source.deviceId,
      model: source.hardware.code,
      blocked: source.blocked,
      tariff_id: source.tariffId,
      creation_date: source.created,
      ...(source.tariffEnd === null ? {} : { tariff_end_date: source.tariffEnd }),
      ...(source.phone === null ? {} : { phone: source.phone }),
    },
    tag_bindings: [],
  }
}
