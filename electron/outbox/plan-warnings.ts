import { isDeepStrictEqual } from 'node:util'
import type { Plan } from '../../shared/contract/outbox.ts'
import { entities, type EntityName } from '../../shared/entities/entity.ts'
import { kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Settings } from '../../shared/settings.ts'
import type { SheetName } from '../../shared/sheets/catalogue.ts'
import { readerOf } from '../entities/row-readers.ts'
import type { Cache } from '../store/cache.ts'
import type { Operation } from '../store/operation.ts'
import type { SheetView } from '../store/sheet-view.ts'
import { gatherExamples, mostExamples } from './examples.ts'

type Warning = Plan['warned'][number]

/** From when on a plan warns, as it is set. */
export type WarnsFrom = Pick<Settings, 'dearerBy' | 'mostOwners'>

/** Gathers what a person should know of what goes, and what keeps none of it back. */
export function createWarnings(cache: Cache, sheets: Pick<SheetView, 'warned'>, from: WarnsFrom) {
  const seen = { plans: new Map(cache.tariffs().map((plan) => [plan.id, plan])), dearerBy: from.dearerBy }
  const gathered = gatherExamples<Pick<Warning, 'of' | 'problem'>>()
  const rowsGoing = new Map<SheetName, Set<number>>()
  const owners = new Set<number>()

  function find(of: Warning['of'], problem: Problem, name: string): void {
    gathered.add(problem.code, name, (before) => ({
      of,
      // Of several, what is true of one alone is not said.
      problem: !before || isDeepStrictEqual(before.problem, problem) ? problem : { code: problem.code },
    }))
  }

  function warnOf(kind: KindName, operations: readonly Operation[]): void {
    const { warns, entity, describe } = kindOf(kind)
    if (!warns) return
    const rowOf = ({ params }: Operation) => describe(params).row ?? 0
    const rows = cache.fieldsOf(entity, operations.map(rowOf), warns.from)
    for (const operation of operations) {
      const row = rows.get(rowOf(operation))
      const problem = row && warns.why(operation.params, row, seen)
      if (problem) find('operations', problem, operation.subject)
    }
  }

  function noteRows(entity: EntityName, operations: readonly Operation[]): void {
    const described = operations.map(({ kind, params }) => kindOf(kind).describe(params))
    const rows = described.flatMap(({ row, also = [] }) => [...(row === undefined ? [] : [row]), ...also])
    const { sheet } = entities[entity]
    const going = rowsGoing.get(sheet) ?? new Set<number>()
    for (const { row } of described) if (row !== undefined) going.add(row)
    rowsGoing.set(sheet, going)
    for (const { owner } of readerOf(entity).whereabouts(cache, rows).values()) if (owner !== null) owners.add(owner)
    for (const { user } of described) if (user !== undefined) owners.add(user)
  }

  return {
    add(operations: readonly Operation[]): void {
      for (const { name } of Object.values(entities)) {
        const ofEntity = operations.filter(({ kind }) => kindOf(kind).entity === name)
        if (ofEntity.length > 0) noteRows(name, ofEntity)
      }
      for (const kind of new Set(operations.map(({ kind }) => kind))) {
        warnOf(
          kind,
          operations.filter((operation) => operation.kind === kind),
        )
      }
    },
    /** What was found, grouped by what it is. */
    told(): Plan['warned'] {
      for (const [sheet, ids] of rowsGoing) {
        for (const { problem, name } of sheets.warned(sheet, [...ids])) find('cells', problem, name)
      }
      const found = gathered.groups().map(({ of, count, examples }) => ({ ...of, count, examples }))
      return owners.size > from.mostOwners ? [...found, manyOwners()] : found
    },
  }

  function manyOwners(): Warning {
    const some = [...owners].slice(0, mostExamples)
    const known = cache.byIds('user', some)
    return {
      of: 'owners',
      problem: { code: 'many-owners', values: { most: from.mostOwners } },
      count: owners.size,
      examples: some.map((id) => known.get(id)?.login || String(id)),
    }
  }
}
