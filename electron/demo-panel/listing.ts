import { z } from 'zod'
import { flag, integer, oneOf, text } from './parameters.ts'
import type { Shelf, SortKey } from './shelf.ts'

/** How a list may be ordered: the name that `order_by` takes, and what it orders by. */
export type Orders<Row> = Readonly<Record<string, (row: Row) => SortKey>> & { readonly id: (row: Row) => SortKey }

/** The parameters that every list takes. (panel-tracker.md, list) */
export function listParameters<Row>(orders: Orders<Row>) {
  return {
    filter: text().optional(),
    order_by: oneOf(Object.keys(orders)).default('id'),
    ascending: flag().default(true),
    offset: integer(0).default(0),
    limit: integer(0).optional(),
  }
}

/** What every list was asked for. */
interface ListRequest {
  readonly filter?: string | undefined
  readonly order_by: string
  readonly ascending: boolean
  readonly offset: number
  readonly limit?: number | undefined
}

/** A page of the rows that pass, and how many pass in all, whatever the offset and the limit. */
interface Page<Row> {
  readonly rows: readonly Row[]
  readonly count: number
}

/** Orders, filters and pages. `passes` is null where every row passes. */
export function pageOf<Row extends { readonly id: number }>(
  shelf: Shelf<Row>,
  orders: Orders<Row>,
  asked: ListRequest,
  passes: ((row: Row) => boolean) | null,
): Page<Row> {
  const all = shelf.by(asked.order_by, orders[asked.order_by] ?? orders.id)
  const passing = passes ? all.filter(passes) : all
  const from = Math.min(asked.offset, passing.length)
  const to = Math.min(from + (asked.limit ?? passing.length), passing.length)
  const rows = asked.ascending
    ? passing.slice(from, to)
    : passing.slice(passing.length - to, passing.length - from).reverse()
  return { rows, count: passing.length }
}

/**
 * Whether a row passes a text filter: one of its fields contains it, whatever the capitals. A blank filter is none,
 * and null. (panel-tracker.md, list; panel-api.md, section 4.2)
 */
export function textFilter<Row>(
  filter: string | undefined,
  fields: (row: Row) => readonly (string | number | null | undefined)[],
): ((row: Row) => boolean) | null {
  const wanted = filter?.trim().toLowerCase() ?? ''
  if (wanted === '') return null
  return (row) => fields(row).some((field) => field != null && String(field).toLowerCase().includes(wanted))
}

/** Passes what passes all; null where there is nothing to pass. */
export function allOf<Row>(...conditions: (((row: Row) => boolean) | null)[]): ((row: Row) => boolean) | null {
  const real = conditions.filter((condition) => condition !== null)
  return real.length === 0 ? null : (row) => real.every((condition) => condition(row))
}

/** No parameters. */
export const noParameters = z.object({})
