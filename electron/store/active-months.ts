import type { ReportMonth, ReportOwner, ReportTracker } from '../../shared/contract/reports.ts'
import { monthAfter, monthsFrom } from '../../shared/rules/months.ts'
import { commit, type Sqlite } from './database.ts'
import { likePattern } from './folding.ts'
import { inList, many } from './in-sql.ts'

/** The tables of it, with their columns, as the cache asks for them when it is opened. */
export const activeTables = [
  'id FROM active_reading',
  'month, reading, amount, read_at, complete FROM active_month',
  'reading, tracker_id, user_id FROM active_tracker',
  'reading, user_id, amount FROM active_owner',
  'reading, other, tracker_id, user_id FROM active_change',
  'reading, other, count FROM active_compared',
  'tracker_id, label, device_id FROM active_name',
  'user_id, name, dealer FROM active_user',
] as const

/** A tracker that the panel counted, as it told of it. */
export interface ActiveTracker {
  readonly id: number
  readonly userId: number
  readonly label: string
  readonly deviceId: string
}

/** Whose trackers were counted, as the panel told of them. */
export interface ActiveUser {
  readonly id: number
  readonly name: string
  readonly dealer: string
}

/** What a month's reading came to. */
interface MonthRead {
  readonly month: string
  /** Null where the panel says nothing of the month. */
  readonly amount: number | null
  /** Milliseconds since 1970, UTC. */
  readonly readAt: number
  readonly complete: boolean
}

/** How trackers of two months in a row differ. */
type Which = 'came' | 'went'

interface Span {
  readonly from: string
  readonly to: string
}

/** A part of a list. */
interface Window {
  readonly from: number
  readonly count: number
}

interface Rows<Row> {
  readonly count: number
  readonly rows: Row[]
}

/**
 * Months of trackers that the panel counted as active, kept as they were read. All that grows with the trackers is done
 * in parts of a few thousand rows, each its own commit; who calls has a turn in between.
 */
export interface ActiveMonths {
  /** Begins a reading, which nobody sees until a month is {@link take taken} from it. */
  begin(): number
  add(reading: number, trackers: readonly ActiveTracker[]): void
  /** From now on a month is what this reading has. */
  take(reading: number, read: MonthRead): void
  noteUsers(users: readonly ActiveUser[]): void
  /** Finds what months have and their neighbours lack, a part; answers whether there is more to find. */
  compareOn(): boolean
  /** Sweeps away readings that no month has, a part; answers whether there is more to sweep. */
  sweepOn(): boolean

  /** Months of a span that were over when they were read. */
  complete(span: Span): ReadonlySet<string>
  months(span: Span): ReportMonth[]
  owners(span: Span, search: string, window: Window): Rows<ReportOwner>
  changes(month: string, which: Which, window: Window): Rows<ReportTracker>
  trackers(month: string, after: number | null, count: number): ReportTracker[]
}

/** So many rows are a part, of those that are added, too. */
export const activePart = 2000

interface KeptMonth {
  readonly month: string
  readonly reading: number
  readonly amount: number | null
  readonly readAt: number
  readonly complete: number
}

/** What an owner is called: by the sheet of users, or as the panel told, or by the id. */
const ownerName = (id: string) => `coalesce(nullif(u.login, ''), nullif(a.name, ''), '#' || ${id})`
const withOwner = (id: string) => `LEFT JOIN user AS u ON u.id = ${id} LEFT JOIN active_user AS a ON a.user_id = ${id}`

/** The trackers of a list of ids and owners `t`, as they are shown. */
const shownTracker = `SELECT t.tracker_id AS id, coalesce(n.label, '') AS label, coalesce(n.device_id, '') AS deviceId,
    ${ownerName('t.user_id')} AS owner, r.id AS row`
const withNames = `LEFT JOIN active_name AS n ON n.tracker_id = t.tracker_id
  LEFT JOIN tracker AS r ON r.panel_id = t.tracker_id ${withOwner('t.user_id')}`

