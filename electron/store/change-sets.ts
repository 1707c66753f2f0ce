import { z } from 'zod'
import type { changeSetOrigins } from '../../shared/contract/outbox.ts'
import { kindsMadeWithParts } from '../../shared/operations/catalogue.ts'
import { finalStates, type OperationState } from '../../shared/operations/states.ts'
import type { Problem, ProblemCode } from '../../shared/problem.ts'
import { readVersioned, type Read, type Versioned } from '../../shared/versioned.ts'
import type { Commit, Sqlite } from './database.ts'
import { inList, many, quoted } from './in-sql.ts'
import { readProblem } from './operation.ts'

/** Where a change set comes from. */
export type ChangeSetOrigin = (typeof changeSetOrigins)[number]

/** What is staged, reviewed and sent together, and the file that it came from. */
export interface ChangeSets {
  addChangeSet(origin: ChangeSetOrigin, title: string, at: number): number
  /** The change set into which edits in sheets go until it is released; begun `at` where there is none. */
  openSheetSet(at: number): number
  /** What a person calls a change set, and notes of it; it takes the place of what was said before. */
  describeSet(changeSet: number, words: { readonly name: string; readonly comment: string }, at: number): void
  markReleased(changeSets: readonly number[], at: number): void
  /** The change sets of operations. */
  changeSetsOf(operations: readonly number[]): number[]
  /** The operations of change sets that are in one of some states. */
  operationsIn(changeSets: readonly number[], states: readonly OperationState[]): number[]
  /** Those of change sets that were refused with one of some problems, oldest first. */
  refusedWith(changeSets: readonly number[], codes: readonly ProblemCode[]): number[]
  /** The operations of a change set that were ever sent, the last first. */
  sentOf(changeSet: number): number[]
  /** Keeps what the file of a change set was like, in a version of the import's own format. */
  keepFile(changeSet: number, version: number, file: unknown): void
  /** What was kept of a change set's file, with the change set's title; null where nothing was. */
  fileOf<File>(changeSet: number, format: Versioned<File>): { title: string; file: Read<File> } | null
  /**
   * The file's rows of those operations of a change set that were refused, in the order of the file, up to so many after
   * an operation; one that cannot be read has no cells, and says why. What goes along with something that is made with
   * it was refused with that, and for its reason.
   */
  refusedFileRows(
    changeSet: number,
    after: number,
    most: number,
  ): { operation: number; cells: string[]; problem: Problem | null }[]
}

const rowCells = z.array(z.string())

/** The change sets of an open journal. */
export function changeSetsIn(database: Sqlite, commit: Commit): ChangeSets {
  const insertSet = database.prepare('INSERT INTO change_set (origin, title, created_at) VALUES (?, ?, ?)')
  const replaceWords = database.prepare(
    'INSERT OR REPLACE INTO change_set_words (change_set, name, said_at, comment) VALUES (?, ?, ?, ?)',
  )
  const selectOpen = database
    .prepare<[], number>(
      `SELECT id FROM change_set WHERE origin = 'sheet' AND released_at IS NULL ORDER BY id DESC LIMIT 1`,
    )
    .pluck()
  const releaseSets = database.prepare(
    `UPDATE change_set SET released_at = ? WHERE released_at IS NULL AND id ${inList}`,
  )
  const selectSets = database
    .prepare<[string], number>(`SELECT DISTINCT change_set FROM operation WHERE id ${inList}`)
    .pluck()
  const selectIn = database
    .prepare<[string, string], number>(`SELECT id FROM operation WHERE change_set ${inList} AND state ${inList}`)
    .pluck()
  // What is damaged is no JSON, and has no code.
  const selectRefused = database
    .prepare<[string, string], number>(
      `SELECT id FROM operation WHERE change_set ${inList} AND state = 'rejected'
       AND CASE WHEN json_valid(problem) THEN problem ->> 'code' END ${inList} ORDER BY id`,
    )
    .pluck()
  const selectSent = database
    .prepare<[number], number>('SELECT id FROM operation WHERE change_set = ? AND attempts > 0 ORDER BY id DESC')
    .pluck()
  const insertFile = database.prepare('INSERT INTO imported_file (change_set, file, version) VALUES (?, ?, ?)')
  const selectFile = database.prepare<[number], { title: string; file: string; version: number }>(
    `SELECT title, file, version FROM imported_file JOIN change_set ON change_set.id = imported_file.change_set
     WHERE change_set = ?`,
  )
  const goAlong = kindsMadeWithParts().map(({ name, madeWith }) => `(${quoted([name, madeWith.kind])})`)
  // They are staged in the order of the file.
  const selectRefusedRows = database.prepare<
    [number, number, number],
    { operation: number; cells: string; problem: string | null }
  >(
    `SELECT mine.id AS operation, cells, CASE mine.state WHEN 'rejected' THEN mine.problem ELSE whole.problem END AS problem
     FROM operation AS mine JOIN imported_row ON imported_row.operation = mine.id
     LEFT JOIN operation AS whole ON whole.id IN (SELECT needs FROM dependency WHERE dependency.operation = mine.id)
       AND whole.state = 'rejected' AND (whole.kind, mine.kind) IN (VALUES ${goAlong.join(', ')})
       AND mine.state NOT IN (${quoted(finalStates)})
     WHERE mine.change_set = ? AND (mine.state = 'rejected' OR whole.id IS NOT NULL) AND mine.id > ?
     ORDER BY mine.id LIMIT +?`,
  )

  const addChangeSet = (origin: ChangeSetOrigin, title: string, at: number) =>
    commit(() => Number(insertSet.run(origin, title, at).lastInsertRowid))

  return {
    addChangeSet,
    openSheetSet: (at) => selectOpen.get() ?? addChangeSet('sheet', '', at),
    describeSet: (changeSet, { name, comment }, at) =>
      void commit(() => replaceWords.run(changeSet, name, at, comment)),
    markReleased: (changeSets, at) => void commit(() => releaseSets.run(at, many(changeSets))),
    changeSetsOf: (operations) => selectSets.all(many(operations)),
    operationsIn: (changeSets, states) => selectIn.all(many(changeSets), many(states)),
    refusedWith: (changeSets, codes) => selectRefused.all(many(changeSets), many(codes)),
    sentOf: (changeSet) => selectSent.all(changeSet),
    keepFile: (changeSet, version, file) => void commit(() => insertFile.run(changeSet, JSON.stringify(file), version)),
    fileOf(changeSet, format) {
      const kept = selectFile.get(changeSet)
      return kept ? { title: kept.title, file: readVersioned(format, kept.version, kept.file) } : null
    },
    refusedFileRows: (changeSet, after, most) =>
      selectRefusedRows.all(changeSet, after, most).map(({ operation, cells, problem }) => {
        const read = readVersioned({ version: 1, shape: rowCells }, 1, cells)
        return 'value' in read
          ? { operation, cells: read.value, problem: readProblem(problem) }
          : { operation, cells: [], problem: read.unreadable }
      }),
  }
}
