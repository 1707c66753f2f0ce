import { z } from 'zod'
import type { ParamsOf } from '../../shared/operations/catalogue.ts'
import { coordinatesIn } from '../../shared/rules/coordinates.ts'
import { fail } from '../../shared/problem.ts'
import { tagIdsIn, tagsText } from '../../shared/rules/tags.ts'
import type { Cache } from '../store/cache.ts'
import { namesFrom } from '../store/names.ts'
import type { PanelCheckpoint, PanelRoute } from '../panel/task-api.ts'

// Routes and stops as the User API is told of them.

/** What a stop says of itself. */
export type Stop = Pick<PanelCheckpoint, keyof ParamsOf<'checkpoint.update'>['set'] & keyof PanelCheckpoint>

/** What a stop holds of that. */
export const holds = (held: Readonly<Stop>): Stop & Record<string, unknown> => {
  const { label, description, address, coordinates, radius } = held
  const { windowFrom, windowTo, maxDelay, minStay, minArrival, externalId } = held
  return {
    ...{ label, description, address, coordinates, radius },
    ...{ windowFrom, windowTo, maxDelay, minStay, minArrival, externalId },
  }
}

/** The fields as they may be sent. */
export const soundStop = z
  .object({
    ...{ label: z.string(), description: z.string(), address: z.string(), coordinates: z.string() },
    ...{ radius: z.int(), windowFrom: z.string(), windowTo: z.string() },
    ...{ maxDelay: z.int(), minStay: z.int(), minArrival: z.int(), externalId: z.string() },
  })
  .partial()

/** What the User API is told of a stop. (user-tasks-openapi.json, TaskCheckpoint) */
export function stopObject(stop: Stop): Record<string, unknown> {
  const { lat, lng } = coordinatesIn(stop.coordinates) ?? fail('unexpected')
  return {
    label: stop.label,
    description: stop.description,
    location: { lat, lng, radius: stop.radius, ...(stop.address !== '' && { address: stop.address }) },
    from: stop.windowFrom,
    to: stop.windowTo,
    max_delay: stop.maxDelay,
    min_stay_duration: stop.minStay,
    min_arrival_duration: stop.minArrival,
    ...(stop.externalId !== '' && { external_id: stop.externalId }),
  }
}

/** The tags of a stop and the account's own fields, as it was read. */
export function tagsOf({ tagIds, custom }: PanelCheckpoint): Record<string, unknown> {
  return { tags: tagIds, ...(custom && { fields: custom }) }
}

/** The tags of a route or a stop, as they are edited: read from the panel, or from the cache. */
export function holdsTags({ tagIds }: { readonly tagIds: string | readonly number[] }): { readonly tags: string } {
  return { tags: typeof tagIds === 'string' ? tagIds : tagsText(tagIds) }
}

/** What the User API is told of tags that have been set. */
export function tagsSet({ tags }: { readonly tags?: string | undefined }): { tags?: number[] } {
  return tags === undefined ? {} : { tags: tagIdsIn(tags) }
}

/** What a row shows of tags that have been set. */
export function tagsKept(
  { tags }: Readonly<Record<string, unknown>>,
  cache: Cache,
): { tags?: string; tagIds?: string } {
  // Names that the user does not have are kept as they were typed, and are no tags.
  return typeof tags === 'string' && /^[\d,]*$/.test(tags)
    ? { tags: String(namesFrom(cache)('tags', tags)), tagIds: tags }
    : {}
}

/** What a route holds of what is said of it. */
export const routeSays = ({
  label,
  description,
  externalId,
}: Readonly<Pick<PanelRoute, 'label' | 'description' | 'externalId'>>) => ({
  label,
  description,
  externalId,
})

/** What the User API is told of a route, without its stops. (user-tasks-openapi.json, TaskRoute) */
export function routeObject(route: Readonly<PanelRoute>): Record<string, unknown> {
  const { label, description, externalId } = routeSays(route)
  return {
    ...{ id: route.panelId, label, description, tags: route.tagIds },
    ...(externalId !== '' && { external_id: externalId }),
  }
}
