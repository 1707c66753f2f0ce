import type { KnownTracker } from '../../shared/imports/import-kind.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import type { Sqlite, Statement } from './database.ts'
import { fold, likePattern } from './folding.ts'
import { inList, many } from './in-sql.ts'
import { mirrors } from './mirror.ts'
import type { MirrorReader, Row } from './mirror-reader.ts'
import type { MirrorWriter } from './mirror-writer.ts'

/** Trackers as they were pulled, and as our own outcomes made them. */
export interface CachedTrackers {
  byPanelIds(ids: readonly number[]): Map<number, Tracker>
  /** What an import has to know of trackers, by the panel's ids; for many of them quicker than all that they hold. */
  knownOf(panelIds: readonly number[]): Map<number, KnownTracker>
  /** By the device behind them, such as an IMEI; of an original and its clones, the original. */
  byDevices(devices: readonly string[]): Map<string, Tracker>
  /** The panel's ids of trackers by ours; of one without a row, the id that our last move of it left it with. */
  panelIds(ids: readonly number[]): Map<number, number>
  countByUser(users: readonly number[]): Map<number, number>
  /** The devices behind the trackers that these users own, clones or originals, as `source:user`. */
  sourcesOwnedBy(users: readonly number[]): Set<string>
  /** Who owns a tracker with one of these devices behind it, clone or original, as `source:user`. */
  ownersOf(sources: readonly number[]): Set<string>
  /**
   * Gives a row its new owner and the panel's new id, as our own move did; ours stays, also where a pull has made the
   * row anew or is yet to make it.
   */
  move(id: number, panelId: number, userId: number, outcome: number): void
  /** The clone of a tracker that a user owns. */
  cloneOf(tracker: number, user: number): Tracker | null
  /** The original with this device behind it. */
  originalOf(source: number): Tracker | null
  /** Those in which the text occurs, as the sheet searches them: first those that it names wholly, then by label. */
  search(text: string, most: number): Tracker[]
  /** The clones with this device behind them. */
  clonesOf(source: number): Tracker[]
  /** The trackers of a user, by label. */
  of(user: number): Tracker[]
  /** The originals with these devices behind them, by device. */
  originalsOf(sources: readonly number[]): Map<number, Tracker>
}

/** What of a known tracker is kept as a number. */
type Flag = 'clone' | 'corrupted'

