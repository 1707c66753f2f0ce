import { anyEdit } from '../../../shared/operations/edit.ts'
import type { Tracker } from '../../../shared/model/tracker.ts'
import type { Cache } from '../cache.ts'
import { together } from '../database.ts'
import { fold } from '../folding.ts'
import type { Journal } from '../journal.ts'
import { mirrors } from '../mirror.ts'
import { namesFrom, type Names } from '../names.ts'
import { isReadable, toOperation } from '../operation.ts'
import { sources, type SourceColumn } from './sources.ts'

/**
 * The trackers as they are shown: the view `shown_tracker` beside the cache's table, in which a row with something
 * staged is replaced by a copy that holds what is staged. What was pulled stays untouched in its table.
 *
 * The copies are in memory and made from the journal. Triggers note which rows are touched, by an edit, an outcome, a
 * pull or a new name, so that nobody who writes has to think of it.
 */
export interface StagedOverlay {
  /** Brings up to so many of the rows up to date that have been touched since; answers how many it was. */
  catchUp(most: number): number
  /** Whether any copy may hold something else in a column of the sheet than the row that it was made from. */
  isStaged(column: SourceColumn): boolean
}

// Not with OR IGNORE: where the statement that fires a trigger has such a clause, that one rules in the trigger too.
const once = 'ON CONFLICT DO NOTHING;'
const touchLane = (lane: string) => `INSERT INTO touched SELECT ${lane} WHERE ${lane} LIKE 'tracker:%' ${once}`

const journalShape = `
  CREATE TEMP TABLE touched (lane TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  INSERT INTO touched SELECT DISTINCT lane FROM lane WHERE lane LIKE 'tracker:%';
  CREATE TEMP TRIGGER lane_taken AFTER INSERT ON main.lane BEGIN ${touchLane('new.lane')} END;
  CREATE TEMP TRIGGER lane_left AFTER DELETE ON main.lane BEGIN ${touchLane('old.lane')} END;
  CREATE TEMP TRIGGER operation_rewritten AFTER UPDATE OF params ON main.operation BEGIN
    INSERT INTO touched SELECT lane FROM lane
      WHERE operation = new.id AND lane LIKE 'tracker:%' ${once}
  END;`

const touchRow = (id: string) => `INSERT INTO touched SELECT id FROM open_tracker WHERE id = ${id} ${once}`
const noteNames = `INSERT INTO renamed VALUES (1) ${once}`

const cacheShape = (trackerShape: string) => `
  ${trackerShape.replace('CREATE TABLE tracker', 'CREATE TEMP TABLE staged_tracker')};
  CREATE TEMP VIEW shown_tracker AS
    SELECT * FROM main.tracker WHERE id NOT IN (SELECT id FROM temp.staged_tracker)
    UNION ALL SELECT * FROM temp.staged_tracker;
  -- every tracker with something open, whether the cache has it or not
  CREATE TEMP TABLE open_tracker (id INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TABLE touched (id INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TRIGGER tracker_came AFTER INSERT ON main.tracker BEGIN ${touchRow('new.id')} END;
  CREATE TEMP TRIGGER tracker_changed AFTER UPDATE ON main.tracker BEGIN ${touchRow('new.id')} END;
  CREATE TEMP TRIGGER tracker_renumbered AFTER UPDATE OF id ON main.tracker BEGIN ${touchRow('old.id')} END;
  CREATE TEMP TRIGGER tracker_went AFTER DELETE ON main.tracker BEGIN ${touchRow('old.id')} END;
  -- one row: what owners or plans are called has changed, and what is staged may be one of them
  CREATE TEMP TABLE renamed (sign INTEGER PRIMARY KEY) STRICT;
  ${['INSERT ON main.user', 'INSERT ON main.tariff', 'UPDATE OF login ON main.user', 'UPDATE OF name ON main.tariff']
    .map((event, index) => `CREATE TEMP TRIGGER renamed_${index} AFTER ${event} BEGIN ${noteNames} END;`)
    .join('\n')}`

