import { z } from 'zod'
import type { attemptOutcomes, changeSetOrigins } from '../../shared/contract/outbox.ts'
import { knownKinds } from '../../shared/operations/catalogue.ts'
import { edges, finalStates, operationStates, type OperationState } from '../../shared/operations/states.ts'
import { fail, type Problem } from '../../shared/problem.ts'
import { barredDraftsOf, type BarredDrafts } from './barred.ts'
import { commit, type Sqlite } from './database.ts'
import { parseJson, parseProblem, toOperation, type Change, type NewOperation, type Operation } from './operation.ts'

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
  /** One commit over several calls. */
  commit<T>(work: () => T): T

  addChangeSet(origin: ChangeSetOrigin, title: string, at: number): number
  /** Keeps what the file of a change set was like, in JSON of the import's own. */
  keepFile(changeSet: number, file: unknown): void
  /** What was kept of a change set's file, with the change set's title; null where nothing was. */
  fileOf(changeSet: number): { title: string; file: unknown } | null
  /** The file's rows of those operations of a change set that are in a state, in the order of the file. */
  fileRows(changeSet: number, state: OperationState): { cells: string[]; problem: Problem | null }[]
  markReleased(changeSets: readonly number[], at: number): void
  add(changeSet: number, operation: NewOperation, at: number): number
  /** Rewrites a draft; nothing else may be edited. `lanes` are those that it has from now on, where it may have others. */
  rewrite(id: number, params: unknown, broken: Problem | null, lanes?: readonly string[]): void

  byIds(ids: readonly number[]): Operation[]
  /** Operations in these lanes that are not settled, oldest first. */
  inLanes(lanes: readonly string[]): Map<string, Operation[]>
  /** Whether anything that is not settled was staged behind an operation in one of its lanes. */
  isFollowed(id: number): boolean
  inState(state: OperationState, most?: number): Operation[]
  /** Drafts to which an operation before them leaves nothing to do; see {@link barredDraftsOf}. */
  barred(): BarredDrafts
  /** Has what `foretold` answers, beside that, keep drafts back; for what journal and cache together tell. */
  keepBack(foretold: () => BarredDrafts): void
  /** Released operations whose lanes nothing holds, oldest first; of kinds that this version knows, but for some. */
  heads(most: number, without: ReadonlySet<number>, withoutKinds?: readonly string[]): Operation[]

  /**
   * Moves operations along an edge of the diagram; answers those that were in a state from which it is allowed, and
   * leaves the others alone.
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
  outcomesAfter(sequence: number, most: number): Operation[]

  setting(name: string): string | null
  setSetting(name: string, value: string): void
  close(): void
}

const fromStates = (to: OperationState) => operationStates.filter((from) => edges[from].includes(to))

/** The journal over an open file of the newest version; open-journal.ts opens one. */
export function createJournal(database: Sqlite): Journal {
  const run = <T>(work: () => T): T => (database.inTransaction ? work() : commit(database, work))
  const many = (ids: readonly number[]) => JSON.stringify(ids)
  const inList = 'IN (SELECT value FROM json_each(?))'

  const insertSet = database.prepare('INSERT INTO change_set (origin, title, created_at) VALUES (?, ?, ?)')
  const releaseSets = database.prepare(
    `UPDATE change_set SET released_at = ? WHERE released_at IS NULL AND id ${inList}`,
  )
  const insertOperation = database.prepare(
    `INSERT INTO operation (change_set, kind, version, params, subject, state, broken, file_row, staged_at)
     VALUES (?, ?, ?, ?, ?, 'draft', ?, ?, ?)`,
  )
  const insertFile = database.prepare('INSERT INTO imported_file VALUES (?, ?)')
  const insertCells = database.prepare('INSERT INTO imported_row VALUES (?, ?)')
  const selectFile = database.prepare<[number], { title: string; file: string }>(
    `SELECT title, file FROM imported_file JOIN change_set ON change_set.id = imported_file.change_set
     WHERE change_set = ?`,
  )
  const selectFileRows = database.prepare<[number, OperationState], { cells: string; problem: string | null }>(
    `SELECT cells, problem FROM operation JOIN imported_row ON imported_row.operation = operation.id
     WHERE change_set = ? AND state = ? ORDER BY file_row, operation.id`,
  )
  const insertDependency = database.prepare('INSERT INTO dependency VALUES (?, ?)')
  const insertLane = database.prepare('INSERT INTO lane VALUES (?, ?)')
  const rewriteDraft = database.prepare(
    `UPDATE operation SET params = ?, broken = ? WHERE id = ? AND state IN ('draft', 'conflict')`,
  )
  const selectByIds = database.prepare<[string]>(`SELECT * FROM operation WHERE id ${inList} ORDER BY id`)
  const selectInLanes = database.prepare<[string], { in_lane: string }>(
    `SELECT lane.lane AS in_lane, operation.* FROM lane JOIN operation ON operation.id = lane.operation
     WHERE lane.lane ${inList} ORDER BY operation.id`,
  )
  const selectInState = database.prepare<[string, number]>(
    'SELECT * FROM operation WHERE state = ? ORDER BY id LIMIT ?',
  )
  // A draft does not hold its lane: it has not been released. Everything else that is not settled holds what was staged
  // later; and what may be at the panel at this moment holds what was staged before it too, and released after it.
  const isHead = `head.state = 'ready' AND head.kind IN (${knownKinds()
    .map((name) => `'${name}'`)
    .join(', ')}) AND NOT EXISTS (
       SELECT 1 FROM dependency JOIN operation AS needed ON needed.id = dependency.needs
       WHERE dependency.operation = head.id AND needed.state <> 'done'
     ) AND NOT EXISTS (
       SELECT 1 FROM lane AS mine
       JOIN lane AS other ON other.lane = mine.lane AND other.operation <> mine.operation
       JOIN operation AS holder ON holder.id = other.operation
       WHERE mine.operation = head.id
         AND (holder.state IN ('sending', 'unknown') OR (holder.id < head.id AND holder.state <> 'draft'))
     )`
  const selectHeads = database.prepare<[string, number]>(
    `SELECT * FROM operation AS head WHERE kind NOT ${inList} AND ${isHead} ORDER BY id LIMIT ?`,
  )
  const selectFollower = database.prepare<[number]>(
    `SELECT 1 FROM lane AS mine JOIN lane AS other ON other.lane = mine.lane AND other.operation > mine.operation
     WHERE mine.operation = ? LIMIT 1`,
  )
  const dropLanes = database.prepare('DELETE FROM lane WHERE operation = ?')
  const moves = new Map(
    operationStates.map((to) => [
      to,
      database.prepare(
        `UPDATE operation SET state = '${to}',
           problem = CASE WHEN @hasProblem THEN @problem ELSE NULL END,
           theirs = CASE WHEN @hasTheirs THEN @theirs ELSE theirs END,
           result = CASE WHEN @hasResult THEN @result ELSE result END,
           part = CASE WHEN @hasPart THEN @part ELSE part END,
           retry_at = @retryAt
         WHERE id = @id AND state IN (${fromStates(to)
           .map((state) => `'${state}'`)
           .join(', ')})`,
      ),
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
  const maxOutcome = database.prepare<[], { n: number | null }>('SELECT max(outcome) AS n FROM operation')
  const setOutcome = database.prepare('UPDATE operation SET outcome = ? WHERE id = ?')
  const selectOutcomes = database.prepare<[number, number]>(
    'SELECT * FROM operation WHERE outcome > ? ORDER BY outcome LIMIT ?',
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
  const readSetting = database.prepare<[string], { value: string }>('SELECT value FROM setting WHERE name = ?')
  const writeSetting = database.prepare(
    'INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )

  const barred = barredDraftsOf(database)
  let foretold: () => BarredDrafts = () => new Map()

  function move(ids: readonly number[], to: OperationState, change: Change = {}): number[] {
    return run(() => {
      const statement = moves.get(to)
      if (!statement) return fail('unexpected')
      const bound = {
        hasProblem: Number(change.problem !== undefined),
        problem: change.problem ? JSON.stringify(change.problem) : null,
        hasTheirs: Number(change.theirs !== undefined),
        theirs: change.theirs ? JSON.stringify(change.theirs) : null,
        hasResult: Number(change.result !== undefined),
        result: change.result ? JSON.stringify(change.result) : null,
        hasPart: Number(change.part !== undefined),
        part: change.part ?? '',
        retryAt: change.retryAt ?? null,
      }
      const moved = ids.filter((id) => statement.run({ ...bound, id }).changes > 0)
      if (finalStates.includes(to)) for (const id of moved) dropLanes.run(id)
      return moved
    })
  }

  return {
    database,
    commit: (work) => run(work),

    addChangeSet: (origin, title, at) => run(() => Number(insertSet.run(origin, title, at).lastInsertRowid)),
    keepFile: (changeSet, file) => void run(() => insertFile.run(changeSet, JSON.stringify(file))),
    fileOf(changeSet) {
      const kept = selectFile.get(changeSet)
      return kept ? { title: kept.title, file: parseJson(kept.file) } : null
    },
    fileRows: (changeSet, state) =>
      selectFileRows.all(changeSet, state).map(({ cells, problem }) => ({
        cells: z.array(z.string()).parse(parseJson(cells)),
        problem: parseProblem(problem),
      })),
    markReleased: (changeSets, at) => void run(() => releaseSets.run(at, many(changeSets))),
    add: (changeSet, operation, at) =>
      run(() => {
        const id = Number(
          insertOperation.run(
            changeSet,
            operation.kind,
            operation.version,
            JSON.stringify(operation.params),
            operation.subject,
            operation.broken ? JSON.stringify(operation.broken) : null,
            operation.fileRow,
            at,
          ).lastInsertRowid,
        )
        for (const lane of operation.lanes) insertLane.run(lane, id)
        for (const needed of operation.after ?? []) insertDependency.run(id, needed)
        if (operation.cells) insertCells.run(id, JSON.stringify(operation.cells))
        return id
      }),
    rewrite: (id, params, broken, lanes) =>
      void run(() => {
        const { changes } = rewriteDraft.run(JSON.stringify(params), broken ? JSON.stringify(broken) : null, id)
        if (changes === 0) fail('not-allowed-in-state', { operation: id })
        if (!lanes) return
        dropLanes.run(id)
        for (const lane of lanes) insertLane.run(lane, id)
      }),

    barred: () => new Map([...foretold(), ...barred()]),
    keepBack: (found) => void (foretold = found),
    byIds: (ids) => selectByIds.all(many(ids)).map(toOperation),
    inLanes(lanes) {
      const found = new Map<string, Operation[]>()
      for (const raw of selectInLanes.all(JSON.stringify(lanes))) {
        const held = found.get(raw.in_lane)
        if (held) held.push(toOperation(raw))
        else found.set(raw.in_lane, [toOperation(raw)])
      }
      return found
    },
    isFollowed: (id) => selectFollower.get(id) !== undefined,
    inState: (state, most = -1) => selectInState.all(state, most).map(toOperation),
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
        const sending = selectInState.all('sending', -1).map(toOperation)
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
    outcomesAfter: (sequence, most) => selectOutcomes.all(sequence, most).map(toOperation),

    setting: (name) => readSetting.get(name)?.value ?? null,
    setSetting: (name, value) => void run(() => writeSetting.run(name, value)),
    close: () => void database.close(),
  }
}
