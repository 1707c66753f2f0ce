import { z } from 'zod'
import { fail } from '../problem.ts'
import type { SheetName } from '../sheets/catalogue.ts'

/**
 * Anything that has rows, cells and a state at the panel: the other idea, along with a kind of operation, that sheet,
 * outbox and cache share. What treats all entities alike names none of them.
 */
export interface Entity {
  readonly name: string
  /** The sheet that shows its rows. */
  readonly sheet: SheetName
  /** The field that says which dealer a row belongs to, where the panel shows those of others, too. */
  readonly dealerIn?: string
  /**
   * Which rows of it are pulled: all, so that one that was not there has come; or those of users and days that are
   * chosen, which may only come into sight: it is new by when it was made, as these fields say, by clocks of that zone.
   */
  readonly pulled: 'whole' | { readonly made: string; readonly zone: string }
}

/** Every entity there is. */
export const entities = {
  tracker: { name: 'tracker', sheet: 'trackers', dealerIn: 'dealerId', pulled: 'whole' },
  user: { name: 'user', sheet: 'users', dealerIn: 'dealerId', pulled: 'whole' },
  bundle: { name: 'bundle', sheet: 'bundles', pulled: 'whole' },
  route: { name: 'route', sheet: 'routes', pulled: { made: 'created', zone: 'timeZone' } },
  checkpoint: { name: 'checkpoint', sheet: 'checkpoints', pulled: { made: 'created', zone: 'timeZone' } },
} as const satisfies Record<string, Entity>

export type EntityName = keyof typeof entities
export const entityName = z.enum(['tracker', 'user', 'bundle', 'route', 'checkpoint'] satisfies EntityName[])

/** What is declared of an entity, for code that treats all alike. */
export function entityOf(name: EntityName): Entity {
  return entities[name]
}

/** A row of some entity, by our id of it, which the panel's may differ from. */
export interface RowRef {
  readonly entity: EntityName
  readonly id: number
}

/**
 * Ids of rows that we make begin here. The panel's are smaller, those of groups' rows in a view are negative, and so they
 * never meet.
 */
export const firstOwnId = 2 ** 50

/** Whether an id is one of a row that we made, or are to make. */
export const isOwnId = (id: number): boolean => id >= firstOwnId

/** The lane of a row: what is done to it goes in order. */
export function laneOfRow({ entity, id }: RowRef): string {
  return `${entity}:${id}`
}

/**
 * A lane in which operations take turns: one at a time is at the panel, and what may go goes in order, but what stands
 * still, such as one that was refused, holds nobody up. For what shifts places that others are at.
 */
export const turnsOf = (what: string): string => `${turns}${what}`

/** The lane of turns in which operations of kinds that place rows among the parts of a whole are found. */
export const laneOfPlaces = (whole: number): string => `${lanesOfPlaces}${whole}`

/** The lanes of places begin with this. */
export const lanesOfPlaces = '~places:'

/** Lanes of turns begin with this sign, which comes after all that names of others begin with. */
export const turns = '~'

/** The row whose lane this is; null for other lanes. Asked of every row of a long step at once, so no pattern is matched. */
export function rowOfLane(lane: string): RowRef | null {
  if (lane.startsWith(turns)) return null
  const colon = lane.indexOf(':')
  const entity = lane.slice(0, colon)
  const text = lane.slice(colon + 1)
  const id = Number(text)
  return colon > 0 && isEntityName(entity) && Number.isInteger(id) && String(id) === text ? { entity, id } : null
}

/** The entity whose rows a sheet shows. */
export function entityOfSheet(sheet: SheetName): EntityName {
  const found = Object.values(entities).find((entity) => entity.sheet === sheet)
  return found?.name ?? fail('unexpected')
}

/** Whether something is called by the name of an entity. */
export const isEntityName = (name: string): name is EntityName => Object.hasOwn(entities, name)
