import type { Problem } from '../problem.ts'
import { readTags, tagIdsIn } from '../rules/tags.ts'
import type { FieldValues, Finding, KnownRoute, KnownTracker, KnownUser, NamedRows, NamedTags } from './import-kind.ts'

// What files of stops and of routes have in common.

/** Tags of a stop or a route, by their names. */
export const tagsField = {
  type: 'tags',
  cell: 'tags',
  emptied: true,
  required: false,
  example: '',
  constant: false,
  headings: ['tags', 'tag', 'теги', 'etiquetas', 'étiquettes'],
} as const

/** What a row of a file says of a stop, as far as others ask. */
export interface StopValues {
  readonly user: KnownUser
  readonly route: NamedRows<KnownRoute>
  readonly from: string
  readonly to: string
  readonly coordinates: FieldValues['coordinates'] | undefined
  readonly lat: number | undefined
  readonly lng: number | undefined
}

/** The tracker of this user that is called so; undefined where there is none, or no single one. */
export function driverOf(
  named: readonly KnownTracker[] | undefined,
  user: Pick<KnownUser, 'id'>,
): KnownTracker | undefined {
  const mine = named?.filter(({ userId }) => userId === user.id) ?? []
  return mine.length === 1 ? mine[0] : undefined
}

/** Why none of these trackers can drive for the user; null where one can. */
export function driverProblem(named: readonly KnownTracker[], user: Pick<KnownUser, 'id'>): Problem | null {
  const mine = named.filter(({ userId }) => userId === user.id)
  const value = named[0]?.label ?? ''
  if (mine.length === 0) return { code: 'driver-not-theirs', values: { value } }
  if (mine.length === 1) return null
  const candidates = mine.map(({ label, panelId }) => `${label} #${panelId}`).join(', ')
  return { code: 'driver-ambiguous', values: { value, candidates } }
}

/** Tags that a text names, of a user: as a row holds them, by their names, and why that names none. */
export function tagsMeant(
  { text, tags }: NamedTags,
  user: Pick<KnownUser, 'id'>,
): { readonly ids: string; readonly names: string; readonly problem: Problem | null } {
  const mine = tags.filter(({ userId }) => userId === user.id)
  const { value, problem } = readTags(text, [...new Map(mine.map((tag) => [tag.id, tag])).values()])
  const names = problem ? [] : tagIdsIn(value).map((id) => mine.find((tag) => tag.id === id)?.name ?? `#${id}`)
  return { ids: value, names: names.join(', '), problem }
}

/** Tags as an edit of a row sets them, by what its file says; undefined where that names none of its user. */
export function tagsIn(
  tags: NamedTags | undefined,
  { userId }: Readonly<Record<string, unknown>>,
): { readonly tags?: string | undefined } {
  if (!tags) return {}
  const { ids, problem } = tagsMeant(tags, { id: Number(userId) })
  return { tags: problem ? undefined : ids }
}

/** What speaks against tags of a user, at their cell. */
export function tagFindings(tags: NamedTags | undefined, user: Pick<KnownUser, 'id'>): Finding[] {
  const problem = tags && tagsMeant(tags, user).problem
  return problem ? [{ field: 'tags', problem, verdict: 'refused' }] : []
}

/** Whether a window has a day in common with what a row holds; where either is not said, nothing tells them apart. */
export function sameDays(
  { from, to }: { readonly from: string | undefined; readonly to: string | undefined },
  held: Readonly<Record<string, unknown>>,
): boolean {
  const [begins, ends] = [held['windowFrom'], held['windowTo']]
  if (typeof begins !== 'string' || typeof ends !== 'string' || begins === '' || ends === '') return true
  return dayOf(from ?? begins) <= dayOf(ends) && dayOf(to ?? ends) >= dayOf(begins)
}

const dayOf = (moment: string): string => moment.slice(0, 10)

/**
 * The routes of its user that a row of a file names: by the panel's id, or by a name, on a day of the row's or on any.
 * Where they are several, nobody is to guess.
 */
export function routesMeant(
  { user, route: { text, rows }, from, to }: Pick<StopValues, 'user' | 'route' | 'from' | 'to'>,
  otherDays: boolean,
): readonly KnownRoute[] {
  const mine = rows.filter(({ userId }) => userId === user.id)
  const byName = mine.filter(({ name }) => name.toLowerCase() === text.toLowerCase())
  return byName.length > 0 ? byName.filter(({ held }) => otherDays || sameDays({ from, to }, held)) : mine
}
