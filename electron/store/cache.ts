import { entityOf, isEntityName } from '../../shared/entities/entity.ts'
import type { Equipment } from '../../shared/model/bundle.ts'
import type { Tariff } from '../../shared/model/tariff.ts'
import type { Problem } from '../../shared/problem.ts'
import { cacheNotes, everything, type CacheNotes } from './cache-notes.ts'
import { cachedBundles, type CachedBundles } from './cached-bundles.ts'
import { activeMonths, type ActiveMonths } from './active-months.ts'
import { cachedTasks, type CachedTasks } from './cached-tasks.ts'
import { cachedTrackers, type CachedTrackers } from './cached-trackers.ts'
import { cachedUsers, type CachedUsers } from './cached-users.ts'
import { changeNotes } from './change-notes.ts'
import { asProblem, commit, together, type Commit, type Sqlite } from './database.ts'
import { mirrors, type Mirror, type MirrorName, type ModelOf, type Seen } from './mirror.ts'
import { mirrorReader, type MirrorReader, type Row } from './mirror-reader.ts'
import { mirrorWriter, type MirrorWriter } from './mirror-writer.ts'
import { panelChanges, type PanelChanges } from './panel-changes.ts'
import { keepReadable } from './readable-rows.ts'
import { closeChecked } from './soundness.ts'

/** The last pulled picture of the panel: disposable, quick to read, changed by pulls and by our own outcomes. */
export interface Cache extends CacheNotes, Pick<MirrorReader, 'byIds' | 'panelIdsOf' | 'fieldsOf' | 'fieldsBy'> {
  /** The file itself, for the store alone. */
  readonly database: Sqlite
  /**
   * Takes out rows that cannot be read, where somebody else has written to the file. All that is read here is looked
   * over by itself; who asks the database does it first.
   */
  lookOver(): void
  /** Whether it has never held anything: it has just been begun. */
  isNew(): boolean

  /** Does all of it or nothing: nobody finds a part of it, not even after a power cut. */
  readonly commit: Commit
  /** Begins a complete pull of one sort of thing: forgets which ids were seen. */
  beginPull(): void
  /**
   * Writes a page, only where it differs in what it shows: what was not shown stays as it is known. `asked` is the last outcome applied when the page was asked for: rows that
   * a later outcome of ours has changed, or taken away, are left as they are. Answers how many rows it wrote.
   */
  writePage<Name extends MirrorName>(name: Name, rows: readonly Seen<ModelOf<Name>>[], asked: number): number
  count(name: MirrorName): number
  /** Changes fields of a row as our own outcome made them. */
  change<Name extends MirrorName>(name: Name, id: number, fields: Partial<ModelOf<Name>>, outcome: number): void
  /** Adds a row that our own outcome has made, by our id; what it is not said to hold is empty. */
  add<Name extends MirrorName>(name: Name, row: Partial<ModelOf<Name>> & { readonly id: number }, outcome: number): void
  /** Tells our id of a row that our own outcome has made, by the panel's, whether or not the row is there already. */
  recognise(name: MirrorName, panelId: number, id: number): void
  /** Takes a row away as our own outcome did, by our id: a page that was asked for before does not bring it back. */
  remove(name: MirrorName, id: number, outcome: number): void
  /**
   * Takes rows away that are gone from the panel, by the panel's ids, but those that an outcome later than `asked` has
   * changed.
   */
  removeGone(name: MirrorName, panelIds: readonly number[], asked: number): void
  /** The panel's ids of rows that the complete pull did not see. */
  unseen(name: MirrorName): number[]
  /**
   * Ends a complete pull: unseen rows are removed if the pull before missed them too, or if `confirmed` names them.
   * `asked` is the last outcome applied when its first page was asked for: the panel could not show what was made later.
   * Answers how many went; of those among them that we had made, and that the panel has never shown, the outcomes that
   * made them.
   */
  endPull(
    name: MirrorName,
    confirmed: ReadonlySet<number>,
    asked: number,
  ): { readonly removed: number; readonly neverShown: readonly number[] }

  readonly trackers: CachedTrackers
  readonly users: CachedUsers
  readonly bundles: CachedBundles
  readonly tasks: CachedTasks
  /** Months of trackers that were counted as active. */
  readonly active: ActiveMonths
  /** What has changed at the panel from pull to pull. */
  readonly changes: PanelChanges
  equipment(): Equipment[]
  /** Plans, by name. */
  tariffs(): Tariff[]

  close(): void
}

/** Ids of ours that are not the panel's first: the journal knows them, and a cache that is pulled anew gives them again. */
export interface KnownIds {
  /** Of trackers that were moved, and of rows that we made and the panel named in its answer, by the panel's present ones. */
  readonly named: Readonly<Partial<Record<MirrorName, ReadonlyMap<number, number>>>>
  /** Of rows that we made, by what tells them. */
  own(name: MirrorName, keys: readonly string[]): ReadonlyMap<string, number>
}

