import { z } from 'zod'
import { call } from '../../shared/contract/call.ts'
import { fileReading, importCalls, importMapping, type ImportRow } from '../../shared/contract/imports.ts'
import { encodings } from '../../shared/contract/text-file.ts'
import type {
  KnownBundle,
  KnownRoute,
  KnownStop,
  KnownTag,
  KnownTracker,
  KnownUser,
} from '../../shared/imports/import-kind.ts'
import type { Equipment } from '../../shared/model/bundle.ts'
import { problem, problemCodes } from '../../shared/problem.ts'
import { importNames } from '../../shared/imports/catalogue.ts'
import { passwordPolicy } from '../../shared/rules/password.ts'
import { kindNames } from '../../shared/operations/catalogue.ts'
import type { Asking } from './line.ts'
import type { RowOperation } from './needs.ts'
import type { RefusedWords } from './refused-csv.ts'

/** A list whose parts are taken as they are: both sides are one program, and a piece has thousands of cells. */
const listOf = <Part>() => z.custom<readonly Part[]>(Array.isArray)
const nothing = z.object({})
const file = z.string()
const equipment = listOf<Equipment>()
const batchMost = z.int().min(1)
const now = z.number()
const means = { equipment, now, passwordPolicy }

/** What the core asks of the reader, who holds the files. */
export const readerCalls = {
  begin: call(z.object({ file, size: z.int().min(1) }), nothing),
  /** The next bytes, base64. */
  add: call(z.object({ file, data: z.string() }), nothing),
  read: call(
    z.object({ file, reading: fileReading.partial(), equipment }),
    z.object({
      reading: fileReading,
      rows: z.int(),
      columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
      preview: listOf<string[]>(),
      problems: z.array(z.object({ row: z.int(), problem })),
      suggested: importMapping.nullable(),
      mappings: z.record(z.enum(importNames), importMapping),
    }),
  ),
  check: call(z.object({ file, mapping: importMapping, ...means, batchMost }), importCalls['imports.check'].output),
  rows: call(
    z.object({
      file,
      only: z.enum(['all', 'ready', 'doubt', 'refused', 'same']),
      group: z.object({ field: z.string(), code: z.enum(problemCodes) }).optional(),
      from: z.int(),
      count: z.int(),
      ...means,
    }),
    z.object({ count: z.int(), rows: listOf<ImportRow>() }),
  ),
  /**
   * Checks once more, for staging: a pull, or another file, may have changed what a person saw. The rows follow by
   * `next`.
   */
  stage: call(z.object({ file, includeDoubtful: z.boolean(), ...means, batchMost }), nothing),
  /** The next rows to stage, as their operations; null when there are no more. Asking for them is the credit to make them. */
  next: call(z.object({ file }), z.object({ operations: listOf<RowOperation>().nullable() })),
  /** The refused rows, and the doubtful ones too if asked, as the text of a file. */
  left: call(
    z.object({ file, doubtful: z.boolean(), words: z.custom<RefusedWords>(), ...means }),
    z.object({ text: z.string(), encoding: z.enum(encodings).optional() }),
  ),
  /** Whatever is being made of the file is wanted no more. */
  stop: call(z.object({ file }), nothing),
  forget: call(z.object({ file }), nothing),
}

/** What the reader asks of the core, who alone knows the cache and the journal: for many rows at a time. */
export const questions = {
  known: call(
    z.object({
      trackers: listOf<number>(),
      userIds: listOf<number>(),
      logins: listOf<string>(),
      bundleIds: listOf<number>(),
      imeis: listOf<string>(),
      trackerNames: listOf<string>(),
      stopIds: listOf<number>(),
      externalIds: listOf<string>(),
      routeNames: listOf<string>(),
      tagNames: listOf<string>(),
    }),
    z.object({
      trackers: listOf<KnownTracker>(),
      usersById: listOf<KnownUser>(),
      /** By login in lower case. */
      usersByLogin: listOf<readonly [login: string, user: KnownUser]>(),
      bundles: listOf<KnownBundle>(),
      trackersByName: listOf<readonly [name: string, trackers: readonly KnownTracker[]]>(),
      stops: listOf<readonly [panelId: number, stop: KnownStop]>(),
      stopsByExternalId: listOf<readonly [externalId: string, stops: readonly KnownStop[]]>(),
      routesByName: listOf<readonly [name: string, routes: readonly KnownRoute[]]>(),
      tagsByName: listOf<readonly [name: string, tags: readonly KnownTag[]]>(),
    }),
  ),
  /** Who owns a tracker of a device, as `source:user`, of which IMEIs there is a bundle, and which has a SIM card. */
  facts: call(
    z.object({ sources: listOf<number>(), imeis: listOf<string>(), iccids: listOf<string>() }),
    z.object({ owners: listOf<string>(), bundles: listOf<string>(), withSims: listOf<KnownBundle>() }),
  ),
  /** In which of these lanes there is an operation, of a kind or of any, that is not settled. */
  openLanes: call(
    z.object({ lanes: listOf<string>(), kind: z.enum(kindNames).nullable() }),
    z.object({ open: listOf<string>() }),
  ),
  /** Tells how far it has come, in bytes or rows. The next is told when this was heard. */
  progress: call(
    z.object({ file, doing: z.enum(['reading', 'checking']), done: z.number(), total: z.number() }),
    nothing,
  ),
}

/** The core, as the reader asks it. */
export type Questions = Asking<typeof questions>
