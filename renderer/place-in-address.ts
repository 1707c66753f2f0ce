import type { LocationQuery, LocationQueryRaw } from 'vue-router'

/** A cell of a sheet as an address names it: our id of its row and, if one is meant, the field. */
export interface NamedPlace {
  readonly row: number
  readonly field: string | null
}

/** The query by which an address leads to a cell. */
export function addressOf({ row, field }: NamedPlace): LocationQueryRaw {
  return { row: String(row), ...(field === null ? {} : { field }) }
}

/** The cell that an address leads to; null where it names none. */
export function placeIn({ row, field }: LocationQuery): NamedPlace | null {
  if (typeof row !== 'string' || !/^\d{1,15}$/.test(row)) return null
  return { row: Number(row), field: typeof field === 'string' && field !== '' ? field : null }
}
