import { z } from 'zod'
import { delimiters, encodings, importMapping, type ImportMapping } from '../../shared/contract/imports.ts'
import type {
  Joined,
  KnownBundle,
  KnownRoute,
  KnownStop,
  KnownTag,
  KnownTracker,
  KnownUser,
} from '../../shared/imports/import-kind.ts'
import type { Equipment } from '../../shared/model/bundle.ts'
import type { PasswordPolicy } from '../../shared/rules/password.ts'
import type { KindName } from '../../shared/operations/catalogue.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Read, Versioned } from '../../shared/versioned.ts'

/** What imports ask of the cache, the journal and what is known of the panel: always many at once, never a row at a time. */
export interface ImportLookups {
  /** By the panel's id at present; those that are not cached are left out. */
  trackersByPanelIds(ids: readonly number[]): ReadonlyMap<number, KnownTracker>
  /** By what their users call them, or the id of their device; several may be called alike. */
  trackersByNames(names: readonly string[]): ReadonlyMap<string, readonly KnownTracker[]>
  /** Stops by the panel's ids. */
  stopsByPanelIds(ids: readonly number[]): ReadonlyMap<number, KnownStop>
  /** Stops of whichever users by their external ids, which several may have. */
  stopsByExternalIds(externalIds: readonly string[]): ReadonlyMap<string, readonly KnownStop[]>
  /** Routes of whichever users by what they are called, or by the panel's id with # before it or without. */
  routesByNames(names: readonly string[]): ReadonlyMap<string, readonly KnownRoute[]>
  /** Tags of whichever users by what they are called, upper and lower case alike, or by the panel's id. */
  tagsByNames(names: readonly string[]): ReadonlyMap<string, readonly KnownTag[]>
  usersByIds(ids: readonly number[]): ReadonlyMap<number, KnownUser>
  /** By login in lower case, which is also how the answer's keys are written. */
  usersByLogins(logins: readonly string[]): ReadonlyMap<string, KnownUser>
  equipment(): Equipment[]
  /** `<source id>:<user id>` for every tracker of these devices, clone or original, and its owner. */
  ownersOf(sources: readonly number[]): ReadonlySet<string>
  bundlesByPanelIds(ids: readonly number[]): ReadonlyMap<number, KnownBundle>
  bundlesByImeis(imeis: readonly string[]): ReadonlyMap<string, KnownBundle>
  /** Those that are staged to be made, and that the panel does not have yet. */
  bundlesInMaking(imeis: readonly string[]): ReadonlyMap<string, KnownBundle>
  /** The bundles with these SIM cards in them, by the card. */
  bundlesBySims(iccids: readonly string[]): ReadonlyMap<string, KnownBundle>
  /**
   * Those of these lanes in which an operation, of this kind if one is named, is not yet settled; one that was refused makes
   * way for a new one.
   */
  openLanes(lanes: readonly string[], kind: KindName | null): ReadonlySet<string>
  /** Resolves once rows are found as they are shown, with what has been staged by now. */
  ready(): Promise<unknown>
  /** How passwords of users have to be. */
  passwordPolicy(): PasswordPolicy
  /** Milliseconds since 1970, UTC. */
  now(): number
  /** How many operations of a kind go in one request to this panel, as the plan counts them. */
  batchMost(kind: KindName): number
}

/** One row of a file, as an operation to stage. */
export interface RowOperation {
  readonly kind: KindName
  readonly params: unknown
  /** What it is about, in a person's words. */
  readonly subject: string
  /** As a person counts rows of the file. */
  readonly fileRow: number
  /** By parameters of which a token is staged: the passwords that it is to stand for. They are in nothing else of the row. */
  readonly secrets?: Readonly<Record<string, string>>
  /** The row as it stands there, cell by cell, without these. */
  readonly cells: readonly string[]
  /** What it is a part of, that is new as well. */
  readonly whole?: WholeOfRows
  /** What it becomes a part of, that is there already. */
  readonly joins?: Joined
}

/** Something new of which rows of a file are parts: those with the same key are of the same. */
export interface WholeOfRows {
  readonly key: string
  readonly kind: KindName
  /** As the first of its rows has them. */
  readonly params: unknown
  readonly subject: string
}

/** What is kept of a file whose rows were staged, so that those refused can go back to the person as they came. */
export const stagedFile = z.object({
  /** Null where the file had none. */
  headings: z.array(z.string()).nullable(),
  delimiter: z.enum(delimiters),
  encoding: z.enum(encodings),
  mapping: importMapping,
})
export type StagedFile = z.infer<typeof stagedFile>
/** As it is kept. Version 1 did not know the encoding, and its files went back in UTF-8. */
export const keptFile: Versioned<StagedFile> = {
  version: 2,
  shape: stagedFile,
  upgrade: { 1: (kept) => ({ ...(kept as object), encoding: 'utf-8' }) },
}

/** What the panel refused of a file. */
export interface RefusedRows {
  /** The file's name. */
  readonly name: string
  readonly file: Read<StagedFile>
  /** A few at a time. */
  readonly rows: AsyncIterable<readonly RefusedFileRow[]>
}

/** A row of a file that the panel refused. */
export interface RefusedFileRow {
  readonly cells: readonly string[]
  readonly problem: Problem | null
}

/** Where imports hand over what is to be staged, and where they keep how a file was mapped. */
export interface ImportStaging {
  /**
   * Stages everything as one change set, or nothing, however many commits that takes. The rows come piece by piece,
   * about `likely` of them; throws `nothing-to-stage` where none do.
   */
  stage(changeSet: {
    title: string
    file: StagedFile
    operations: AsyncIterable<readonly RowOperation[]>
    likely: number
  }): Promise<{ changeSet: number; staged: number }>
  /** What the panel refused of a change set that came from a file; null for any other, or one of an older version. */
  refusedOf(changeSet: number): RefusedRows | null
  /** How a file with these headings was mapped before. */
  recallMapping(headings: string): Read<ImportMapping> | null
  rememberMapping(headings: string, mapping: ImportMapping): void
}