/** Lays what is staged over a cache that nothing else has been laid over. */
export function createStagedOverlay(cache: Cache, journal: Journal): StagedOverlay {
  const { database } = cache
  database.exec(
    cacheShape(
      database.prepare<[], string>(`SELECT sql FROM sqlite_schema WHERE name = 'tracker'`).pluck().get() ?? '',
    ),
  )
  journal.database.exec(journalShape)

  const inList = 'IN (SELECT value FROM json_each(?))'
  const touchedLanes = journal.database.prepare<[number], string>('SELECT lane FROM temp.touched LIMIT +?').pluck()
  const forgetLanes = journal.database.prepare(`DELETE FROM temp.touched WHERE lane ${inList}`)
  const openIn = journal.database.prepare<[string], { tracker: number }>(
    `SELECT CAST(substr(lane.lane, 9) AS INTEGER) AS tracker, operation.*
     FROM lane JOIN operation ON operation.id = lane.operation WHERE lane.lane ${inList} ORDER BY operation.id`,
  )
  const anyRenamed = database.prepare('SELECT sign FROM temp.renamed')
  const touchAll = database.prepare('INSERT OR IGNORE INTO temp.touched SELECT id FROM temp.open_tracker')
  const forgetRenamed = database.prepare('DELETE FROM temp.renamed')
  const touchedRows = database.prepare<[number], number>('SELECT id FROM temp.touched LIMIT +?').pluck()
  const forgetRows = database.prepare(`DELETE FROM temp.touched WHERE id ${inList}`)
  const close = database.prepare(`DELETE FROM temp.open_tracker WHERE id ${inList}`)
  const open = database.prepare(`INSERT INTO temp.open_tracker SELECT value FROM json_each(?)`)
  const uncover = database.prepare(`DELETE FROM temp.staged_tracker WHERE id ${inList}`)
  const columns = [...mirrors.tracker.columns, 'owner', 'owner_folded', 'plan', 'plan_folded']
  const cover = database.prepare(
    `INSERT INTO temp.staged_tracker (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  const namesOf = database.prepare<[string], { id: number; owner: string; plan: string }>(
    `SELECT id, owner, plan FROM main.tracker WHERE id ${inList}`,
  )

  const anyCopy = database.prepare('SELECT 1 FROM temp.staged_tracker LIMIT 1')
  /** The columns of fields of which something has been staged since there was no copy at all. */
  const stagedColumns = new Set<SourceColumn>()

  /** What is staged for these trackers: of several edits of a field, the last. */
  function stagedFor(ids: readonly number[]): Map<number, Record<string, unknown>> {
    const staged = new Map<number, Record<string, unknown>>()
    for (const raw of openIn.all(JSON.stringify(ids.map((id) => `tracker:${id}`)))) {
      const operation = toOperation(raw)
      const edit = isReadable(operation) ? anyEdit.safeParse(operation.params) : null
      staged.set(raw.tracker, { ...staged.get(raw.tracker), ...edit?.data?.set })
    }
    return staged
  }

  function refresh(ids: readonly number[]): void {
    const list = JSON.stringify(ids)
    const staged = stagedFor(ids)
    close.run(list)
    open.run(JSON.stringify([...staged.keys()]))
    uncover.run(list)
    if (anyCopy.get() === undefined) stagedColumns.clear()
    for (const set of staged.values()) {
      for (const field of Object.keys(set)) {
        const column = sources.trackers.columns[field]
        if (column) stagedColumns.add(column)
      }
    }
    const edited = JSON.stringify([...staged].flatMap(([id, set]) => (Object.keys(set).length > 0 ? [id] : [])))
    const trackers = cache.trackers.byIds(JSON.parse(edited) as number[])
    const named = namesFrom(cache)
    for (const { id, owner, plan } of namesOf.all(edited)) {
      const tracker = trackers.get(id)
      if (tracker) cover.run(...shownRow(tracker, { owner, plan }, staged.get(id) ?? {}, named))
    }
  }

  return {
    isStaged: (column) => stagedColumns.has(column),
    catchUp(most) {
      if (anyRenamed.get()) {
        touchAll.run()
        forgetRenamed.run()
      }
      const lanes = touchedLanes.all(most)
      const rows = touchedRows.all(most)
      const ids = new Set([...lanes.map((lane) => Number(lane.slice('tracker:'.length))), ...rows])
      if (ids.size === 0) return 0
      together(database, () => {
        refresh([...ids])
        if (rows.length > 0) forgetRows.run(JSON.stringify(rows))
      })
      if (lanes.length > 0) forgetLanes.run(JSON.stringify(lanes))
      return ids.size
    },
  }
}

/** A row of the table with what is staged in place of what was pulled, and all that is derived from it. */
function shownRow(
  tracker: Tracker,
  names: { readonly owner: string; readonly plan: string },
  staged: Readonly<Record<string, unknown>>,
  named: Names,
) {
  // What was typed for a flag and says neither yes nor no is a text: the row is found by what it was.
  const fields = Object.entries(staged).filter(
    ([field, value]) => field in tracker && typeof value === typeof tracker[field as keyof Tracker],
  )
  const nameOf = (field: 'owner' | 'plan') => {
    const value = staged[field]
    return typeof value === 'number' || typeof value === 'string' ? String(named(field, value)) : names[field]
  }
  const owner = nameOf('owner')
  const plan = nameOf('plan')
  return [
    ...mirrors.tracker.values({ ...tracker, ...Object.fromEntries(fields) }),
    owner,
    fold(owner),
    plan,
    fold(plan),
  ]
}