/** The cache over an open file of the newest shape; open-cache.ts opens one. */
export function createCache(database: Sqlite, ids: KnownIds, asLeft: boolean, tell: (problem: Problem) => void): Cache {
  const named = Object.fromEntries(
    Object.keys(mirrors).map((name) => [name, new Map(ids.named[name as MirrorName])]),
  ) as Record<MirrorName, Map<number, number>>
  const notes = cacheNotes(database)
  const tasks = cachedTasks(database)
  /** Changes are noted of whatever is an entity. */
  function notesOf(name: string, mirror: Mirror<unknown>) {
    if (!isEntityName(name)) return null
    const { sheet } = entityOf(name)
    // What we sent may have made rows that only a pull can tell of.
    const isExpected = (user: string | number | null) => {
      const stale = notes.stale()
      return stale.includes(sheet) || stale.includes(`${sheet}-of:${user}`)
    }
    const readAt = (user: string | number | null) => tasks.pulledAt().get(Number(user)) ?? null
    return changeNotes(database, name, mirror, isExpected, readAt)
  }
  const writers = Object.fromEntries(
    Object.entries(mirrors).map(([name, mirror]) => [
      name,
      mirrorWriter(
        database,
        mirror as Mirror<unknown>,
        named[name as MirrorName],
        (keys) => ids.own(name as MirrorName, keys),
        notesOf(name, mirror as Mirror<unknown>),
      ),
    ]),
  ) as { [Name in MirrorName]: MirrorWriter<ModelOf<Name>> }

  const selectEquipment = database.prepare<[], Row>('SELECT * FROM equipment ORDER BY vendor, name, id')
  const selectTariffs = database.prepare<[], Row>('SELECT * FROM tariff ORDER BY name, id')
  const forgetSeen = database.prepare('DELETE FROM seen')
  const lookOver = keepReadable(database, {
    asLeft,
    onTaken(rows) {
      notes.markStale(everything, notes.applied())
      changes.lostRows()
      tell({ code: 'cache-rows-unreadable', values: { count: rows } })
    },
  })
  const reader = mirrorReader(database, lookOver)
  const { read, byIds, fieldsOf, fieldsBy } = reader
  const changes = panelChanges(database, reader)

  function panelIdsOf(name: MirrorName, ids: readonly number[]): Map<number, number> {
    const found = reader.panelIdsOf(name, ids)
    if (found.size === ids.length || named[name].size === 0) return found
    // A row that is not there, since the cache was lost, is called by what the journal knows of it.
    const wanted = new Set(ids.filter((id) => !found.has(id)))
    for (const [panelId, id] of named[name]) if (wanted.has(id)) found.set(id, panelId)
    return found
  }

  return {
    database,
    lookOver,
    isNew: () => notes.applied() === 0 && Object.values(writers).every((writer) => writer.count() === 0),
    ...notes,
    commit: (work) => commit(database, work),
    beginPull: () => void forgetSeen.run(),
    writePage(name, rows, asked) {
      try {
        return together(database, () => (writers[name] as MirrorWriter<(typeof rows)[number]>).write(rows, asked))
      } catch (error) {
        throw asProblem(error)
      }
    },
    count: (name) => writers[name].count(),
    byIds,
    panelIdsOf,
    fieldsOf,
    fieldsBy,
    change(name, id, fields, outcome) {
      const row = byIds(name, [id]).get(id)
      const writer = writers[name] as unknown as MirrorWriter<NonNullable<typeof row>>
      if (!row) return
      writer.explained(id, fields as Partial<typeof row>)
      writer.rewrite(row, { ...row, ...fields }, outcome)
    },
    add(name, row, outcome) {
      const mirror = mirrors[name] as unknown as Mirror<ModelOf<typeof name>>
      const writer = writers[name] as unknown as MirrorWriter<ModelOf<typeof name>>
      writer.add(mirror.whole(row as Seen<ModelOf<typeof name>>, undefined), outcome)
    },
    recognise: (name, panelId, id) => void named[name].set(panelId, id),
    remove: (name, id, outcome) => writers[name].remove(id, outcome),
    removeGone: (name, panelIds, asked) => writers[name].removeGone(panelIds, asked),
    unseen: (name) => writers[name].unseen(),
    endPull: (name, confirmed, asked) => together(database, () => writers[name].end(confirmed, asked)),
    trackers: cachedTrackers(database, reader, { writer: writers.tracker, moved: named.tracker, lookOver }),
    users: cachedUsers(database, reader),
    bundles: cachedBundles(database, reader),
    tasks,
    active: activeMonths(database),
    changes,
    equipment: () => read(mirrors.equipment, selectEquipment),
    tariffs: () => read(mirrors.tariff, selectTariffs),
    close: () => closeChecked(database, lookOver),
  }
}
