import { existsSync, renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { z } from 'zod'
import type { KnownTracker } from '../../shared/imports/import-kind.ts'
import type { Bundle, Equipment } from '../../shared/model/bundle.ts'
import type { Tariff } from '../../shared/model/tariff.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import type { User } from '../../shared/model/user.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import { cacheShape, cacheVersion } from './migrations/cache.ts'
import { asProblem, isDamage, isSound, openSqlite, together, type Sqlite, type Statement } from './database.ts'
import { fold, likePattern } from './folding.ts'
import { mirrors, type Mirror, type MirrorName, type Seen } from './mirror.ts'
import { mirrorWriter, type MirrorWriter } from './mirror-writer.ts'
import { keepReadable } from './readable-rows.ts'
import { closeChecked, isAsLeft, noteOf } from './soundness.ts'
import { whileUnchanged } from './unchanged.ts'

/** The scope of all that is pulled: where nobody can tell what an outcome has changed. */
export const everything = 'everything'

/** The last pulled picture of the panel: disposable, quick to read, changed by pulls and by our own outcomes. */
export interface Cache {
  readonly database: Sqlite
  /**
   * Takes out rows that cannot be read, where somebody else has written to the file. All that is read here is looked
   * over by itself; who asks the database does it first.
   */
  lookOver(): void
  /** The last outcome of the journal that has been applied here. */
  applied(): number
  /** Applies outcomes up to `sequence` in one transaction; `work` makes their changes. */
  apply(sequence: number, work: () => void): void
  /** Forgets which outcomes have been applied, because the journal that numbered them is gone: it begins again at `sequence`. */
  beginOutcomesAt(sequence: number): void
  /** The journal whose outcomes have been applied here; null where that was never said. */
  journal(): string | null
  setJournal(id: string): void
  /** When the last complete pull ended: milliseconds since 1970, UTC. */
  pulledAt(): number | null
  setPulledAt(at: number): void
  /** What was found out about this panel, such as that it shows something: known for as long as the cache is kept. */
  isKnown(finding: string): boolean
  know(finding: string): void

  /** Begins a complete pull of one sort of thing: forgets which ids were seen. */
  beginPull(): void
  /**
   * Writes a page, only where it differs in what it shows: what was not shown stays as it is known. `asked` is the last outcome applied when the page was asked for: rows that
   * a later outcome of ours has changed, or taken away, are left as they are. Answers how many rows it wrote.
   */
  writePage<Name extends MirrorName>(name: Name, rows: readonly Seen<ModelOf<Name>>[], asked: number): number
  count(name: MirrorName): number
  /** Rows, by our ids. */
  byIds<Name extends MirrorName>(name: Name, ids: readonly number[]): Map<number, ModelOf<Name>>
  /** The panel's ids of the rows that are there, by ours. */
  panelIdsOf(name: MirrorName, ids: readonly number[]): Map<number, number>
  /** Changes fields of a row as our own outcome made them. */
  change<Name extends MirrorName>(name: Name, id: number, fields: Partial<ModelOf<Name>>, outcome: number): void
  /** Adds a row that our own outcome has made, by our id; what it is not said to hold is empty. */
  add<Name extends MirrorName>(name: Name, row: Partial<ModelOf<Name>> & { readonly id: number }, outcome: number): void
  /** Some fields of rows, by our ids; for many of them quicker than all that they hold. */
  fieldsOf(name: MirrorName, ids: readonly number[], fields: readonly string[]): Map<number, Record<string, unknown>>
  /** Some fields of rows, and their ids, by the values that they hold in a field. */
  fieldsBy(
    name: MirrorName,
    by: string,
    values: readonly (string | number)[],
    fields: readonly string[],
  ): Map<string | number, ({ readonly id: number } & Record<string, unknown>)[]>
  /** The panel's ids of rows that the complete pull did not see. */
  unseen(name: MirrorName): number[]
  /** Ends a complete pull: unseen rows are removed if the pull before missed them too, or if `confirmed` names them. */
  endPull(name: MirrorName, confirmed: ReadonlySet<number>): number

  trackers: {
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
    /** The originals with these devices behind them, by device. */
    originalsOf(sources: readonly number[]): Map<number, Tracker>
    /** Takes a row away as our own outcome did. */
    remove(id: number, outcome: number): void
  }
  users: {
    byLogins(logins: readonly string[]): Map<string, User>
    /** All whose login is one of these, which may differ in upper and lower case alone. */
    allByLogins(logins: readonly string[]): User[]
    /** All whose first and last name, in either order, or legal name is one of these, upper and lower case alike. */
    byNames(names: readonly string[]): User[]
    search(text: string, most: number): User[]
  }
  bundles: {
    byPanelIds(ids: readonly number[]): Map<number, Bundle>
    byImeis(imeis: readonly string[]): Map<string, Bundle>
    /** By the SIM card that is in them. */
    bySims(iccids: readonly string[]): Map<string, Bundle>
  }
  equipment(): Equipment[]
  /** Plans, by name. */
  tariffs(): Tariff[]

  /** Scopes (such as `trackers-of:17`, `bundles` or {@link everything}) that our own outcomes changed in ways that only a pull can tell. */
  stale(): readonly string[]
  markStale(scope: string, outcome: number): void
  /** Where nothing after that outcome has marked it again. */
  clearStale(scope: string, outcome: number): void
  close(): void
}

type ModelOf<Name extends MirrorName> = (typeof mirrors)[Name] extends Mirror<infer Model> ? Model : never

/** A cache, open. */
export interface OpenedCache {
  readonly cache: Cache
  /** Why another file was put aside for it, to be told to a person. */
  readonly putAside: Problem | null
}

/** Ids of ours that are not the panel's first: the journal knows them, and a cache that is pulled anew gives them again. */
export interface KnownIds {
  /** Of trackers that were moved, by the panel's present ones. */
  readonly moved: ReadonlyMap<number, number>
  /** Of rows that we made, by what tells them. */
  own(name: MirrorName, keys: readonly string[]): ReadonlyMap<string, number>
}

const noIds: KnownIds = { moved: new Map(), own: () => new Map() }

/**
 * Opens the cache. A damaged file, or one of another shape, is put aside (the last such file is kept), which is told
 * before, and the cache begun anew; what else goes wrong, such as another program's lock or a full disk, is thrown as the
 * problem that it is, and nothing is touched. Rows that cannot be read are taken out by themselves, and that is told, too.
 */
export function openCache(
  path: string,
  ids: KnownIds = noIds,
  tell: (problem: Problem) => void = () => undefined,
): OpenedCache {
  try {
    return { cache: openWhole(path, ids, tell), putAside: null }
  } catch (error) {
    const unfit = unfitness(error, path)
    if (!unfit) throw asProblem(error)
    return beginCacheAnew(path, ids, tell, unfit)
  }
}

/** Puts a closed cache aside, because of damage that came to light later, and begins another. */
export function beginCacheAnew(
  path: string,
  ids: KnownIds,
  tell: (problem: Problem) => void,
  because: Problem = { code: 'cache-damaged', values: { file: asideOf(path) } },
): OpenedCache {
  try {
    // Told first: a program that is killed in between finds nothing to tell of any more.
    tell(because)
    // The log goes first: one that is left beside no file, or beside another's, would be taken for that one's.
    for (const suffix of ['-wal', '-shm', '']) rmSync(asideOf(path) + suffix, { force: true })
    for (const suffix of ['-wal', '']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, asideOf(path) + suffix)
    }
    for (const left of [`${path}-shm`, noteOf(path)]) rmSync(left, { force: true })
    return { cache: openWhole(path, ids, tell), putAside: because }
  } catch (error) {
    throw asProblem(error)
  }
}

