import { z } from 'zod'
import { problem, problemCodes } from '../problem.ts'
import { importNames } from '../imports/catalogue.ts'
import type { Versioned } from '../versioned.ts'
import { call } from './call.ts'
import { encodings, textFile } from './text-file.ts'

export { encodings }

export const delimiters = [',', ';', '\t', '|'] as const

/** How a file is read into rows; guessed first, then as the person says. */
export const fileReading = z.object({
  encoding: z.enum(encodings),
  delimiter: z.enum(delimiters),
  /** Whether the first row holds headings. */
  heading: z.boolean(),
})
export type FileReading = z.infer<typeof fileReading>

/** What a field of an import is filled from: a column of the file, one value for all rows, or nothing. */
export const fieldSource = z.discriminatedUnion('from', [
  z.object({ from: z.literal('column'), column: z.int().min(0) }),
  z.object({ from: z.literal('constant'), value: z.string().max(3000) }),
  z.object({ from: z.literal('nothing') }),
])
export type FieldSource = z.infer<typeof fieldSource>

/** A file mapped onto a kind of import. Keys of `fields` are those of the kind's declaration. */
export const importMapping = z.object({
  kind: z.enum(importNames),
  fields: z.record(z.string(), fieldSource),
  /** Choices of the kind that are not about a field, such as passing over clones that exist. */
  options: z.record(z.string(), z.boolean()),
})
export type ImportMapping = z.infer<typeof importMapping>
/** As the mapping of a file is kept for the next one with the same headings. */
export const keptMapping: Versioned<ImportMapping> = { version: 1, shape: importMapping }

/** One row as it will be staged, or why it will not. */
export const importRow = z.object({
  /** As a person counts: the heading, if any, is row 1. */
  row: z.int(),
  /** The row's cells as they stand in the file. */
  cells: z.array(z.string()),
  /** What each field came to, for showing: the tracker's label with its id, the user's login. */
  values: z.record(z.string(), z.string()),
  /** By field, or under `""` for the row as a whole. */
  problems: z.record(z.string(), problem),
  /** `doubt`: staged only if the person includes doubtful rows. `same`: the panel holds that already. */
  verdict: z.enum(['ready', 'doubt', 'refused', 'same']),
})
export type ImportRow = z.infer<typeof importRow>

/** How far reading or checking a file has come, in bytes or rows; told where it takes longer than a second. */
export const importProgress = z.object({
  file: z.string(),
  doing: z.enum(['reading', 'checking']),
  done: z.number(),
  total: z.number(),
})
export type ImportProgress = z.infer<typeof importProgress>

export const importCalls = {
  /** A person looks at where files are taken: whatever reads one gets ready, and goes again where none comes. */
  'imports.expect': call(z.object({}), z.object({})),
  /** Begins handing over a file; the bytes follow in chunks. `file-large` above 64 MB. */
  'imports.begin': call(z.object({ name: z.string().max(300), size: z.int().min(0) }), z.object({ file: z.string() })),
  /** The next bytes, base64. */
  'imports.chunk': call(z.object({ file: z.string(), data: z.string().max(2_000_000) }), z.object({})),
  /** Reads the file that has been handed over, guessing what `reading` leaves open. */
  'imports.read': call(
    z.object({ file: z.string(), reading: fileReading.partial() }),
    z.object({
      reading: fileReading,
      rows: z.int(),
      columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
      /** The first rows, raw. */
      preview: z.array(z.array(z.string())),
      /** Rows that could not be read cleanly, by row number. */
      problems: z.array(z.object({ row: z.int(), problem })),
      /** The kind and mapping that the headings and values suggest, or that was used for such a file before. */
      suggested: importMapping.nullable(),
      /** Whether `suggested` was used for such a file before. */
      remembered: z.boolean(),
      /** Whether a mapping was kept for a file with these headings that this version cannot read. */
      unreadable: z.boolean(),
      /** What would be suggested for each kind, were it chosen. */
      mappings: z.record(z.enum(importNames), importMapping),
    }),
  ),
  /** Checks every row against the rules and what is cached; nothing is staged. */
  'imports.check': call(
    z.object({ file: z.string(), mapping: importMapping }),
    z.object({
      ready: z.int(),
      doubtful: z.int(),
      refused: z.int(),
      /** Rows that say nothing else than the panel holds. */
      same: z.int(),
      /** What is wrong, grouped by how it is mended, most first. */
      groups: z.array(
        z.object({
          field: z.string(),
          problem,
          verdict: z.enum(['doubt', 'refused']),
          rows: z.int(),
          examples: z.array(z.int()),
        }),
      ),
      /** Required fields that are filled from nothing. */
      missing: z.array(z.string()),
      /** Requests that sending the ready rows would take, and those if the doubtful ones went too. */
      requests: z.int(),
      requestsWithDoubtful: z.int(),
    }),
  ),
  'imports.rows': call(
    z.object({
      file: z.string(),
      only: z.enum(['all', 'ready', 'doubt', 'refused', 'same']),
      /** Only rows of which this is said: a group of the check. */
      group: z.object({ field: z.string(), code: z.enum(problemCodes) }).optional(),
      from: z.int().min(0),
      count: z.int().min(1).max(500),
    }),
    z.object({ count: z.int(), rows: z.array(importRow) }),
  ),
  /** Stages the rows that are ready, and the doubtful ones if asked, as one change set in one commit. */
  'imports.stage': call(
    z.object({ file: z.string(), includeDoubtful: z.boolean() }),
    z.object({
      changeSet: z.int(),
      /** Rows of the file. */
      staged: z.int(),
      /** Those that were not staged, but for those that say nothing else than the panel holds. */
      left: z.int(),
    }),
  ),
  /**
   * The refused rows, and the doubtful ones too if asked, in the file's own columns, with the reason in a further
   * one. Cells that a spreadsheet would take for formulas are guarded; reading the file again takes the guard off.
   */
  'imports.exportRefused': call(z.object({ file: z.string(), doubtful: z.boolean().default(false) }), textFile),
  /** Stops reading or checking a file, at once: the call that asked for it answers `file-stopped`. */
  'imports.stop': call(z.object({ file: z.string() }), z.object({})),
  'imports.forget': call(z.object({ file: z.string() }), z.object({})),
}
