import { entityName, entityOf, type EntityName } from '../../shared/entities/entity.ts'
import { isKindName, kindOf, knownKinds } from '../../shared/operations/catalogue.ts'
import type { Foretelling } from '../../shared/operations/kind.ts'
import type { WatchedPlace } from './foretold-watch.ts'

/** Other rows that a kind's refusals depend on, and the place where changes of them are noted. */
export interface OtherRows {
  readonly asked: OtherRowsAsked
  readonly place: number
}

type OtherRowsAsked = NonNullable<Foretelling['others']>[number]

/** What refusals are foretold by, as the kinds say. */
export function whatIsForetold() {
  const kinds = knownKinds().flatMap((name) => (isKindName(name) ? [kindOf(name)] : []))
  const places: WatchedPlace[] = []
  /** By entity: the place of its rows themselves, and the fields that are read of them. */
  const rows = new Map<EntityName, { readonly place: number; readonly fields: readonly string[] }>()
  for (const entity of entityName.options) {
    const mine = kinds.filter((kind) => kind.entity === entity && (kind.foretell || kind.ownOnly))
    if (mine.length === 0) continue
    const { dealerIn } = entityOf(entity)
    const fields = [
      ...new Set([...mine.flatMap(({ foretell }) => foretell?.from ?? []), ...(dealerIn ? [dealerIn] : [])]),
    ]
    rows.set(entity, { place: places.length, fields })
    places.push({ table: entity, by: 'id', fields })
  }
  const others = new Map<string, readonly OtherRows[]>()
  for (const { name, foretell } of kinds) {
    const some = (foretell?.others ?? []).map((asked) => {
      places.push({ table: asked.entity, by: asked.by, fields: asked.fields })
      return { asked, place: places.length - 1 }
    })
    if (some.length > 0) others.set(name, some)
  }
  const owned = entityName.options.flatMap((table) => {
    const { dealerIn } = entityOf(table)
    return dealerIn && kinds.some((kind) => kind.entity === table && kind.ownOnly) ? { table, dealerIn } : []
  })
  const named = (some: typeof kinds) => some.map(({ name }) => name)
  return {
    ...{ places, rows, others, owned },
    foretelling: named(kinds.filter((kind) => kind.foretell)),
    ownOnly: named(kinds.filter((kind) => kind.ownOnly)),
  }
}

/** Places to be watched, and kinds to be looked at, as the kinds say. */
export type WhatIsForetold = ReturnType<typeof whatIsForetold>
