import { entityOfSheet, lanesOfPlaces, type EntityName } from '../../../shared/entities/entity.ts'
import type { CellValue } from '../../../shared/contract/looking.ts'
import { kindOf } from '../../../shared/operations/catalogue.ts'
import type { PlacedInWhole } from '../../../shared/operations/kind.ts'
import { orderAfter } from '../../../shared/rules/order.ts'
import { sheets, type SheetName } from '../../../shared/sheets/catalogue.ts'
import type { Cache } from '../cache.ts'
import type { Journal } from '../journal.ts'
import { isReadable, toOperation } from '../operation.ts'
import { writesTo } from '../statements.ts'
import { columnOf, sources } from './sources.ts'
import { toldByWholes } from './told-by-wholes.ts'

/** Where rows will stand among the parts of their wholes, as it is planned: for the wholes of which anything is. */
export interface PlannedPlaces {
  /** Rows of a sheet in its own order, with those of such wholes in the order that is planned. */
  arrange(sheet: SheetName, ids: readonly number[]): readonly number[]
  /** What a row of such a whole shows for its place, by the field; null for all others. */
  shown(sheet: SheetName, id: number): Readonly<Record<string, CellValue>> | null
  /** The whole that such a row will be a part of; undefined for all others. */
  wholeOf(sheet: SheetName, id: number): number | undefined
  /** The parts of such wholes, in the order that is planned. */
  orders(sheet: SheetName): ReadonlyMap<number, readonly number[]>
}

/** The plan for one entity. */
interface Plan {
  readonly field: string
  /** By row, which whole it is a part of, and its place in that, from 1. */
  readonly places: ReadonlyMap<number, { readonly whole: number; readonly place: number }>
  readonly orders: ReadonlyMap<number, readonly number[]>
  /** By row that comes into its whole by what is planned: what else it shows of that. */
  readonly shows: ReadonlyMap<number, Readonly<Record<string, CellValue>>>
}

/**
 * What is planned is worked out anew once anything was written: the order that the panel was last seen to hold, and what
 * is staged and not refused upon that, one after the other. A number in an index would be wrong with the next of them.
 */
export function plannedPlaces(cache: Cache, journal: Journal): PlannedPlaces {
  const selectOpen = journal.database.prepare<[string, string], { lane: string }>(
    `SELECT lane.lane, operation.* FROM lane JOIN operation ON operation.id = lane.operation
     WHERE lane.lane >= ? AND lane.lane < ? AND operation.state <> 'rejected' ORDER BY operation.id`,
  )
  let asOf = { journal: NaN, cache: NaN }
  let plans: ReadonlyMap<EntityName, Plan> = new Map()

  /** What says where rows stand, by entity, oldest first, with the field that shows it. */
  function staged(): Map<EntityName, { readonly field: string; readonly steps: PlacedInWhole[] }> {
    const found = new Map<EntityName, { readonly field: string; readonly steps: PlacedInWhole[] }>()
    // The colon with which they all begin comes just before the semicolon.
    for (const raw of selectOpen.all(lanesOfPlaces, lanesOfPlaces.replace(':', ';'))) {
      const operation = toOperation(raw)
      if (!isReadable(operation)) continue
      const { entity, places } = kindOf(operation.kind)
      const step = places?.of(operation.params)
      if (!places || !step) continue
      const known = found.get(entity)
      if (known) known.steps.push(step)
      else found.set(entity, { field: places.field, steps: [step] })
    }
    return found
  }

  function planOf(entity: EntityName, field: string, steps: readonly PlacedInWhole[]): Plan {
    const sheet = Object.values(sheets).find(({ name }) => entityOfSheet(name) === entity)!.name
    const { key: whole, value: place } = columnOf(sheet, sheets[sheet].order[0])
    const byWhole = new Map<number, PlacedInWhole[]>()
    for (const step of steps) byWhole.set(step.whole, [...(byWhole.get(step.whole) ?? []), step])
    const held = cache.database
      .prepare<[string], [number, number]>(
        `SELECT ${whole}, id FROM ${sources[sheet].shown} WHERE ${whole} IN (SELECT value FROM json_each(?))
         ORDER BY ${whole}, ${place}, id`,
      )
      .raw()
      .all(JSON.stringify([...byWhole.keys()]))
    const orders = new Map<number, readonly number[]>()
    for (const [of, id] of held) orders.set(of, [...(orders.get(of) ?? []), id])
    const places = new Map<number, { readonly whole: number; readonly place: number }>()
    const mayCome = new Map(steps.flatMap((step) => (step.shows ? [[step.row, step] as const] : [])))
    const inNone = new Set(
      cache.database
        .prepare<[string], number>(
          `SELECT id FROM ${sources[sheet].shown} WHERE id IN (SELECT value FROM json_each(?)) AND ${whole} IS NULL`,
        )
        .pluck()
        .all(JSON.stringify([...mayCome.keys()])),
    )
    const coming = [...mayCome.values()].filter(({ row }) => inNone.has(row))
    const shows = new Map<number, Readonly<Record<string, CellValue>>>()
    for (const [of, order] of orders) {
      const there = new Set([...order, ...coming.flatMap(({ row, whole: into }) => (into === of ? row : []))])
      // What is not there, for one because it is gone, has no place.
      const planned = orderAfter(order, byWhole.get(of) ?? []).filter((id) => there.has(id))
      orders.set(of, planned)
      planned.forEach((id, at) => places.set(id, { whole: of, place: at + 1 }))
    }
    const told = toldByWholes(cache.database).cells(
      entity,
      coming.map(({ whole: into }) => into),
    )
    for (const { row, whole: into, shows: shown = {} } of coming) {
      if (places.get(row)?.whole !== into) continue
      // The whole may be called otherwise by now than when this was staged.
      const now = Object.entries(shown).map(([field, value]) => [field, told.get(into)?.[field] ?? value] as const)
      shows.set(row, Object.fromEntries(now))
    }
    return { field, places, orders, shows }
  }

  function planFor(sheet: SheetName): Plan | undefined {
    const now = { journal: writesTo(journal.database), cache: writesTo(cache.database) }
    if (now.journal !== asOf.journal || now.cache !== asOf.cache) {
      asOf = now
      plans = new Map([...staged()].map(([entity, { field, steps }]) => [entity, planOf(entity, field, steps)]))
    }
    return plans.get(entityOfSheet(sheet))
  }

  return {
    arrange(sheet, ids) {
      const plan = planFor(sheet)
      if (!plan) return ids
      const present = new Set(ids.filter((id) => plan.places.has(id)))
      const done = new Set<number>()
      return ids.flatMap((id) => {
        const whole = plan.places.get(id)?.whole
        if (whole === undefined) return id
        // All of a whole stand together; the first of them gives way to all.
        if (done.has(whole)) return []
        done.add(whole)
        return (plan.orders.get(whole) ?? []).filter((row) => present.has(row))
      })
    },
    shown(sheet, id) {
      const plan = planFor(sheet)
      const found = plan?.places.get(id)
      return plan && found ? { [plan.field]: found.place, ...plan.shows.get(id) } : null
    },
    wholeOf: (sheet, id) => planFor(sheet)?.places.get(id)?.whole,
    orders: (sheet) => planFor(sheet)?.orders ?? new Map<number, readonly number[]>(),
  }
}
