import { laneOfRow, type EntityName, type RowRef } from '../../shared/entities/entity.ts'
import type { Cache } from './cache.ts'
import { seenOf, type Draft, type Values } from './foretold-drafts.ts'
import type { OtherRows, WhatIsForetold } from './foretold-kinds.ts'
import type { AtPlace } from './foretold-watch.ts'

/** Other rows that a draft depends on, and what was asked for. */
export interface FoundRows {
  readonly asked: OtherRows['asked']
  readonly value: string | number | null
  readonly rows: readonly (Values & { readonly id: number })[]
}

/** Reads what refusals depend on from the cache, and tells where changes of it are noted. */
export function foretoldRows(cache: Cache, { rows: rowsOf, others: othersOf }: WhatIsForetold) {
  return {
    /** Where changes of a row itself are noted. */
    placeOf(entity: EntityName, value: number): AtPlace[] {
      const place = rowsOf.get(entity)?.place
      return place === undefined ? [] : [{ place, value }]
    },

    /** What rows hold of what refusals depend on, by their lanes. */
    heldBy(rows: readonly RowRef[]): Map<string, Values> {
      const held = new Map<string, Values>()
      for (const [entity, { fields }] of rowsOf) {
        const ids = [...new Set(rows.flatMap((row) => (row.entity === entity ? row.id : [])))]
        if (ids.length === 0) continue
        for (const [id, values] of cache.fieldsOf(entity, ids, fields)) held.set(laneOfRow({ entity, id }), values)
      }
      return held
    },

    /** The other rows that a draft depends on, by where changes of them are noted. */
    leansOn({ kind, asked }: Pick<Draft, 'kind' | 'asked'>): AtPlace[] {
      return (othersOf.get(kind) ?? []).flatMap(({ place }, at) => {
        const value = asked[at] ?? null
        return value === null ? [] : { place, value }
      })
    },

    /** By which values a draft asks for other rows. */
    askedBy(draft: Draft): Draft['asked'] {
      return (othersOf.get(draft.kind) ?? []).map(({ asked }) => asked.of(draft.params, seenOf(draft) ?? {}))
    },

    /** Looks for other rows that drafts depend on: once for all of them. */
    lookForOthers(looked: readonly (readonly [number, Draft])[]) {
      const found = new Map<OtherRows, ReadonlyMap<string | number, readonly (Values & { readonly id: number })[]>>()
      for (const kind of new Set(looked.map(([, draft]) => draft.kind))) {
        const mine = looked.flatMap(([, draft]) => (draft.kind === kind ? draft : []))
        for (const [at, other] of (othersOf.get(kind) ?? []).entries()) {
          const { entity, by, fields } = other.asked
          const values = new Set(mine.flatMap(({ asked }) => asked[at] ?? []))
          found.set(other, cache.fieldsBy(entity, by, [...values], fields))
        }
      }
      return {
        of: ({ kind, asked, row }: Pick<Draft, 'kind' | 'asked' | 'row'>): FoundRows[] =>
          (othersOf.get(kind) ?? []).map((other, at) => {
            const { entity } = other.asked
            const value = asked[at] ?? null
            const rows = value === null ? [] : (found.get(other)?.get(value) ?? [])
            return { asked: other.asked, value, rows: rows.filter(({ id }) => row?.entity !== entity || row.id !== id) }
          }),
      }
    },
  }
}
