import { z } from 'zod'
import { cellMost } from './cell-value.ts'

/** Ten years in minutes: further nothing is moved at once. */
export const mostShift = 5_256_000

/** What is to become of a column's cells, each from what it and its row show: staged values count. */
export const sheetChange = z.discriminatedUnion('do', [
  z.object({ do: z.literal('set'), value: z.string().max(cellMost) }),
  z.object({ do: z.literal('clear') }),
  /**
   * Finds and replaces. With `regex`, `find` is an expression of the RE2 kind (no back references, no look-around) and
   * `with` may hold `$1`, `${name}` and `$$`; without, both are plain text. `whole`: only where all of the cell matches.
   */
  z.object({
    do: z.literal('replace'),
    find: z.string().min(1).max(1000),
    with: z.string().max(5000),
    regex: z.boolean(),
    matchCase: z.boolean(),
    whole: z.boolean(),
  }),
  /** Moves moments by so many minutes, and whole numbers by so much; what is neither stays as it is. */
  z.object({ do: z.literal('shift'), by: z.int().min(-mostShift).max(mostShift) }),
  z.object({ do: z.literal('case'), to: z.enum(['upper', 'lower', 'title']) }),
  /** Takes blanks off both ends and makes one of several between words; no-break spaces count as blanks. */
  z.object({ do: z.literal('trim') }),
  /** `{model} {n:000}`: see shared/sheets/pattern.ts. Rows are numbered `start`, `start + step`, … in the view's order. */
  z.object({
    do: z.literal('pattern'),
    pattern: z.string().min(1).max(1000),
    start: z.int().min(-1e12).max(1e12),
    step: z.int().min(-1e6).max(1e6),
  }),
])
export type SheetChange = z.infer<typeof sheetChange>