/** The kept months of an open cache. */
export function activeMonths(database: Sqlite): ActiveMonths {
  const newReading = database.prepare('INSERT INTO active_reading DEFAULT VALUES')
  const addTracker = database.prepare<[number, number, number]>('INSERT OR IGNORE INTO active_tracker VALUES (?, ?, ?)')
  const countOwner = database.prepare<[number, number, number]>(
    `INSERT INTO active_owner VALUES (?, ?, ?)
     ON CONFLICT (reading, user_id) DO UPDATE SET amount = amount + excluded.amount`,
  )
  const nameTracker = database.prepare<[number, string, string]>(
    `INSERT INTO active_name VALUES (?, ?, ?)
     ON CONFLICT (tracker_id) DO UPDATE SET label = excluded.label, device_id = excluded.device_id
     WHERE label <> excluded.label OR device_id <> excluded.device_id`,
  )
  const selectMonth = database.prepare<[string], KeptMonth>(
    'SELECT month, reading, amount, read_at AS readAt, complete FROM active_month WHERE month = ?',
  )
  const selectMonths = database.prepare<[Span], KeptMonth>(
    `SELECT month, reading, amount, read_at AS readAt, complete FROM active_month
     WHERE month BETWEEN @from AND @to ORDER BY month`,
  )
  const selectAll = database.prepare<[], KeptMonth>(
    `SELECT month, reading, amount, read_at AS readAt, complete FROM active_month ORDER BY month`,
  )
  const writeMonth = database.prepare<[{ reading: number; complete: number } & Omit<MonthRead, 'complete'>]>(
    `INSERT OR REPLACE INTO active_month (month, reading, amount, read_at, complete)
     VALUES (@month, @reading, @amount, @readAt, @complete)`,
  )
  const writeUser = database.prepare<[ActiveUser]>(
    `INSERT INTO active_user (user_id, name, dealer) VALUES (@id, @name, @dealer)
     ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, dealer = excluded.dealer`,
  )

  const selectCompared = database
    .prepare<[number, number], number>('SELECT count FROM active_compared WHERE reading = ? AND other = ?')
    .pluck()
  const lastFound = database
    .prepare<[number, number], number | null>(
      'SELECT max(tracker_id) FROM active_change WHERE reading = ? AND other = ?',
    )
    .pluck()
  const selectEnd = database
    .prepare<[{ reading: number; after: number }], number>(
      `SELECT tracker_id FROM active_tracker WHERE reading = @reading AND tracker_id > @after
       ORDER BY tracker_id LIMIT 1 OFFSET +${activePart - 1}`,
    )
    .pluck()
  const findChanges = database.prepare<[{ reading: number; other: number; after: number; upTo: number }]>(
    `INSERT OR IGNORE INTO active_change (reading, other, tracker_id, user_id)
     SELECT @reading, @other, t.tracker_id, t.user_id FROM active_tracker AS t
     WHERE t.reading = @reading AND t.tracker_id > @after AND t.tracker_id <= @upTo
       AND NOT EXISTS (SELECT 1 FROM active_tracker AS o WHERE o.reading = @other AND o.tracker_id = t.tracker_id)`,
  )
  const writeCompared = database.prepare<[{ reading: number; other: number }]>(
    `INSERT OR REPLACE INTO active_compared (reading, other, count)
     SELECT @reading, @other, count(*) FROM active_change WHERE reading = @reading AND other = @other`,
  )

  const selectSwept = database
    .prepare<[], number>('SELECT id FROM active_reading WHERE id NOT IN (SELECT reading FROM active_month) LIMIT 1')
    .pluck()
  const sweeps = [
    ['active_tracker', 'reading', 'tracker_id'],
    ['active_owner', 'reading', 'user_id'],
    ['active_change', 'reading', 'other, tracker_id'],
    ['active_compared', 'reading', 'other'],
  ].map(([table, column, rest]) =>
    database.prepare<[number]>(
      `DELETE FROM ${table} WHERE (${column}, ${rest}) IN
         (SELECT ${column}, ${rest} FROM ${table} WHERE ${column} = ? LIMIT +${activePart})`,
    ),
  )
  const forgetReading = database.prepare<[number]>('DELETE FROM active_reading WHERE id = ?')

  const owned = `FROM active_owner AS t ${withOwner('t.user_id')}
    WHERE t.reading ${inList} AND (? = '%%' OR lower(${ownerName('t.user_id')}) LIKE ? ESCAPE '\\'
      OR u.search LIKE ? ESCAPE '\\' OR lower(coalesce(a.dealer, '')) LIKE ? ESCAPE '\\')`
  const countOwners = database
    .prepare<[string, string, string, string, string], number>(`SELECT count(DISTINCT t.user_id) ${owned}`)
    .pluck()
  const selectOwners = database.prepare<
    [number, string, string, string, string, string, number, number],
    { id: number; name: string; dealer: string }
  >(
    `SELECT t.user_id AS id, ${ownerName('t.user_id')} AS name, coalesce(a.dealer, '') AS dealer,
       sum(CASE WHEN t.reading = ? THEN t.amount ELSE 0 END) AS latest ${owned}
     GROUP BY t.user_id ORDER BY latest DESC, t.user_id LIMIT +? OFFSET +?`,
  )
  const selectAmounts = database.prepare<[string, string], { reading: number; user: number; amount: number }>(
    `SELECT reading, user_id AS user, amount FROM active_owner WHERE reading ${inList} AND user_id ${inList}`,
  )
  const selectChanges = database.prepare<[number, number, number, number], ReportTracker>(
    `${shownTracker} FROM active_change AS t ${withNames}
     WHERE t.reading = ? AND t.other = ? ORDER BY t.tracker_id LIMIT +? OFFSET +?`,
  )
  const selectTrackers = database.prepare<[number, number, number], ReportTracker>(
    `${shownTracker} FROM active_tracker AS t ${withNames}
     WHERE t.reading = ? AND t.tracker_id > ? ORDER BY t.tracker_id LIMIT +?`,
  )

  /** The readings of two months in a row that are known, the earlier one first; null where one is not. */
  function pairOf(month: string): readonly [KeptMonth, KeptMonth] | null {
    const before = selectMonth.get(monthAfter(month, -1))
    const itself = selectMonth.get(month)
    return before?.amount == null || itself?.amount == null ? null : [before, itself]
  }

  function changeOf(month: string): ReportMonth['change'] {
    const pair = pairOf(month)
    if (!pair) return null
    const [before, { reading }] = pair
    const came = selectCompared.get(reading, before.reading)
    const went = selectCompared.get(before.reading, reading)
    return came === undefined || went === undefined ? null : { before: before.amount ?? 0, came, went }
  }

  /** The first two readings that are still to be held against each other. */
  function toCompare(): { reading: number; other: number } | null {
    for (const { month } of selectAll.all()) {
      const pair = pairOf(month)
      if (!pair) continue
      const [{ reading: before }, { reading }] = pair
      if (selectCompared.get(reading, before) === undefined) return { reading, other: before }
      if (selectCompared.get(before, reading) === undefined) return { reading: before, other: reading }
    }
    return null
  }

  /** How far the comparison that is under way has come: what is found again is found once. */
  let comparing: { readonly reading: number; readonly other: number; readonly after: number } | null = null

  return {
    begin: () => Number(newReading.run().lastInsertRowid),
    add(reading, trackers) {
      commit(database, () => {
        const owners = new Map<number, number>()
        for (const { id, userId, label, deviceId } of trackers) {
          // One that is named twice is counted once.
          if (addTracker.run(reading, id, userId).changes === 0) continue
          owners.set(userId, (owners.get(userId) ?? 0) + 1)
          nameTracker.run(id, label, deviceId)
        }
        for (const [user, amount] of owners) countOwner.run(reading, user, amount)
      })
    },
    take(reading, { complete, ...read }) {
      commit(database, () => writeMonth.run({ ...read, reading, complete: complete ? 1 : 0 }))
    },
    noteUsers(users) {
      commit(database, () => {
        for (const user of users) writeUser.run(user)
      })
    },
    compareOn() {
      const pair = comparing ?? toCompare()
      if (!pair) return false
      const { reading, other } = pair
      const after = comparing?.after ?? lastFound.get(reading, other) ?? 0
      const end = selectEnd.get({ reading, after })
      commit(database, () => {
        findChanges.run({ reading, other, after, upTo: end ?? Number.MAX_SAFE_INTEGER })
        if (end === undefined) writeCompared.run({ reading, other })
      })
      comparing = end === undefined ? null : { reading, other, after: end }
      return true
    },
    sweepOn() {
      const reading = selectSwept.get()
      if (reading === undefined) return false
      commit(database, () => {
        const gone = sweeps.reduce((sum, sweep) => sum + sweep.run(reading).changes, 0)
        if (gone === 0) forgetReading.run(reading)
      })
      return true
    },

    complete: (span) =>
      new Set(selectMonths.all(span).flatMap(({ month, complete }) => (complete === 1 ? [month] : []))),
    months(span) {
      const kept = new Map(selectMonths.all(span).map((month) => [month.month, month]))
      return monthsFrom(span).map((month) => {
        const known = kept.get(month)
        const { amount = null, readAt = null, complete = 0 } = known ?? {}
        return { month, amount, readAt, complete: complete === 1, change: changeOf(month) }
      })
    },
    owners(span, search, { from, count }) {
      const kept = selectMonths.all(span).filter(({ amount }) => amount !== null)
      const readings = many(kept.map(({ reading }) => reading))
      const pattern = likePattern(search.trim())
      const latest = kept.at(-1)?.reading ?? 0
      const asked = [readings, pattern, pattern, pattern, pattern] as const
      const owners = selectOwners.all(latest, ...asked, count, from)
      const amounts = new Map<string, number>()
      for (const { reading, user, amount } of selectAmounts.all(readings, many(owners.map(({ id }) => id)))) {
        amounts.set(`${reading} ${user}`, amount)
      }
      const byMonth = new Map(kept.map(({ month, reading }) => [month, reading]))
      const rows = owners.map(({ id, name, dealer }) => ({
        id,
        name,
        dealer,
        amounts: monthsFrom(span).map((month) => {
          const reading = byMonth.get(month)
          return reading === undefined ? null : (amounts.get(`${reading} ${id}`) ?? 0)
        }),
      }))
      return { count: countOwners.get(...asked) ?? 0, rows }
    },
    changes(month, which, { from, count }) {
      const pair = pairOf(month)
      if (!pair) return { count: 0, rows: [] }
      const [before, itself] = pair
      const [one, other] = which === 'came' ? [itself, before] : [before, itself]
      return {
        count: selectCompared.get(one.reading, other.reading) ?? 0,
        rows: selectChanges.all(one.reading, other.reading, count, from),
      }
    },
    trackers(month, after, count) {
      const kept = selectMonth.get(month)
      return kept ? selectTrackers.all(kept.reading, after ?? 0, count) : []
    },
  }
}
