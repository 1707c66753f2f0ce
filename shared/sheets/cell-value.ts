import { z } from 'zod'

/** What a cell holds. An absent field, null and "" are one value, null, shown as an empty cell. */
export const cellValue = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type CellValue = z.infer<typeof cellValue>

/** Longest text that a cell takes in, in characters. No rule allows so much; it keeps a slip from filling the disk. */
export const cellMost = 20_000
