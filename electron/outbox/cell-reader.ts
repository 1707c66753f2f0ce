import type { EntityName } from '../../shared/entities/entity.ts'
import { creatorOf, editsOf } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import { idIn, namedAmong, nameKey, type Named, type Reference, type Referent } from '../../shared/rules/reference.ts'
import type { Equipment } from '../../shared/model/bundle.ts'
import type { Tariff } from '../../shared/model/tariff.ts'
import type { User } from '../../shared/model/user.ts'
import type { Cache } from '../store/cache.ts'

/** A value for a cell, as an edit sets it. */
export type CellSetting = string | number | boolean

/** What a text says in a cell; with the problem of one that names nothing, or several things. */
export interface ReadText {
  readonly value: CellSetting
  readonly problem: Problem | null
}

/**
 * Finds out what texts stand for in cells of an entity, or in what a row of it is made with: by their column alone, or
 * by what was last pulled.
 */
export type CellReader = (
  entity: EntityName,
  cells: readonly { readonly field: string; readonly value: string }[],
) => ReadText[]

export function createCellReader(cache: Cache): CellReader {
  /** What texts name. Of users only those are looked up that are called so: there may be many. */
  function namedBy(reference: Reference, texts: ReadonlySet<string>): (text: string) => Named {
    if (reference === 'equipment') return namedAmong(reference, cache.equipment().map(equipmentReferent))
    if (reference === 'plan') return namedAmong(reference, cache.tariffs().map(planReferent))
    const ids = [...texts].flatMap((text) => idIn(text) ?? [])
    const logins = [...texts].map((text) => nameKey(reference, text))
    const known = [...cache.byIds('user', ids).values(), ...cache.users.allByLogins(logins)]
    // Of those who are called by a person's or a firm's name these may be a part, since another text has named them.
    const named = namedAmong(
      reference,
      known.map((one) => ({ ...userReferent(one), otherNames: [] })),
    )
    // By such a name nobody is found quickly: only who is not found otherwise is looked for so.
    const left = [...texts].filter((text) => 'problem' in named(text))
    if (left.length === 0) return named
    const others = cache.users.byNames(left.map((text) => nameKey(reference, text)))
    return namedAmong(reference, [...known, ...others].map(userReferent))
  }

  return (entity, cells) => {
    const edited = editsOf(entity)
    const given = creatorOf(entity)?.creates.fields
    const editOf = (field: string) => edited.get(field)?.edit ?? given?.[field]
    const texts = new Map<Reference, Set<string>>()
    for (const { field, value } of cells) {
      const reference = editOf(field)?.refersTo
      if (!reference) continue
      const others = texts.get(reference)
      if (others) others.add(value)
      else texts.set(reference, new Set([value]))
    }
    const named = new Map([...texts].map(([reference, all]) => [reference, namedBy(reference, all)]))
    return cells.map(({ field, value }): ReadText => {
      const edit = editOf(field)
      const reference = edit?.refersTo
      const found = reference && named.get(reference)?.(value)
      if (!found) return { value: edit ? edit.read(value) : value, problem: null }
      return 'id' in found ? { value: found.id, problem: null } : { value, problem: found.problem }
    })
  }
}

const equipmentReferent = ({ id, name, modelName, modelCode }: Equipment): Referent => ({
  id,
  name: name || modelName,
  otherNames: [modelName, modelCode].filter((other) => other.trim() !== ''),
})

const planReferent = ({ id, name }: Tariff): Referent => ({ id, name, otherNames: [] })

const userReferent = ({ id, login, firstName, lastName, legalName }: User): Referent => ({
  id,
  name: login,
  otherNames: [`${firstName} ${lastName}`, `${lastName} ${firstName}`, legalName].filter((name) => name.trim() !== ''),
})
