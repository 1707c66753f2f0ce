import type { ImportMapping } from '../../shared/contract/imports.ts'
import type { Bundle, Equipment } from '../../shared/model/bundle.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import type { User } from '../../shared/model/user.ts'
import type { KindName } from '../../shared/operations/catalogue.ts'

/** What imports ask of the cache and the journal: always many at once, never a row at a time. */
export interface ImportLookups {
  /** By the panel's id at present; those that are not cached are left out. */
  trackersByPanelIds(ids: readonly number[]): Map<number, Tracker>
  usersByIds(ids: readonly number[]): Map<number, User>
  /** By login in lower case, which is also how the answer's keys are written. */
  usersByLogins(logins: readonly string[]): Map<string, User>
  equipment(): Equipment[]
  /** `<source id>:<user id>` for every tracker that one of these users owns, clone or original. */
  clonesOwnedBy(userIds: readonly number[]): Set<string>
  bundlesByImeis(imeis: readonly string[]): Map<string, Bundle>
  /** Those of these lanes in which an operation is not yet settled. */
  openLanes(lanes: readonly string[]): Set<string>
}

/** One row of a file, as an operation to stage. */
export interface RowOperation {
  readonly kind: KindName
  readonly params: unknown
  /** What it is about, in a person's words. */
  readonly subject: string
  /** As a person counts rows of the file. */
  readonly fileRow: number
}

/** Where imports hand over what is to be staged, and where they keep how a file was mapped. */
export interface ImportStaging {
  /** Stages everything as one change set in one commit, or nothing. */
  stage(changeSet: { title: string; operations: readonly RowOperation[] }): { changeSet: number; staged: number }
  /** How a file with these headings was mapped before. */
  recallMapping(headings: string): ImportMapping | null
  rememberMapping(headings: string, mapping: ImportMapping): void
}
