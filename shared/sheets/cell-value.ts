import { z } from 'zod'

/** What a cell holds. An absent field, null and "" are one value, null, shown as an empty cell. */
export const cellValue = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type CellValue = z.infer<typeof cellValue>

const isCell = (value: unknown): value is CellValue =>
  typeof value === 'string' || typeof value === 'boolean' || value === null || Number.isFinite(value)

/**
 * What the cells of a row hold, by their fields. A sheet asks for thousands of them at once: they are gone over in one
 * loop, where a record would take each name and each value through parsers of their own, and copy them.
 */
export const cellValues = z.custom<Record<string, CellValue>>(
  (row) => typeof row === 'object' && row !== null && !Array.isArray(row) && Object.values(row).every(isCell),
)

/** Longest text that a cell takes in, in characters. No rule allows so much; it keeps a slip from filling the disk. */
export const cellMost = 20_000
