import { z } from 'zod'
import type { attemptOutcomes, changeSetOrigins } from '../../shared/contract/outbox.ts'
import { kindOf } from '../../shared/operations/catalogue.ts'
import {
  edges,
  finalStates,
  operationStates,
  type OpenState,
  type OperationState,
} from '../../shared/operations/states.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import { readVersioned, type Read, type Versioned } from '../../shared/versioned.ts'
import { barredDraftsOf, bothOf, type BarredDrafts } from './barred.ts'
import { commit, type Sqlite } from './database.ts'
import { countsOf, identityOf } from './identity.ts'
import { backUp } from './journal-backup.ts'
import type { MarkFile } from './journal-mark.ts'
import { manyRows } from './many-rows.ts'
import { missingNeedsIn, type MissingNeed } from './needs.ts'
import {
  readProblem,
  toOperation,
  type Change,
  type NewOperation,
  type Operation,
  type StoredOperation,
} from './operation.ts'
import { ownRowsIn, type OwnRows } from './own-rows.ts'
import { unreadableIn, type UnreadableOperations } from './unreadable.ts'

export type ChangeSetOrigin = (typeof changeSetOrigins)[number]
export type AttemptOutcome = (typeof attemptOutcomes)[number]

/** A request as it is committed before it leaves. Redacted by whoever hands it over. */
export interface NewAttempt {
  /** For a person: milliseconds since 1970. */
  readonly at: number
  readonly kind: string
  readonly path: string
  readonly request: unknown
  readonly subject: string
}

/** How a request ended. */
export interface AttemptEnd {
  readonly outcome: AttemptOutcome
  readonly took: number | null
  readonly httpStatus: number | null
  readonly answer: unknown
  readonly problem: Problem | null
}

/**
 * The precious file: what was staged, what was sent, what came of it. Every method commits before it returns. Times that
 * are waited for, `sentAt` and `retryAt`, go by the steady time of the process that has the file open.
 */
export interface Journal {
  readonly database: Sqlite
  /** What the files beside it know it by. */
  readonly id: string
  /**
   * Commits within `work` are parts of a longer step, of which nobody has been answered yet: they are whole at once, and
   * outlast a power cut from the next other commit on, or from {@link lastingParts}. Waiting for the disk takes as long
   * as the work of a part.
   */
  parts<T>(work: () => T): T
  /** Makes the parts that were committed last. */
  lastingParts(): void
  /** One commit over several calls. */
  commit<T>(work: () => T): T

  addChangeSet(origin: ChangeSetOrigin, title: string, at: number): number
  /** Keeps what the file of a change set was like, in a version of the import's own format. */
  keepFile(changeSet: number, version: number, file: unknown): void
  /** What was kept of a change set's file, with the change set's title; null where nothing was. */
  fileOf<File>(changeSet: number, format: Versioned<File>): { title: string; file: Read<File> } | null
  /**
   * The file's rows of those operations of a change set that are in a state, in the order of the file, up to so many
   * after an operation; one that cannot be read has no cells, and says why.
   */
  fileRows(
    changeSet: number,
    state: OperationState,
    after: number,
    most: number,
  ): { operation: number; cells: string[]; problem: Problem | null }[]
  markReleased(changeSets: readonly number[], at: number): void
  add(changeSet: number, operation: NewOperation, at: number): number
  /** The same for many; answers their ids, in their order. */
  addAll(changeSet: number, operations: readonly NewOperation[], at: number): number[]
  /**
   * Rewrites a draft, in the present version of its kind; nothing else may be edited. `lanes` are those that it has from
   * now on, where it may have others.
   */
  rewrite(
    operation: Pick<Operation, 'id' | 'kind'>,
    params: unknown,
    broken: Problem | null,
    lanes?: readonly string[],
  ): void

