import { laneOfRow, type EntityName } from '../../shared/entities/entity.ts'
import { creatorOf, editsOf } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import {
  idIn,
  namedAmong,
  nameKey,
  trackerReferent,
  type Named,
  type Reference,
  type Referent,
} from '../../shared/rules/reference.ts'
import { nameInToken } from '../../shared/rules/password.ts'
import { readTags } from '../../shared/rules/tags.ts'
import type { Equipment } from '../../shared/model/bundle.ts'
import type { Tariff } from '../../shared/model/tariff.ts'
import type { User } from '../../shared/model/user.ts'
import type { ColumnEdit } from '../../shared/sheets/column-edit.ts'
import type { TypedPasswords } from './typed-passwords.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable } from '../store/operation.ts'
import { rowInMaking } from './row-in-making.ts'

/** What is asked of a cell: which one it is, as far as that decides what its text names. */
interface Asked {
  readonly field: string
  readonly id?: number
  readonly whose?: number
}

/** A value for a cell, as an edit sets it. */
export type CellSetting = string | number | boolean

/** What a text says in a cell; with the problem of one that names nothing, or several things. */
export interface ReadText {
  readonly value: CellSetting
  readonly problem: Problem | null
}

/**
 * Finds out what texts stand for in cells of an entity, or in what a row of it is made with: by their column alone, or
 * by what was last pulled. With the id of the row where what it names depends on whom the row belongs to; or whose it is
 * to be.
 */
export type CellReader = (
  entity: EntityName,
  cells: readonly { readonly field: string; readonly value: string; readonly id?: number; readonly whose?: number }[],
) => ReadText[]

export function createCellReader({
  cache,
  journal,
  passwords,
}: {
  cache: Cache
  journal: Pick<Journal, 'inLanes'>
  passwords: Pick<TypedPasswords, 'keep' | 'isToken' | 'policy'>
}): CellReader {
  /** The token of what is typed: a password that will not do is nowhere kept. */
  function readSecret(text: string, rule: NonNullable<ColumnEdit['secret']>): ReadText {
    if (passwords.isToken(text)) return { value: text, problem: null }
    // A token of another profile, or of a password that is gone, stands for nothing.
    const problem = rule(nameInToken(text) === null ? text : '', passwords.policy())
    return problem ? { value: '', problem } : { value: passwords.keep(text), problem: null }
  }

  /** What texts name. Of users only those are looked up that are called so: there may be many. */
  function namedBy(reference: Reference, texts: ReadonlySet<string>, whose: number | null): (text: string) => Named {
    if (reference === 'tracker') {
      return namedAmong(reference, whose === null ? [] : cache.trackers.of(whose).map(trackerReferent))
    }
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

  /** What a row will hold that the panel does not have yet. */
  function inMaking(entity: EntityName, id: number): Readonly<Record<string, unknown>> | undefined {
    const lane = laneOfRow({ entity, id })
    return rowInMaking({ entity, id }, (journal.inLanes([lane]).get(lane) ?? []).filter(isReadable))?.held
  }

  /** To whom the rows of cells belong, where that decides what these can name. */
  function whoseIn(
    entity: EntityName,
    cells: Parameters<CellReader>[1],
    editOf: (field: string) => ColumnEdit | undefined,
  ): (cell: Asked) => number | null {
    const within = (field: string) => editOf(field)?.within
    const fields = new Set(cells.flatMap(({ field }) => within(field) ?? []))
    if (fields.size === 0) return () => null
    const ids = [...new Set(cells.flatMap(({ id }) => id ?? []))]
    const held = cache.fieldsOf(entity, ids, [...fields])
    return ({ id, whose, field }) => {
      const of = within(field)
      if (of !== undefined && whose !== undefined) return whose
      const found = id === undefined || of === undefined ? null : (held.get(id) ?? inMaking(entity, id))?.[of]
      return typeof found === 'number' ? found : null
    }
  }

  return (entity, cells) => {
    const edited = editsOf(entity)
    const made = creatorOf(entity)?.creates
    const editOf = (field: string) => edited.get(field)?.edit ?? made?.fields[field] ?? made?.asks?.[field]
    const whose = whoseIn(entity, cells, editOf)
    const asked = new Map<
      string,
      { readonly reference: Reference; readonly whose: number | null; readonly texts: Set<string> }
    >()
    const keyOf = (reference: Reference, cell: Asked) => `${reference} ${whose(cell) ?? ''}`
    for (const cell of cells) {
      const reference = editOf(cell.field)?.refersTo
      if (!reference) continue
      const key = keyOf(reference, cell)
      const others = asked.get(key)
      if (others) others.texts.add(cell.value)
      else asked.set(key, { reference, whose: whose(cell), texts: new Set([cell.value]) })
    }
    const named = new Map(
      [...asked].map(([key, { reference, texts, whose }]) => [key, namedBy(reference, texts, whose)]),
    )
    return cells.map((cell): ReadText => {
      const { field, value } = cell
      const edit = editOf(field)
      if (edit?.mayBeEmpty && value.trim() === '') return { value: '', problem: null }
      if (edit?.secret) return readSecret(value, edit.secret)
      if (edit?.list) return readTags(value, cache.tasks.tagsOf(whose(cell) ?? 0))
      const reference = edit?.refersTo
      const found = reference && named.get(keyOf(reference, cell))?.(value)
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
