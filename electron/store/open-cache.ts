import { existsSync, renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import type { Problem } from '../../shared/problem.ts'
import { createCache, type Cache, type KnownIds } from './cache.ts'
import { asProblem, isDamage, isSound, openSqlite, together, type Sqlite } from './database.ts'
import { cacheShape, cacheVersion } from './migrations/cache.ts'
import { activeTables } from './active-months.ts'
import { mirrors } from './mirror.ts'
import { changeTables } from './panel-changes.ts'
import { isAsLeft, noteOf } from './soundness.ts'

/** A cache, open. */
export interface OpenedCache {
  readonly cache: Cache
  /** Why another file was put aside for it, to be told to a person. */
  readonly putAside: Problem | null
}

const noIds: KnownIds = { named: {}, own: () => new Map() }

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
    // The log goes first: one that is left next to no file, or next to another's, would be taken for that one's.
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
  const others = [
    'name, value FROM meta',
    'mirror, panel_id, outcome FROM gone',
    'scope, outcome FROM stale',
    'user, pulled_at FROM routes_of',
    ...activeTables,
    ...changeTables,
  ]
  for (const asked of [...tables, ...others]) database.prepare(`SELECT ${asked} LIMIT 0`).all()
}

function begin(database: Sqlite): void {
  together(database, () => {
    database.exec(cacheShape)
    database.pragma(`user_version = ${cacheVersion}`)
  })
}