  byIds(ids: readonly number[]): StoredOperation[]
  /** Operations in these lanes that are not settled, oldest first. */
  inLanes(lanes: readonly string[]): Map<string, StoredOperation[]>
  /** The lanes that an operation is in: those of one that is not settled. */
  lanesHeld(operation: number): string[]
  /** Whether anything that is not settled was staged behind an operation in one of its lanes. */
  isFollowed(id: number): boolean
  /** Operations in a state that is not final; not those whose state itself cannot be read. */
  inState(state: OpenState, most?: number): StoredOperation[]
  /** Operations that are to be tried, or looked up, again by this time. What is unknown for good never is. */
  due(state: 'waiting' | 'unknown', now: number): StoredOperation[]
  /** Operations that are not settled and cannot be read; see {@link unreadableIn}. */
  unreadable(): UnreadableOperations
  /** Our ids of rows that we make. */
  readonly ownRows: OwnRows
  /** Looks for those among up to so many operations; answers how many are left to be looked at. */
  lookForUnreadable(most: number): number
  /** Operations that wait for one that has come to nothing; see {@link missingNeedsIn}. */
  missingNeeds(): ReadonlyMap<number, MissingNeed>
  /** Drafts that may not be released although they break no rule of their own; see {@link barredDraftsOf}. */
  barred(): BarredDrafts
  /** Has what `foretold` answers, beside that, keep drafts back; for what journal and cache together tell. */
  keepBack(foretold: () => BarredDrafts): void
  /** Released operations whose lanes nothing holds, oldest first, but for some kinds. */
  heads(most: number, without: ReadonlySet<number>, withoutKinds?: readonly string[]): StoredOperation[]

  /**
   * Moves operations along an edge of the diagram; answers those that were in a state from which it is allowed, and
   * leaves the others alone. One whose state cannot be read may be discarded, and nothing else.
   */
  move(ids: readonly number[], to: OperationState, change?: Change): number[]
  /**
   * Commits that a request is about to leave, `sentAt` in steady time; null where one of its operations may not, or not
   * yet, be sent.
   */
  beginAttempt(attempt: NewAttempt, operations: readonly number[], sentAt: number): number | null
  endAttempt(id: number, end: AttemptEnd): void
  /** Settles operations as done and gives each its place in the sequence of outcomes. */
  finish(results: ReadonlyMap<number, Record<string, unknown> | null>): void
  /** What waits of a kind is not tried before `at`. */
  putOff(kind: string, at: number): void
  /** When an unknown operation is looked up again; null: not by itself. */
  lookAgain(id: number, at: number | null): void
  /**
   * Every operation whose request was under way, when the program ended or its answer could not be written down,
   * becomes unknown, to be looked up at once; not those whose requests still are under way.
   */
  recover(at: number, underWay?: ReadonlySet<number>): number
  /**
   * Begins another steady time, at `at`, when the file has been opened: what was written in the one before cannot be
   * compared with it. So whatever is unknown left just now, as far as can be proved, and is looked up at once; and what
   * waits waits its whole time anew, at most `longest` milliseconds.
   */
  resume(at: number, longest: number): void

  lastOutcome(): number
  /** How many outcomes have a place in their sequence that cannot be read, or have lost it. */
  outcomesOutOfPlace(): number
  outcomesAfter(sequence: number, most: number): StoredOperation[]

  setting(name: string): string | null
  setSetting(name: string, value: string): void
  /** What is kept under a name; null where nothing is. */
  kept<Value>(name: string, format: Versioned<Value>): Read<Value> | null
  /** Keeps something under a name, in the place of what was kept there; what cannot be read stays beside it. */
  keep<Value>(name: string, format: Versioned<Value>, value: Value): void
  /** Moves what stands in the log into the file, as far as nothing is in its way: what is lost with the log is less. */
  checkpoint(): void
  /** Closes the file, and keeps a backup beside it. */
  close(): void
}

const quoted = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ')
const fromStates = (to: OperationState) => operationStates.filter((from) => edges[from].includes(to))

const rowCells = z.array(z.string())

