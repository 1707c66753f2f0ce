import { z } from 'zod'
import { fail } from '../problem.ts'
import type { SheetName } from '../sheets/catalogue.ts'

/**
 * Anything that has rows, cells and a state at the panel: the other idea, beside a kind of operation, that sheet,
 * outbox and cache share. What treats all entities alike names none of them.
 */
export interface Entity {
  readonly name: string
  /** The sheet that shows its rows. */
  readonly sheet: SheetName
}

/** Every entity there is. */
export const entities = {
  tracker: { name: 'tracker', sheet: 'trackers' },
  user: { name: 'user', sheet: 'users' },
  bundle: { name: 'bundle', sheet: 'bundles' },
} as const satisfies Record<string, Entity>

export type EntityName = keyof typeof entities
export const entityName = z.enum(['tracker', 'user', 'bundle'] satisfies EntityName[])

/** A row of some entity, by our id of it, which the panel's may differ from. */
export interface RowRef {
  readonly entity: EntityName
  readonly id: number
}

/** The lane of a row: what is done to it goes in order. */
export function laneOfRow({ entity, id }: RowRef): string {
  return `${entity}:${id}`
}

/** The row whose lane this is; null for other lanes. */
export function rowOfLane(lane: string): RowRef | null {
  const [, entity = '', id = ''] = /^(\w+):(\d+)$/.exec(lane) ?? []
  return isEntityName(entity) ? { entity, id: Number(id) } : null
}

/** The entity whose rows a sheet shows. */
export function entityOfSheet(sheet: SheetName): EntityName {
  const found = Object.values(entities).find((entity) => entity.sheet === sheet)
  return found?.name ?? fail('unexpected')
}

const isEntityName = (name: string): name is EntityName => Object.hasOwn(entities, name)
