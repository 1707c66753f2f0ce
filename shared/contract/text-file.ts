import { z } from 'zod'
import { separatorNames } from '../imports/csv-text.ts'

/** Encodings that files are read in, and that those which came in one go back in. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1251', 'windows-1252'] as const

/** A file for the window to hand out. */
export const textFile = z.object({
  name: z.string(),
  text: z.string(),
  /** UTF-8 where it is absent. The text has no character that this encoding lacks. */
  encoding: z.enum(encodings).optional(),
})
export type TextFile = z.infer<typeof textFile>

/** What stands between the cells of a file that is not a person's own. */
export const separator = z.enum(separatorNames).default('comma')
