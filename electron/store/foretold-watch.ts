import type { Sqlite } from './database.ts'

/**
 * Notes which operations and trackers have been altered, of those that something was foretold by: in memory, by
 * triggers, so that nobody who writes has to think of it. What a transaction that is rolled back has altered is
 * forgotten with it.
 */
export interface ForetoldWatch {
  /** Has changes of these operations and trackers noted from now on. */
  mind(operations: readonly number[], trackers: readonly number[]): void
  /** These operations are settled, and change no more. */
  unmind(operations: readonly number[]): void
  /** What has been altered since it was last taken. */
  take(): { readonly operations: number[]; readonly trackers: number[]; readonly plans: boolean }
  /** Whose trackers the cache holds, or has held. */
  dealers(): number[]
  /**
   * Whether all that was found by what was taken still stands: not where it was found within a transaction that was
   * rolled back.
   */
  stands(): boolean
}

const journalShape = `
  CREATE TEMP TABLE foretold_by (operation INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TABLE foretold_altered (operation INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TABLE foretold_taken (times INTEGER NOT NULL) STRICT;
  INSERT INTO foretold_taken VALUES (0);
  CREATE TEMP TRIGGER foretold_operation AFTER UPDATE OF state, params, broken ON main.operation
    WHEN new.id IN (SELECT operation FROM foretold_by) BEGIN
    INSERT INTO foretold_altered SELECT new.id WHERE new.id NOT IN (SELECT operation FROM foretold_altered);
  END;`

// Not with OR IGNORE: where the statement that fires a trigger has a conflict clause, that one rules in the trigger too.
const noteTracker = (which: string) =>
  `WHEN ${which} IN (SELECT tracker FROM foretold_by) BEGIN
    INSERT INTO foretold_altered SELECT ${which} WHERE ${which} NOT IN (SELECT tracker FROM foretold_altered);
  END;`
const noteDealer = `WHEN new.dealer_id NOT IN (SELECT dealer FROM foretold_dealers) BEGIN
    INSERT INTO foretold_dealers VALUES (new.dealer_id);
  END;`
const notePlans = 'INSERT INTO foretold_plans SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM foretold_plans);'

const cacheShape = `
  CREATE TEMP TABLE foretold_by (tracker INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TABLE foretold_altered (tracker INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TABLE foretold_plans (sign INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TABLE foretold_dealers (dealer INTEGER PRIMARY KEY) STRICT;
  CREATE TEMP TRIGGER foretold_came AFTER INSERT ON main.tracker ${noteTracker('new.id')}
  CREATE TEMP TRIGGER foretold_changed AFTER UPDATE OF id, hidden, corrupted, clone, tariff_id, dealer_id ON main.tracker
    ${noteTracker('new.id')}
  CREATE TEMP TRIGGER foretold_renumbered AFTER UPDATE OF id ON main.tracker ${noteTracker('old.id')}
  CREATE TEMP TRIGGER foretold_went AFTER DELETE ON main.tracker ${noteTracker('old.id')}
  ${['INSERT', 'UPDATE OF dealer_id']
    .map((event, index) => `CREATE TEMP TRIGGER foretold_dealer_${index} AFTER ${event} ON main.tracker ${noteDealer}`)
    .join('\n')}
  ${['INSERT', 'UPDATE', 'DELETE']
    .map((event) => `CREATE TEMP TRIGGER foretold_plan_${event} AFTER ${event} ON main.tariff BEGIN ${notePlans} END;`)
    .join('\n')}`

/** Begins to note changes, of nothing yet. */
export function watchForetold(journal: Sqlite, cache: Sqlite): ForetoldWatch {
  journal.exec(journalShape)
  cache.exec(cacheShape)
  const listed = 'IN (SELECT value FROM json_each(?))'
  const mindOperations = journal.prepare('INSERT OR IGNORE INTO temp.foretold_by SELECT value FROM json_each(?)')
  const mindTrackers = cache.prepare('INSERT OR IGNORE INTO temp.foretold_by SELECT value FROM json_each(?)')
  const unmind = journal.prepare(`DELETE FROM temp.foretold_by WHERE operation ${listed}`)
  const altered = journal.prepare<[], number>('SELECT operation FROM temp.foretold_altered').pluck()
  const forgetAltered = journal.prepare('DELETE FROM temp.foretold_altered')
  const alteredTrackers = cache.prepare<[], number>('SELECT tracker FROM temp.foretold_altered').pluck()
  const forgetTrackers = cache.prepare('DELETE FROM temp.foretold_altered')
  const plans = cache.prepare('SELECT 1 FROM temp.foretold_plans')
  const forgetPlans = cache.prepare('DELETE FROM temp.foretold_plans')
  const timesTaken = journal.prepare<[], number>('SELECT times FROM temp.foretold_taken').pluck()
  const countTaken = journal.prepare('UPDATE temp.foretold_taken SET times = ?')
  const findDealers = cache.prepare(
    'INSERT OR IGNORE INTO temp.foretold_dealers SELECT DISTINCT dealer_id FROM main.tracker',
  )
  const dealers = cache.prepare<[], number>('SELECT dealer FROM temp.foretold_dealers').pluck()
  let found = false
  let times = 0

  return {
    mind(operations, trackers) {
      if (operations.length > 0) mindOperations.run(JSON.stringify(operations))
      if (trackers.length > 0) mindTrackers.run(JSON.stringify(trackers))
    },
    unmind: (operations) => void (operations.length > 0 && unmind.run(JSON.stringify(operations))),
    take() {
      const taken = {
        operations: altered.all(),
        trackers: alteredTrackers.all(),
        plans: plans.get() !== undefined,
      }
      if (taken.operations.length > 0) forgetAltered.run()
      if (taken.trackers.length > 0) forgetTrackers.run()
      if (taken.plans) forgetPlans.run()
      return taken
    },
    dealers() {
      if (!found) findDealers.run()
      found = true
      return dealers.all()
    },
    stands() {
      const stood = timesTaken.get() === times
      // Rolled back with whatever is found from here on.
      if (journal.inTransaction || !stood) countTaken.run(++times)
      return stood
    },
  }
}