const asideOf = (path: string) => `${path}.damaged`

/** A cache that cannot be used as it is, though SQLite may have nothing to say against it. */
class UnfitCache extends Error {
  override name = 'UnfitCache'
  readonly code: 'cache-damaged' | 'cache-other-version'

  constructor(code: UnfitCache['code'], options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

/** Why a cache has to be put aside; null where its file is not to blame. */
function unfitness(error: unknown, path: string): Problem | null {
  const code = error instanceof UnfitCache ? error.code : isDamage(error) ? 'cache-damaged' : null
  return code && { code, values: { file: asideOf(path) } }
}

function openWhole(path: string, ids: KnownIds, tell: (problem: Problem) => void): Cache {
  let database: Sqlite | null = null
  try {
    database = openSqlite(path, 'normal')
    const version = Number(database.pragma('user_version', { simple: true }))
    if (version !== 0 && version !== cacheVersion) throw new UnfitCache('cache-other-version')
    const asLeft = isAsLeft(database)
    if (!asLeft && !isSound(database)) throw new UnfitCache('cache-damaged')
    if (version === 0) begin(database)
    askAll(database)
    database.exec('CREATE TEMP TABLE IF NOT EXISTS seen (id INTEGER PRIMARY KEY)')
    const cache = createCache(database, ids, asLeft, tell)
    cache.lookOver()
    return cache
  } catch (error) {
    database?.close()
    // Tables that are there already, or are not there: SQLite finds such a file whole, and it is none of ours.
    const isOther = error instanceof Database.SqliteError && error.code === 'SQLITE_ERROR'
    throw isOther ? new UnfitCache('cache-damaged', { cause: error }) : error
  }
}

/** Asks every table for its columns. Throws where one of them is not there: statements are compiled when they are used. */
function askAll(database: Sqlite): void {
  const tables = Object.values(mirrors).map(
    ({ table, columns }) => `outcome, missed, ${columns.join(', ')} FROM ${table}`,
  )
  const others = ['name, value FROM meta', 'tracker, outcome FROM gone', 'scope, outcome FROM stale']
  for (const asked of [...tables, ...others]) database.prepare(`SELECT ${asked} LIMIT 0`).all()
}

function begin(database: Sqlite): void {
  together(database, () => {
    database.exec(cacheShape)
    database.pragma(`user_version = ${cacheVersion}`)
  })
}

const wholeNumber = z.coerce.number().catch(0)

/** What of a known tracker is kept as a number. */
type Flag = 'clone' | 'corrupted'

type Row = Record<string, string | number | null>

function createCache(database: Sqlite, ids: KnownIds, asLeft: boolean, tell: (problem: Problem) => void): Cache {
  /** Our ids of trackers that we have moved, by the panel's present ones, and the reverse. */
  const moved = new Map(ids.moved)
  const movedTo = new Map([...moved].map(([panelId, id]) => [id, panelId]))
  const readMeta = database.prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?')
  const writeMeta = database.prepare(
    'INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  // Every status, every page and every outcome asks for one of them.
  const known = whileUnchanged([database], () => new Map<string, number | null>())
  const meta = (name: 'applied' | 'pulledAt') => {
    let value = known().get(name)
    if (value === undefined) {
      const row = readMeta.get(name)
      value = row ? wholeNumber.parse(row.value) : null
      known().set(name, value)
    }
    return value
  }

  const writers = Object.fromEntries(
    Object.entries(mirrors).map(([name, mirror]) => [
      name,
      mirrorWriter(database, mirror as Mirror<unknown>, name === 'tracker' ? moved : new Map(), (keys) =>
        ids.own(name as MirrorName, keys),
      ),
    ]),
  ) as { [Name in MirrorName]: MirrorWriter<ModelOf<Name>> }

  const inList = 'IN (SELECT value FROM json_each(?))'
  const selectTrackersByPanelId = database.prepare<[string], Row>(`SELECT * FROM tracker WHERE panel_id ${inList}`)
  const selectKnown = database.prepare<[string], Omit<KnownTracker, Flag> & { readonly [Name in Flag]: number }>(
    `SELECT id, panel_id AS panelId, label, clone, corrupted, user_id AS userId, source_id AS sourceId
     FROM tracker WHERE panel_id ${inList}`,
  )
  const selectTrackersByDevice = database.prepare<[string], Row>(
    // The originals last, so that of several with one device they stay.
    `SELECT * FROM tracker WHERE device_id ${inList} ORDER BY clone DESC, id DESC`,
  )
  const selectUsersByLogin = database.prepare<[string], Row>(`SELECT * FROM user WHERE login_folded ${inList}`)
  const selectUsersByName = database.prepare<[{ names: string }], Row>(
    `WITH asked AS MATERIALIZED (SELECT value FROM json_each(@names))
     SELECT * FROM user WHERE legal_name_folded IN asked
       OR trim(first_name_folded || ' ' || last_name_folded) IN asked
       OR trim(last_name_folded || ' ' || first_name_folded) IN asked`,
  )
  const searchUsers = database.prepare<[{ pattern: string; exact: string; most: number }], Row>(
    // Whoever is called exactly so is never beyond the last that are told.
    `SELECT * FROM user WHERE search LIKE @pattern ESCAPE '\\'
     ORDER BY @exact NOT IN (login_folded, CAST(id AS TEXT)), login_folded LIMIT +@most`,
  )
  const selectBundlesByPanelId = database.prepare<[string], Row>(`SELECT * FROM bundle WHERE panel_id ${inList}`)
  const selectBundles = database.prepare<[string], Row>(`SELECT * FROM bundle WHERE imei ${inList}`)
  const selectBundlesBySim = database.prepare<[string], Row>(`SELECT * FROM bundle WHERE iccid ${inList}`)
  const selectEquipment = database.prepare<[], Row>('SELECT * FROM equipment ORDER BY vendor, name, id')
  const selectTariffs = database.prepare<[], Row>('SELECT * FROM tariff ORDER BY name, id')
  const selectSources = database.prepare<[string], { source: number; user: number }>(
    `SELECT source_id AS source, user_id AS user FROM tracker WHERE user_id ${inList}`,
  )
  const selectOwners = database.prepare<[string], { source: number; user: number }>(
    `SELECT source_id AS source, user_id AS user FROM tracker WHERE source_id ${inList}`,
  )
  const countByUser = database.prepare<[string], { user: number; n: number }>(
    `SELECT user_id AS user, count(*) AS n FROM tracker WHERE user_id ${inList} GROUP BY user_id`,
  )
  const selectTracker = database.prepare<[number], Row>('SELECT * FROM tracker WHERE id = ?')
  const adopt = database.prepare('UPDATE tracker SET id = ?, outcome = max(outcome, ?) WHERE panel_id = ?')
  const removeDouble = database.prepare('DELETE FROM tracker WHERE panel_id = ? AND id <> ?')
  const selectCloneOf = database.prepare<[number, number], Row>(
    `SELECT made.* FROM tracker AS made JOIN tracker AS original ON original.source_id = made.source_id
     WHERE original.id = ? AND made.user_id = ? AND made.clone = 1`,
  )
  const selectOriginal = database.prepare<[number], Row>('SELECT * FROM tracker WHERE source_id = ? AND clone = 0')
  const selectOriginals = database.prepare<[string], Row>(
    `SELECT * FROM tracker WHERE source_id ${inList} AND clone = 0`,
  )
  const removeTracker = database.prepare<[number], { panel_id: number }>(
    'DELETE FROM tracker WHERE id = ? RETURNING panel_id',
  )
  const rememberGone = database.prepare(
    'INSERT INTO gone VALUES (?, ?) ON CONFLICT (tracker) DO UPDATE SET outcome = excluded.outcome',
  )
  const forgetSeen = database.prepare('DELETE FROM seen')
  const selectStale = database.prepare<[], { scope: string }>('SELECT scope FROM stale ORDER BY outcome, scope')

  const applied = () => meta('applied') ?? 0
  const markStale = (scope: string, outcome: number) =>
    void database
      .prepare('INSERT INTO stale VALUES (?, ?) ON CONFLICT (scope) DO UPDATE SET outcome = excluded.outcome')
      .run(scope, outcome)
  const lookOver = keepReadable(database, {
    asLeft,
    onTaken(rows) {
      markStale(everything, applied())
      tell({ code: 'cache-rows-unreadable', values: { count: rows } })
    },
  })

  function read<Model, Asked extends unknown[]>(
    { model }: Mirror<Model>,
    select: Statement<Asked, Row>,
    ...asked: Asked
  ): Model[] {
    lookOver()
    return select.all(...asked).map(model)
  }
  const first = <Asked extends unknown[]>(select: Statement<Asked, Row>, ...asked: Asked) =>
    read(mirrors.tracker, select, ...asked)[0] ?? null
  const keyed = <Model, Wanted extends string | number>(
    mirror: Mirror<Model>,
    select: Statement<[string], Row>,
    wanted: readonly Wanted[],
    key: (model: Model) => Wanted,
  ) =>
    new Map(wanted.length === 0 ? [] : read(mirror, select, JSON.stringify(wanted)).map((entry) => [key(entry), entry]))

  /** Some fields of the rows that hold one of these values in a field: id, value, fields. */
  function fieldsWhere(
    name: MirrorName,
    by: string,
    wanted: readonly (string | number)[],
    fields: readonly string[],
  ): [id: number, value: string | number, fields: Record<string, unknown>][] {
    lookOver()
    const { table, cells } = mirrors[name]
    const asked = cells.filter(({ field }) => fields.includes(field))
    const column = cells.find(({ field }) => field === by)?.column ?? fail('unexpected')
    const columns = ['id', column, ...asked.map((cell) => cell.column)].join(', ')
    return database
      .prepare<[string], unknown[]>(`SELECT ${columns} FROM ${table} WHERE ${column} ${inList}`)
      .raw()
      .all(JSON.stringify(wanted))
      .map(([id, value, ...stored]) => [
        Number(id),
        value as string | number,
        Object.fromEntries(asked.map(({ field, isFlag }, at) => [field, isFlag ? stored[at] !== 0 : stored[at]])),
      ])
  }

  function byIds<Name extends MirrorName>(name: Name, ids: readonly number[]) {
    const mirror = mirrors[name] as unknown as Mirror<ModelOf<Name> & { readonly id: number }>
    const select = database.prepare<[string], Row>(`SELECT * FROM ${mirror.table} WHERE id ${inList}`)
    return keyed(mirror, select, ids, (row) => row.id)
  }

  return {
    database,
    lookOver,
    applied,
    apply(sequence, work) {
      together(database, () => {
        work()
        writeMeta.run('applied', String(sequence))
      })
    },
    beginOutcomesAt(sequence) {
      together(database, () => {
        for (const { table } of Object.values(mirrors))
          database.exec(`UPDATE ${table} SET outcome = 0 WHERE outcome > 0`)
        database.exec('DELETE FROM gone; UPDATE stale SET outcome = 0')
        writeMeta.run('applied', String(sequence))
      })
    },
    journal: () => readMeta.get('journal')?.value ?? null,
    setJournal: (id) => void writeMeta.run('journal', id),
    pulledAt: () => meta('pulledAt'),
    setPulledAt: (at) => void writeMeta.run('pulledAt', String(at)),
    isKnown: (finding) => readMeta.get(`known: ${finding}`) !== undefined,
    know: (finding) => void writeMeta.run(`known: ${finding}`, '1'),

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
    change(name, id, fields, outcome) {
      const row = byIds(name, [id]).get(id)
      const writer = writers[name] as unknown as MirrorWriter<NonNullable<typeof row>>
      if (row) writer.rewrite(row, { ...row, ...fields }, outcome)
    },
    add(name, row, outcome) {
      const mirror = mirrors[name] as unknown as Mirror<ModelOf<typeof name>>
      const writer = writers[name] as unknown as MirrorWriter<ModelOf<typeof name>>
      writer.add(mirror.whole(row as Seen<ModelOf<typeof name>>, undefined), outcome)
    },
    panelIdsOf(name, ids) {
      if (ids.length === 0) return new Map()
      lookOver()
      const { table, key } = mirrors[name]
      const select = database.prepare<[string], { id: number; panelId: number }>(
        `SELECT id, ${key} AS panelId FROM ${table} WHERE id ${inList}`,
      )
      return new Map(select.all(JSON.stringify(ids)).map(({ id, panelId }) => [id, panelId]))
    },
    fieldsOf: (name, ids, fields) =>
      new Map(fieldsWhere(name, 'id', ids, fields).map(([id, , values]) => [id, values])),
    fieldsBy(name, by, wanted, fields) {
      const found = new Map<string | number, ({ readonly id: number } & Record<string, unknown>)[]>()
      if (wanted.length === 0) return found
      for (const [id, value, values] of fieldsWhere(name, by, wanted, fields)) {
        const row = { ...values, id }
        const others = found.get(value)
        if (others) others.push(row)
        else found.set(value, [row])
      }
      return found
    },
    unseen: (name) => writers[name].unseen(),
    endPull: (name, confirmed) => together(database, () => writers[name].end(confirmed)),

    trackers: {
      byPanelIds: (ids) => keyed(mirrors.tracker, selectTrackersByPanelId, ids, (row) => row.panelId),
      knownOf(panelIds) {
        lookOver()
        const rows = selectKnown.all(JSON.stringify(panelIds))
        return new Map(
          rows.map((row) => [row.panelId, { ...row, clone: row.clone !== 0, corrupted: row.corrupted !== 0 }]),
        )
      },
      byDevices: (devices) => keyed(mirrors.tracker, selectTrackersByDevice, devices, (row) => row.deviceId),
      panelIds(ids) {
        const known = byIds('tracker', ids)
        return new Map(ids.map((id) => [id, known.get(id)?.panelId ?? movedTo.get(id) ?? id]))
      },
      countByUser: (users) => new Map(countByUser.all(JSON.stringify(users)).map((row) => [row.user, row.n])),
      sourcesOwnedBy: (users) =>
        new Set(selectSources.all(JSON.stringify(users)).map((row) => `${row.source}:${row.user}`)),
      ownersOf: (sources) =>
        new Set(selectOwners.all(JSON.stringify(sources)).map((row) => `${row.source}:${row.user}`)),
      move(id, panelId, userId, outcome) {
        const row = first(selectTracker, id)
        const before = row?.panelId ?? movedTo.get(id) ?? id
        moved.delete(before)
        moved.set(panelId, id)
        movedTo.set(id, panelId)
        if (before !== panelId) rememberGone.run(before, outcome)
        if (!row) return void adopt.run(id, outcome, panelId)
        // A pull may have seen it under its new id before we knew of it.
        removeDouble.run(panelId, id)
        writers.tracker.rewrite(row, { ...row, panelId, userId, ownerName: '' }, outcome)
      },
      remove(id, outcome) {
        const row = removeTracker.get(id)
        if (row) rememberGone.run(row.panel_id, outcome)
      },
      cloneOf: (tracker, user) => first(selectCloneOf, tracker, user),
      originalOf: (source) => first(selectOriginal, source),
      originalsOf: (sources) => keyed(mirrors.tracker, selectOriginals, sources, (row) => row.sourceId),
    },
    users: {
      byLogins: (logins) => keyed(mirrors.user, selectUsersByLogin, logins.map(fold), (row) => fold(row.login)),
      allByLogins: (logins) => read(mirrors.user, selectUsersByLogin, JSON.stringify(logins.map(fold))),
      byNames: (names) => read(mirrors.user, selectUsersByName, { names: JSON.stringify(names.map(fold)) }),
      search: (text, most) =>
        read(mirrors.user, searchUsers, { pattern: likePattern(text), exact: fold(text.trim()), most }),
    },
    bundles: {
      byPanelIds: (ids) => keyed(mirrors.bundle, selectBundlesByPanelId, ids, (row) => row.panelId ?? 0),
      byImeis: (imeis) => keyed(mirrors.bundle, selectBundles, imeis, (row) => row.imei),
      bySims: (iccids) => keyed(mirrors.bundle, selectBundlesBySim, iccids, (row) => row.iccid),
    },
    equipment: () => read(mirrors.equipment, selectEquipment),
    tariffs: () => read(mirrors.tariff, selectTariffs),

    stale: whileUnchanged([database], () => selectStale.all().map((row) => row.scope)),
    markStale,
    clearStale: (scope, outcome) =>
      void database.prepare('DELETE FROM stale WHERE scope = ? AND outcome <= ?').run(scope, outcome),
    close: () => closeChecked(database, lookOver),
  }
}