// A place that no journal can have come to is damage, and takes no others with it.
const lastPossible = Number.MAX_SAFE_INTEGER / 2
const isOutcome = `outcome BETWEEN 1 AND ${lastPossible}`
const lastOutcome = `SELECT max(outcome) AS n FROM operation WHERE ${isOutcome}`

/** What a mark counts, as the journal has it after a commit. */
interface Counts {
  readonly commits: number
  readonly operation: number | null
  readonly attempt: number | null
  readonly outcome: number | null
}

/** The journal over an open file of the newest version; open-journal.ts opens one. */
export function createJournal(database: Sqlite, mark: MarkFile, written: () => void = () => undefined): Journal {
  const id = identityOf(database)?.journal ?? fail('unexpected')
  const version = Number(database.pragma('user_version', { simple: true }))
  const counted = `commits, (SELECT seq FROM sqlite_sequence WHERE name = 'operation') AS operation,
    (SELECT seq FROM sqlite_sequence WHERE name = 'attempt') AS attempt, (${lastOutcome}) AS outcome`
  const countCommit = database.prepare<[], Counts>(`UPDATE identity SET commits = commits + 1 RETURNING ${counted}`)
  const counts = database.prepare<[], Counts>(`SELECT ${counted} FROM identity`).get()
  // Some may be missing that were lost once: their ids are not given again.
  const missing = (counts?.operation ?? 0) - countsOf(database).operations

  function note(counts: Counts | undefined): void {
    if (!counts) return
    mark.write({
      journal: id,
      version,
      commits: counts.commits,
      operations: (counts.operation ?? 0) - missing,
      attempts: counts.attempt ?? 0,
      outcome: counts.outcome ?? 0,
    })
  }

  /** Whether what is committed now is a part of a longer step, and whether the last commit was one. */
  const ofStep = { now: false, last: false }

  function run<T>(work: () => T): T {
    if (database.inTransaction) return work()
    const isPart = ofStep.now
    let counts: Counts | undefined
    if (isPart) database.pragma('synchronous = NORMAL')
    try {
      const result = commit(database, () => {
        const done = work()
        counts = countCommit.get()
        return done
      })
      ofStep.last = isPart
      // The mark may say less than there is after a power cut, and never more.
      if (!isPart) note(counts)
      written()
      return result
    } finally {
      if (isPart) database.pragma('synchronous = FULL')
    }
  }

  function checkpoint(): void {
    try {
      database.pragma('wal_checkpoint(TRUNCATE)')
      mark.settle()
    } catch {
      // Something is being read just now, or the disk is full: the log keeps what it holds until the next time.
    }
  }

  note(counts)
  const many = (ids: readonly number[]) => JSON.stringify(ids)
  const inList = 'IN (SELECT value FROM json_each(?))'

  const insertSet = database.prepare('INSERT INTO change_set (origin, title, created_at) VALUES (?, ?, ?)')
  const releaseSets = database.prepare(
    `UPDATE change_set SET released_at = ? WHERE released_at IS NULL AND id ${inList}`,
  )
  const insertOperations = manyRows(database, 'operation', [
    ...['change_set', 'kind', 'version', 'params', 'subject', 'state', 'broken', 'file_row', 'staged_at'],
  ])
  const insertFile = database.prepare('INSERT INTO imported_file (change_set, file, version) VALUES (?, ?, ?)')
  const insertCells = database.prepare('INSERT INTO imported_row VALUES (?, ?)')
  const selectFile = database.prepare<[number], { title: string; file: string; version: number }>(
    `SELECT title, file, version FROM imported_file JOIN change_set ON change_set.id = imported_file.change_set
     WHERE change_set = ?`,
  )
  // They are staged in the order of the file.
  const selectFileRows = database.prepare<
    [number, OperationState, number, number],
    { operation: number; cells: string; problem: string | null }
  >(
    `SELECT operation.id AS operation, cells, problem
     FROM operation JOIN imported_row ON imported_row.operation = operation.id
     WHERE change_set = ? AND state = ? AND operation.id > ? ORDER BY operation.id LIMIT +?`,
  )
  const insertDependency = database.prepare('INSERT INTO dependency VALUES (?, ?)')
  const insertLanes = manyRows(database, 'lane', ['lane', 'operation'])
  const rewriteDraft = database.prepare(
    `UPDATE operation SET params = ?, version = ?, broken = ? WHERE id = ? AND state IN ('draft', 'conflict')`,
  )
  const selectByIds = database.prepare<[string]>(`SELECT * FROM operation WHERE id ${inList} ORDER BY id`)
  const selectInLanes = database.prepare<[string], { in_lane: string }>(
    `SELECT lane.lane AS in_lane, operation.* FROM lane JOIN operation ON operation.id = lane.operation
     WHERE lane.lane ${inList} ORDER BY operation.id`,
  )
  const selectLanesHeld = database.prepare<[number], string>('SELECT lane FROM lane WHERE operation = ?').pluck()
  // In the words of the index: what is settled stays in the journal for ever, and is not gone through.
  const isOpen = `state NOT IN (${quoted(finalStates)})`
  const openStates = operationStates.filter((state): state is OpenState => !finalStates.includes(state))
  const inStates = new Map(
    openStates.map((state) => [
      state,
      database.prepare<[number]>(`SELECT * FROM operation WHERE state = '${state}' AND ${isOpen} ORDER BY id LIMIT +?`),
    ]),
  )
  const inState = (state: OpenState, most: number) => (inStates.get(state)?.all(most) ?? []).map(toOperation)
  const dueWhere = (where: string) =>
    database.prepare<[number]>(`SELECT * FROM operation WHERE ${where} AND ${isOpen} ORDER BY id`)
  const selectDue = {
    waiting: dueWhere(`state = 'waiting' AND coalesce(retry_at, 0) <= ?`),
    unknown: dueWhere(`state = 'unknown' AND retry_at <= ?`),
  }
  // A draft does not hold its lane: it has not been released. Everything else that is not settled holds what was staged
  // later; and what may be at the panel at this moment holds what was staged before it too, and released after it: so
  // does one of a state that nobody can read.
  const notAtPanel = quoted(operationStates.filter((state) => state !== 'sending' && state !== 'unknown'))
  const isHead = `head.state = 'ready' AND head.${isOpen} AND NOT EXISTS (
       SELECT 1 FROM unfinished WHERE unfinished.operation = head.id
     ) AND NOT EXISTS (
       SELECT 1 FROM dependency LEFT JOIN operation AS needed ON needed.id = dependency.needs
       WHERE dependency.operation = head.id AND needed.state IS NOT 'done'
     ) AND NOT EXISTS (
       SELECT 1 FROM lane AS mine
       JOIN lane AS other ON other.lane = mine.lane AND other.operation <> mine.operation
       JOIN operation AS holder ON holder.id = other.operation
       WHERE mine.operation = head.id
         AND (holder.state NOT IN (${notAtPanel})
           OR (holder.id < head.id AND holder.state NOT IN ('draft', ${quoted(finalStates)})))
     )`
  const selectHeads = database.prepare<[string, number]>(
    `SELECT * FROM operation AS head WHERE kind NOT ${inList} AND ${isHead} ORDER BY id LIMIT +?`,
  )
  const selectFollower = database.prepare<[number]>(
    `SELECT 1 FROM lane AS mine JOIN lane AS other ON other.lane = mine.lane AND other.operation > mine.operation
     WHERE mine.operation = ? LIMIT 1`,
  )
  const dropLanes = database.prepare<[string]>(`DELETE FROM lane WHERE operation ${inList}`)
  // One statement for all of them: SQLite keeps a copy of each page that a statement writes to, and most are the same.
  const moves = new Map(
    operationStates.map((to) => [
      to,
      database
        .prepare<[Record<string, string | number | null>], number>(
          `UPDATE operation SET state = '${to}',
           problem = CASE WHEN @hasProblem THEN @problem ELSE NULL END,
           theirs = CASE WHEN @hasTheirs THEN @theirs ELSE theirs END,
           result = CASE WHEN @hasResult THEN @result ELSE result END,
           part = CASE WHEN @hasPart THEN @part ELSE part END,
           retry_at = @retryAt
         WHERE id IN (SELECT value FROM json_each(@ids)) AND (+state IN (${quoted(fromStates(to))})
           ${to === 'discarded' ? `OR +state NOT IN (${quoted(operationStates)})` : ''})
         RETURNING id`,
        )
        .pluck(),
    ]),
  )
  const countHeads = database.prepare<[string], { n: number }>(
    `SELECT count(*) AS n FROM operation AS head WHERE head.id ${inList} AND ${isHead}`,
  )
  const insertAttempt = database.prepare(
    `INSERT INTO attempt (at, kind, path, request, subject, operations, outcome)
     VALUES (?, ?, ?, ?, ?, ?, 'under-way')`,
  )
  const insertAttemptOperation = database.prepare('INSERT INTO attempt_operation (operation, attempt) VALUES (?, ?)')
  const send = database.prepare(
    `UPDATE operation SET state = 'sending', attempts = attempts + 1, sent_at = ?, problem = NULL, retry_at = NULL
     WHERE id = ? AND state = 'ready'`,
  )
  const updateAttempt = database.prepare(
    'UPDATE attempt SET outcome = ?, took = ?, http_status = ?, answer = ?, problem = ? WHERE id = ?',
  )
  const maxOutcome = database.prepare<[], { n: number | null }>(lastOutcome)
  const countOutOfPlace = database
    .prepare<[], number>(
      `SELECT count(*) FROM operation WHERE CASE WHEN outcome IS NULL THEN state = 'done' ELSE NOT ${isOutcome} END`,
    )
    .pluck()
  const setOutcome = database.prepare('UPDATE operation SET outcome = ? WHERE id = ?')
  // With two lower bounds SQLite may begin at the other one, and go through all that was ever settled.
  const selectOutcomes = database.prepare<[number, number]>(
    `SELECT * FROM operation WHERE outcome > max(?, 0) AND outcome <= ${lastPossible} ORDER BY outcome LIMIT +?`,
  )
  const loseAttempts = database.prepare<[string]>(
    `UPDATE attempt SET outcome = 'unknown' WHERE outcome = 'under-way'
     AND id NOT IN (SELECT attempt FROM attempt_operation WHERE operation ${inList})`,
  )
  const putOffKind = database.prepare(
    `UPDATE operation SET retry_at = max(?, coalesce(retry_at, 0)) WHERE state = 'waiting' AND kind = ?`,
  )
  const setRetry = database.prepare(`UPDATE operation SET retry_at = ? WHERE id = ? AND state = 'unknown'`)
  const resumeUnknown = database.prepare(
    `UPDATE operation SET sent_at = @at, retry_at = CASE WHEN retry_at IS NOT NULL THEN @at END WHERE state = 'unknown'`,
  )
  // It was waited for from when it was last sent, or later.
  const resumeWaiting = database.prepare(
    `UPDATE operation SET sent_at = @at, retry_at = @at + max(0, min(@longest, retry_at - coalesce(sent_at, 0)))
     WHERE state = 'waiting' AND retry_at IS NOT NULL`,
  )
  const readSetting = database.prepare<[string], { value: string; version: number }>(
    'SELECT value, version FROM setting WHERE name = ?',
  )
  const writeSetting = database.prepare(
    `INSERT INTO setting (name, value, version) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value, version = excluded.version`,
  )

  function kept<Value>(name: string, format: Versioned<Value>): Read<Value> | null {
    const found = readSetting.get(name)
    return found ? readVersioned(format, found.version, found.value) : null
  }

  const ownRows = ownRowsIn(database)
  const { operations: unreadable, lookAt: lookForUnreadable } = unreadableIn(database)
  const missingNeeds = missingNeedsIn(database, unreadable)

  let foretold: () => BarredDrafts = () => new Map()
  const barred = bothOf(() => foretold(), barredDraftsOf(database, unreadable, missingNeeds))

  function move(ids: readonly number[], to: OperationState, change: Change = {}): number[] {
    if (ids.length === 0) return []
    return run(() => {
      const statement = moves.get(to)
      if (!statement) return fail('unexpected')
      const changed = new Set(
        statement.all({
          ids: many(ids),
          hasProblem: Number(change.problem !== undefined),
          problem: change.problem ? JSON.stringify(change.problem) : null,
          hasTheirs: Number(change.theirs !== undefined),
          theirs: change.theirs ? JSON.stringify(change.theirs) : null,
          hasResult: Number(change.result !== undefined),
          result: change.result ? JSON.stringify(change.result) : null,
          hasPart: Number(change.part !== undefined),
          part: change.part ?? '',
          retryAt: change.retryAt ?? null,
        }),
      )
      // In the order in which they were asked for, each once.
      const moved = ids.filter((id) => changed.delete(id))
      if (finalStates.includes(to)) dropLanes.run(many(moved))
      return moved
    })
  }

  function addAll(changeSet: number, operations: readonly NewOperation[], at: number): number[] {
    return run(() => {
      const last = insertOperations(
        operations.map(({ kind, version, params, subject, broken, fileRow }) => [
          ...[changeSet, kind, version, JSON.stringify(params), subject, 'draft'],
          ...[broken ? JSON.stringify(broken) : null, fileRow, at],
        ]),
      )
      // Nobody else writes here, and ids are given one after the other.
      const ids = operations.map((_, index) => last - operations.length + 1 + index)
      insertLanes(operations.flatMap(({ lanes }, index) => lanes.map((lane) => [lane, ids[index]!])))
      operations.forEach(({ after = [], cells }, index) => {
        for (const needed of after) insertDependency.run(ids[index], needed)
        if (cells) insertCells.run(ids[index], JSON.stringify(cells))
      })
      return ids
    })
  }

  return {
    database,
    id,
    commit: (work) => run(work),
    parts(work) {
      const before = ofStep.now
      ofStep.now = true
      try {
        return work()
      } finally {
        ofStep.now = before
      }
    },
    lastingParts() {
      // A commit takes all before it along to the disk.
      if (ofStep.last) run(() => undefined)
    },

    addChangeSet: (origin, title, at) => run(() => Number(insertSet.run(origin, title, at).lastInsertRowid)),
    keepFile: (changeSet, version, file) => void run(() => insertFile.run(changeSet, JSON.stringify(file), version)),
    fileOf(changeSet, format) {
      const kept = selectFile.get(changeSet)
      return kept ? { title: kept.title, file: readVersioned(format, kept.version, kept.file) } : null
    },
    fileRows: (changeSet, state, after, most) =>
      selectFileRows.all(changeSet, state, after, most).map(({ operation, cells, problem }) => {
        const read = readVersioned({ version: 1, shape: rowCells }, 1, cells)
        return 'value' in read
          ? { operation, cells: read.value, problem: readProblem(problem) }
          : { operation, cells: [], problem: read.unreadable }
      }),
    markReleased: (changeSets, at) => void run(() => releaseSets.run(at, many(changeSets))),
    add: (changeSet, operation, at) => addAll(changeSet, [operation], at)[0]!,
    addAll,
    rewrite: ({ id, kind }, params, broken, lanes) =>
      void run(() => {
        // The lanes come first: whoever notes what is rewritten finds those that it has from now on.
        if (lanes) {
          dropLanes.run(many([id]))
          insertLanes(lanes.map((lane) => [lane, id]))
        }
        const { version } = kindOf(kind)
        const { changes } = rewriteDraft.run(
          JSON.stringify(params),
          version,
          broken ? JSON.stringify(broken) : null,
          id,
        )
        if (changes === 0) fail('not-allowed-in-state', { operation: id })
      }),

    ownRows,
    unreadable,
    lookForUnreadable,
    missingNeeds,
    barred,
    keepBack: (found) => void (foretold = found),
    // Often there are none, such as of what has just been refused.
    byIds: (ids) => (ids.length === 0 ? [] : selectByIds.all(many(ids)).map(toOperation)),
    inLanes(lanes) {
      const found = new Map<string, StoredOperation[]>()
      if (lanes.length === 0) return found
      for (const raw of selectInLanes.all(JSON.stringify(lanes))) {
        const held = found.get(raw.in_lane)
        if (held) held.push(toOperation(raw))
        else found.set(raw.in_lane, [toOperation(raw)])
      }
      return found
    },
    isFollowed: (id) => selectFollower.get(id) !== undefined,
    lanesHeld: (operation) => selectLanesHeld.all(operation),
    inState: (state, most = -1) => inState(state, most),
    due: (state, now) => selectDue[state].all(now).map(toOperation),
    heads: (most, without, withoutKinds = []) =>
      selectHeads
        .all(JSON.stringify(withoutKinds), most + without.size)
        .map(toOperation)
        .filter((operation) => !without.has(operation.id))
        .slice(0, most),

    move,
    beginAttempt: (attempt, operations, sentAt) =>
      run(() => {
        if (countHeads.get(many(operations))?.n !== operations.length) return null
        const { lastInsertRowid } = insertAttempt.run(
          attempt.at,
          attempt.kind,
          attempt.path,
          JSON.stringify(attempt.request),
          attempt.subject,
          operations.length,
        )
        for (const id of operations) {
          send.run(sentAt, id)
          insertAttemptOperation.run(id, lastInsertRowid)
        }
        return Number(lastInsertRowid)
      }),
    endAttempt: (id, end) =>
      void run(() =>
        updateAttempt.run(
          end.outcome,
          end.took,
          end.httpStatus,
          end.answer === undefined ? null : JSON.stringify(end.answer),
          end.problem ? JSON.stringify(end.problem) : null,
          id,
        ),
      ),
    finish: (results) =>
      void run(() => {
        let sequence = maxOutcome.get()?.n ?? 0
        for (const [id, result] of results) {
          if (move([id], 'done', { result }).length > 0) setOutcome.run(++sequence, id)
        }
      }),
    putOff: (kind, at) => void run(() => putOffKind.run(at, kind)),
    lookAgain: (id, at) => void run(() => setRetry.run(at, id)),
    recover: (at, underWay = new Set()) =>
      run(() => {
        loseAttempts.run(many([...underWay]))
        const sending = inState('sending', -1)
        return move(
          sending.map(({ id }) => id).filter((id) => !underWay.has(id)),
          'unknown',
          { problem: { code: 'effect-unknown' }, retryAt: at },
        ).length
      }),

    resume: (at, longest) =>
      void run(() => {
        resumeUnknown.run({ at })
        resumeWaiting.run({ at, longest })
      }),

    lastOutcome: () => maxOutcome.get()?.n ?? 0,
    outcomesOutOfPlace: () => countOutOfPlace.get() ?? 0,
    outcomesAfter: (sequence, most) => selectOutcomes.all(sequence, most).map(toOperation),

    setting: (name) => readSetting.get(name)?.value ?? null,
    setSetting: (name, value) => void run(() => writeSetting.run(name, value, 1)),
    kept,
    keep: (name, format, value) =>
      void run(() => {
        const before = readSetting.get(name)
        if (before && 'unreadable' in readVersioned(format, before.version, before.value)) {
          writeSetting.run(`${name} (unread, version ${before.version})`, before.value, before.version)
        }
        writeSetting.run(name, JSON.stringify(value), format.version)
      }),
    checkpoint,
    close() {
      try {
        backUp(database)
      } catch {
        // A full disk, or damage, which the next opening finds: the backup of before stays.
      }
      checkpoint()
      database.close()
      mark.close()
    },
  }
}