/** The trackers of an open cache; `moved` are our ids of those that we have moved, by the panel's present ones. */
export function cachedTrackers(
  database: Sqlite,
  { read, keyed, byIds }: MirrorReader,
  { writer, moved, lookOver }: { writer: MirrorWriter<Tracker>; moved: Map<number, number>; lookOver: () => void },
): CachedTrackers {
  const movedTo = new Map([...moved].map(([panelId, id]) => [id, panelId]))
  const selectTrackersByPanelId = database.prepare<[string], Row>(`SELECT * FROM tracker WHERE panel_id ${inList}`)
  const selectKnown = database.prepare<[string], Omit<KnownTracker, Flag> & { readonly [Name in Flag]: number }>(
    `SELECT id, panel_id AS panelId, label, clone, corrupted, user_id AS userId, source_id AS sourceId
     FROM tracker WHERE panel_id ${inList}`,
  )
  const selectTrackersByDevice = database.prepare<[string], Row>(
    // The originals last, so that of several with one device they stay.
    `SELECT * FROM tracker WHERE device_id ${inList} ORDER BY clone DESC, id DESC`,
  )
  const selectSources = database.prepare<[string], { source: number; user: number }>(
    `SELECT source_id AS source, user_id AS user FROM tracker WHERE user_id ${inList}`,
  )
  const selectOwners = database.prepare<[string], { source: number; user: number }>(
    `SELECT source_id AS source, user_id AS user FROM tracker WHERE source_id ${inList}`,
  )
  const countByUser = database.prepare<[string], { user: number; n: number }>(
    `SELECT user_id AS user, count(*) AS n FROM tracker WHERE user_id ${inList} GROUP BY user_id`,
  )
  const selectOf = database.prepare<[number], Row>('SELECT * FROM tracker WHERE user_id = ? ORDER BY label_folded, id')
  const searchTrackers = database.prepare<[{ pattern: string; exact: string; most: number }], Row>(
    // What is called exactly so is never cut off by the limit.
    `SELECT * FROM tracker WHERE search LIKE @pattern ESCAPE '\\'
     ORDER BY @exact NOT IN (label_folded, CAST(panel_id AS TEXT), device_id), label_folded, id LIMIT +@most`,
  )
  const selectTracker = database.prepare<[number], Row>('SELECT * FROM tracker WHERE id = ?')
  const adopt = database.prepare('UPDATE tracker SET id = ?, outcome = max(outcome, ?) WHERE panel_id = ?')
  const removeDouble = database.prepare('DELETE FROM tracker WHERE panel_id = ? AND id <> ?')
  const selectCloneOf = database.prepare<[number, number], Row>(
    `SELECT made.* FROM tracker AS made JOIN tracker AS original ON original.source_id = made.source_id
     WHERE original.id = ? AND made.user_id = ? AND made.clone = 1`,
  )
  const selectOriginal = database.prepare<[number], Row>('SELECT * FROM tracker WHERE source_id = ? AND clone = 0')
  const selectClones = database.prepare<[number], Row>(
    'SELECT * FROM tracker WHERE source_id = ? AND clone = 1 ORDER BY id',
  )
  const selectOriginals = database.prepare<[string], Row>(
    `SELECT * FROM tracker WHERE source_id ${inList} AND clone = 0`,
  )
  const first = <Asked extends unknown[]>(select: Statement<Asked, Row>, ...asked: Asked) =>
    read(mirrors.tracker, select, ...asked)[0] ?? null

  return {
    byPanelIds: (ids) => keyed(mirrors.tracker, selectTrackersByPanelId, ids, (row) => row.panelId),
    knownOf(panelIds) {
      lookOver()
      const rows = selectKnown.all(many(panelIds))
      return new Map(
        rows.map((row) => [row.panelId, { ...row, clone: row.clone !== 0, corrupted: row.corrupted !== 0 }]),
      )
    },
    byDevices: (devices) => keyed(mirrors.tracker, selectTrackersByDevice, devices, (row) => row.deviceId),
    panelIds(ids) {
      const known = byIds('tracker', ids)
      return new Map(ids.map((id) => [id, known.get(id)?.panelId ?? movedTo.get(id) ?? id]))
    },
    countByUser: (users) => new Map(countByUser.all(many(users)).map((row) => [row.user, row.n])),
    sourcesOwnedBy: (users) => new Set(selectSources.all(many(users)).map((row) => `${row.source}:${row.user}`)),
    ownersOf: (sources) => new Set(selectOwners.all(many(sources)).map((row) => `${row.source}:${row.user}`)),
    move(id, panelId, userId, outcome) {
      const row = first(selectTracker, id)
      const before = row?.panelId ?? movedTo.get(id) ?? id
      moved.delete(before)
      moved.set(panelId, id)
      movedTo.set(id, panelId)
      if (before !== panelId) writer.leave(before, outcome)
      if (!row) return void adopt.run(id, outcome, panelId)
      // A pull may have seen it under its new id before we knew of it.
      removeDouble.run(panelId, id)
      writer.rewrite(row, { ...row, panelId, userId, ownerName: '' }, outcome)
    },
    search: (text, most) =>
      read(mirrors.tracker, searchTrackers, { pattern: likePattern(text), exact: fold(text.trim()), most }),
    of: (user) => read(mirrors.tracker, selectOf, user),
    cloneOf: (tracker, user) => first(selectCloneOf, tracker, user),
    clonesOf: (source) => read(mirrors.tracker, selectClones, source),
    originalOf: (source) => first(selectOriginal, source),
    originalsOf: (sources) => keyed(mirrors.tracker, selectOriginals, sources, (row) => row.sourceId),
  }
}
