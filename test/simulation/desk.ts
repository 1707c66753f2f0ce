import type { SimRig } from '../support/core-rig.ts'
import { madeOnce } from './made-once.ts'

/** A value as SQLite has it; flags are 0 and 1. */
type Value = string | number

/** A text for a cell of a tracker, and what it stands for there. */
export interface Wish {
  readonly id: number
  readonly field: string
  readonly value: string
  readonly means: Value
}

/** What is staged over the trackers' sheet and has not been released. */
export interface Desk {
  /** Values of cells by `tracker field`, and whole operations by tracker and what they are. */
  readonly staged: ReadonlyMap<string, Value>
  /** What the sheet has beneath, by `tracker field`; while the cache is lost, what was there when something was staged. */
  readonly held: Pick<ReadonlyMap<string, Value>, 'get'>
  /** Trackers that the sheet has. */
  readonly rows: ReadonlySet<number>
  /** Trackers of which something is released and not settled: a cell may stand there, too. */
  readonly busy: ReadonlySet<number>
}

const trackerIn = (name: string) => Number(name.split(' ', 1)[0])

interface Pulled {
  readonly id: number
  readonly label: string
  readonly comment: string
  readonly hidden: number
}

const valuesOf = madeOnce(
  (rows: readonly { name: string; value: Value }[]) => new Map(rows.map((row) => [row.name, row.value])),
)
const trackersOf = madeOnce((rows: readonly { tracker: number }[]) => new Set(rows.map(({ tracker }) => tracker)))
const pulledOf = madeOnce((rows: readonly Pulled[]) => ({
  rows: new Set(rows.map(({ id }) => id)),
  values: new Map<string, Value>(
    rows.flatMap(({ id, label, comment, hidden }): [string, Value][] => [
      [`${id} label`, label],
      [`${id} comment`, comment],
      [`${id} hidden`, hidden],
    ]),
  ),
}))

/** The row that an operation is about, in SQL. */
const about = `coalesce(params ->> '$.row', params ->> '$.tracker')`

/** The desk as the files have it at this moment. */
export function deskOf(rig: SimRig): Desk {
  const staged = valuesOf(
    rig.journal(
      `SELECT ${about} || ' ' || field.key AS name, field.value
       FROM operation, json_each(params, '$.set') AS field
       WHERE kind = 'tracker.settings' AND state = 'draft'
       UNION ALL
       SELECT ${about} || ' ' || kind || ' ' || coalesce(params ->> '$.user', params ->> '$.command', ''),
         coalesce(params ->> '$.set', '')
       FROM operation WHERE kind NOT IN ('tracker.settings', 'bundle.import') AND state = 'draft' AND file_row IS NULL`,
    ),
  )
  const bases = valuesOf(
    rig.journal(
      `SELECT ${about} || ' ' || field.key AS name, field.value
       FROM operation, json_each(params, '$.base') AS field
       WHERE kind = 'tracker.settings' AND state = 'draft'`,
    ),
  )
  const pulled = pulledOf(rig.cached<Pulled>('SELECT id, label, comment, hidden FROM tracker'))
  const busy = rig.journal<{ tracker: number }>(
    `SELECT DISTINCT ${about} AS tracker FROM operation
     WHERE state NOT IN ('draft', 'done', 'discarded') AND ${about} IS NOT NULL`,
  )
  return {
    staged,
    held: { get: (name) => pulled.values.get(name) ?? bases.get(name) },
    rows: pulled.rows,
    busy: trackersOf(busy),
  }
}

/** What a cell shows: what is staged, else what is beneath; nothing where its row is gone. */
export function shownIn({ staged, held }: Desk, id: number, field: string): Value | undefined {
  return staged.get(`${id} ${field}`) ?? held.get(`${id} ${field}`)
}

/** The desk as it is to be once these cells have been staged. Cells of rows that are gone stay as they are. */
export function withWishes(desk: Desk, wishes: readonly Wish[]): Desk {
  const staged = new Map(desk.staged)
  for (const { id, field, means } of wishes) if (desk.rows.has(id)) staged.set(`${id} ${field}`, means)
  return { ...desk, staged }
}

/**
 * How a desk differs from what it should be, in words. A value that is beneath, as it was or is now, need not be staged;
 * trackers that are busy are left out.
 */
export function differences(should: Desk, is: Desk): string[] {
  const names = new Set([...should.staged.keys(), ...is.staged.keys()])
  return [...names].flatMap((name) => {
    const tracker = trackerIn(name)
    if (should.busy.has(tracker) || is.busy.has(tracker)) return []
    const [wanted, found] = [should.staged.get(name), is.staged.get(name)]
    if (wanted === found) return []
    if (found === undefined && (wanted === is.held.get(name) || wanted === should.held.get(name))) return []
    return [`${name} is ${found ?? 'not staged'} and should be ${wanted ?? 'not staged'}`]
  })
}

/** Throws, with what had been promised, where a desk is not as it should be. */
export function expectDesk(should: Desk, is: Desk, promise: string): void {
  const broken = differences(should, is)
  if (broken.length > 0) throw new Error(`${promise}: ${broken.join('; ')}`)
}
