import { z } from 'zod'
import {
  attemptOutcomes,
  changeSetOrigins,
  type AttemptRow,
  type ChangeSet,
  type OperationRow,
} from '../../shared/contract/outbox.ts'
import { type EntityName, entityName } from '../../shared/entities/entity.ts'
import { isKindName, kindNames, kindOf } from '../../shared/operations/catalogue.ts'
import type { Described } from '../../shared/operations/kind.ts'
import { isVacating, vacancyOf } from '../../shared/operations/vacancy.ts'
import { editIn } from '../../shared/operations/edit.ts'
import { finalStates, operationStates, type OperationState } from '../../shared/operations/states.ts'
import type { SteadyTime } from '../time.ts'
import { tookPart, type Tallied, type Tally } from './tally.ts'
import type { Cache } from './cache.ts'
import { likePattern } from './folding.ts'
import type { AttemptOutcome } from './attempts.ts'
import type { Journal } from './journal.ts'
import { namesFrom } from './names.ts'
import { isReadable, readProblem, toOperation, wasSo, type StoredOperation } from './operation.ts'
import { holdersIn } from './waits-for.ts'

/** What the outbox and history pages show, read from the journal. */
export interface OutboxView {
  changeSets(settled: boolean): ChangeSet[]
  operations(query: OperationQuery & { from: number; count: number }): { count: number; rows: OperationRow[] }
  /** The ids of all of them, in their order. */
  operationIds(query: OperationQuery): number[]
  /** Where among them the next one in a state stands, after an operation and round again from the first. */
  next(query: OperationQuery & { state: OperationState; after: number }): { operation: number; index: number } | null
  operationRows(operations: readonly StoredOperation[]): OperationRow[]
  attempts(query: AttemptQuery & { from: number; count: number }): { count: number; rows: AttemptRow[] }
  /** The ids of all of them, newest first. */
  attemptIds(query: AttemptQuery): number[]
  attemptRows(ids: readonly number[], query?: Pick<AttemptQuery, 'operation' | 'row' | 'changeSet'>): AttemptRow[]
  attempt(id: number): { attempt: AttemptRow; request: string; answer: string; operations: OperationRow[] } | null
  /** How many operations of a kind are released and go by themselves, once they may. */
  countGoing(kind: string): number
  /** How many operations are in each state, and how many drafts break a rule. */
  counts(): Record<OperationState, number> & { broken: number }
}

/** Which operations. */
export interface OperationQuery {
  readonly changeSet: number | null
  readonly among?: readonly number[] | undefined
  readonly states: readonly OperationState[]
  readonly broken?: boolean | undefined
  readonly search: string
}

/** Which attempts. */
export interface AttemptQuery {
  readonly search: string
  readonly outcomes: readonly AttemptOutcome[]
  readonly operation?: number | null | undefined
  readonly row?: { readonly entity: EntityName; readonly id: number } | undefined
  readonly changeSet?: number | undefined
}

const setRow = z.object({
  id: z.int(),
  origin: z.enum(changeSetOrigins),
  title: z.string(),
  name: z.string().nullable(),
  comment: z.string().nullable(),
  created_at: z.int(),
  released_at: z.int().nullable(),
})
/** What is shown of a set that cannot be read, or that is not there although operations belong to it. */
const lostSet = { origin: 'sheet', title: '', name: '', comment: '', createdAt: 0 } as const

/** What a set is called by. */
const namedBy = (row: z.infer<typeof setRow> | undefined) =>
  row
    ? {
        ...{ origin: row.origin, title: row.title, createdAt: row.created_at },
        ...{ name: row.name ?? '', comment: row.comment ?? '' },
      }
    : lostSet

const attemptCells = {
  id: z.int(),
  at: z.int(),
  took: z.int().nullable(),
  path: z.string(),
  kind: z.string(),
  operations: z.int(),
  outcome: z.enum(attemptOutcomes),
  http_status: z.int().nullable(),
  problem: z.string().nullable().transform(readProblem),
  subject: z.string(),
  account: z.string(),
}
const attemptRow = z.object(attemptCells)
/** The same, with nothing in place of what is damaged. */
const attemptSketch = z.object({
  ...attemptCells,
  at: attemptCells.at.catch(0),
  took: attemptCells.took.catch(null),
  operations: attemptCells.operations.catch(0),
  // It was sent, and nobody can tell what came of it.
  outcome: attemptCells.outcome.catch('unknown'),
  http_status: attemptCells.http_status.catch(null),
})

/** A row of the table `attempt`, parsed by itself. */
function toAttempt(raw: unknown): Omit<AttemptRow, 'first' | 'changeSet'> {
  const parsed = attemptRow.safeParse(raw)
  const cell = String(parsed.error?.issues[0]?.path[0] ?? '')
  const { http_status: httpStatus, problem, ...rest } = parsed.data ?? attemptSketch.parse(raw)
  return parsed.success
    ? { ...rest, httpStatus, problem, readable: true }
    : { ...rest, httpStatus, problem: { code: 'kept-damaged', values: { cell } }, readable: false }
}

const knownStates = operationStates.map((state) => `'${state}'`).join(', ')
/** The state that is shown: one that cannot be read is nobody knows which. */
const shownState = `CASE WHEN state IN (${knownStates}) THEN state ELSE 'unknown' END`

export function createOutboxView(journal: Journal, tally: Tally, cache: Cache, time: SteadyTime): OutboxView {
  const { database } = journal
  const holdersOf = holdersIn(database)
  const selectSets = database.prepare<[], { id: number }>(
    `SELECT change_set.*, name, comment FROM change_set
     LEFT JOIN change_set_words ON change_set_words.change_set = change_set.id ORDER BY id DESC`,
  )
  const selectGoing = database.prepare<[string], { n: number }>(
    `SELECT count(*) AS n FROM operation
     WHERE state IN ('ready', 'waiting') AND state NOT IN ('done', 'discarded') AND kind = ?`,
  )
  const selectKeptBack = database.prepare<[string], { set: number; n: number }>(
    `SELECT change_set AS "set", count(*) AS n FROM operation WHERE id IN (SELECT value FROM json_each(?)) GROUP BY 1`,
  )
  const selectUnfinished = database
    .prepare<[], number>(
      'SELECT DISTINCT change_set FROM unfinished CROSS JOIN operation ON operation.id = unfinished.operation',
    )
    .pluck()
  const selectAttempt = database.prepare<[number], { request: string; answer: string | null }>(
    'SELECT * FROM attempt WHERE id = ?',
  )
  const selectAttempts = database.prepare<[string]>(
    'SELECT * FROM attempt WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC',
  )
  const selectNaming = database.prepare<[number, string]>(
    `SELECT operation.* FROM sent_number CROSS JOIN operation ON operation.id = sent_number.operation
     WHERE sent_number.number = ? AND attempts > 0 AND kind IN (SELECT value FROM json_each(?))`,
  )
  const selectSent = database
    .prepare<[number], number>('SELECT id FROM operation WHERE change_set = ? AND attempts > 0')
    .pluck()
  const selectFirsts = database.prepare<
    [{ ids: string; among: string; all: number }],
    { attempt: number; operation: number }
  >(
    `SELECT attempt, min(operation) AS operation FROM attempt_operation
     WHERE attempt IN (SELECT value FROM json_each(@ids))
       AND (@all OR operation IN (SELECT value FROM json_each(@among))) GROUP BY attempt`,
  )
  const selectSetWords = database.prepare<[string], { id: number }>(
    `SELECT change_set.*, name, comment FROM change_set
     LEFT JOIN change_set_words ON change_set_words.change_set = change_set.id
     WHERE change_set.id IN (SELECT value FROM json_each(?))`,
  )
  const selectAttemptOperations = database.prepare<[number]>(
    `SELECT operation.* FROM attempt_operation JOIN operation ON operation.id = attempt_operation.operation
     WHERE attempt = ? ORDER BY operation.id`,
  )

  /** The panel's ids of the rows that are there, by the kind of what is done to them and our id. */
  function panelIdsOf(described: readonly { operation: StoredOperation; row?: number }[]) {
    const rows = new Map<string, Set<number>>()
    for (const { operation, row } of described) {
      if (row === undefined || !isReadable(operation)) continue
      const { entity } = kindOf(operation.kind)
      rows.set(entity, (rows.get(entity) ?? new Set()).add(row))
    }
    const known = new Map(
      entityName.options.map((entity) => [entity, cache.panelIdsOf(entity, [...(rows.get(entity) ?? [])])]),
    )
    return (kind: string, row: number) => (isKindName(kind) ? known.get(kindOf(kind).entity)?.get(row) : undefined)
  }

  function operationRows(operations: readonly StoredOperation[]): OperationRow[] {
    const described = operations.map((operation) => ({
      operation,
      theirs: isReadable(operation) ? operation.theirs : null,
      ...describe(operation),
    }))
    const panelIdOf = panelIdsOf(described)
    const named = namesFrom(cache)
    const keptBack = journal.keptBack()
    const holders = holdersOf(operations.flatMap(({ id, state }) => (state === 'ready' ? id : [])))
    const missing = journal.missingNeeds()
    const emptied = emptiedBy(operations)
    const needed = new Map(
      journal
        .byIds(described.flatMap(({ operation: { id } }) => missing.get(id)?.operation ?? []))
        .map((each) => [each.id, { operation: each.id, changeSet: each.changeSet, state: each.state }]),
    )
    return described.map(({ operation, theirs, row, also = [], user, changes }): OperationRow => ({
      id: operation.id,
      changeSet: operation.changeSet,
      kind: operation.kind,
      state: operation.state,
      stagedAt: operation.stagedAt,
      subject: {
        name: operation.subject,
        panelId: row === undefined ? null : (panelIdOf(operation.kind, row) ?? row),
        row: row !== undefined && panelIdOf(operation.kind, row) !== undefined ? row : null,
      },
      rows: 1 + also.length,
      changes: [
        ...(user === undefined ? [] : [{ field: 'owner', from: null, to: named('owner', user) }]),
        ...changes.map(({ field, from, to }) => ({
          field,
          from: named(field, from),
          to: named(field, to),
          ...(theirs && field in theirs ? { theirs: named(field, theirs[field] ?? null) } : {}),
        })),
      ],
      problem:
        operation.unreadable ??
        operation.broken ??
        keptBack.get(operation.id) ??
        missing.get(operation.id)?.problem ??
        operation.problem,
      readable: isReadable(operation),
      missingNeed: needed.get(missing.get(operation.id)?.operation ?? 0) ?? null,
      retryAt: operation.retryAt === null ? null : time.told(operation.retryAt),
      waitsFor: holders.get(operation.id) ?? null,
      emptied: emptied.get(operation.id) ?? null,
      already: isReadable(operation) && operation.state === 'done' && wasSo(operation.result),
      attempts: operation.attempts,
      fileRow: operation.fileRow,
    }))
  }

  /** The fields that have nothing until operations are settled, since an operation before them has emptied them. */
  function emptiedBy(operations: readonly StoredOperation[]): Map<number, string> {
    const second = operations.flatMap((operation) => {
      if (!isReadable(operation) || finalStates.includes(operation.state)) return []
      const field = vacancyOf(operation.kind)?.field
      const from = field === undefined ? undefined : editIn(operation.params)?.baseFrom[field]
      return field === undefined || from === undefined ? [] : [{ id: operation.id, field, from }]
    })
    const done = new Set(
      journal
        .byIds(second.map(({ from }) => from))
        .filter(isReadable)
        .flatMap(({ id, kind, state, params }) => (state === 'done' && isVacating(kind, params) ? id : [])),
    )
    return new Map(second.flatMap(({ id, field, from }) => (done.has(from) ? [[id, field] as const] : [])))
  }

  /** The rows of a query, as SQL and what is bound to it. */
  function conditionOf({ changeSet, among, states, broken, search }: OperationQuery) {
    const where = [
      changeSet === null
        ? among === undefined
          ? 'true'
          : 'change_set IN (SELECT value FROM json_each(@among))'
        : 'change_set = @changeSet',
      tookPart,
      states.length > 0
        ? `state IN (SELECT value FROM json_each(@states))
           ${states.includes('unknown') ? `OR state NOT IN (${knownStates})` : ''}`
        : 'true',
      broken === undefined
        ? 'true'
        : `(state = 'draft' AND (broken IS NOT NULL OR id IN (SELECT value FROM json_each(@keptBack)))) = ${Number(broken)}`,
      search === '' ? 'true' : `(lower(subject) LIKE @search ESCAPE '\\' OR params LIKE @search ESCAPE '\\')`,
    ]
      .map((condition) => `(${condition})`)
      .join(' AND ')
    const keptBack = JSON.stringify([...journal.keptBack().keys()])
    return {
      where,
      bound: {
        changeSet,
        among: JSON.stringify(among ?? []),
        states: JSON.stringify(states),
        search: likePattern(search),
        keptBack,
      },
    }
  }

  /** The operations that a question for attempts is about; null where it is about all. */
  function operationsAskedFor({ operation, row, changeSet }: Pick<AttemptQuery, 'operation' | 'row' | 'changeSet'>) {
    if (operation != null) return [operation]
    if (changeSet !== undefined) return selectSent.all(changeSet)
    if (!row) return null
    const kinds = kindNames.filter((name) => kindOf(name).entity === row.entity)
    // The id is among the numbers that it names; whether it is that of the row, the kind knows.
    return selectNaming
      .all(row.id, JSON.stringify(kinds))
      .map(toOperation)
      .filter((one) => {
        const { row: of, also = [] } = describe(one)
        return of === row.id || also.includes(row.id)
      })
      .map(({ id }) => id)
  }

  /** How much of each kind change sets hold. */
  function kindsOf(changeSets: readonly number[]): Map<number, ChangeSet['kinds']> {
    const kinds = new Map<number, ChangeSet['kinds']>(changeSets.map((id) => [id, {}]))
    for (const { changeSet, kind, n } of tally.all().flat()) {
      const held = kinds.get(changeSet)
      if (held) held[kind] = (held[kind] ?? 0) + n
    }
    return kinds
  }

  /** Attempts with the first operation of each, among those that were asked for, and its change set. */
  function withFirst(attempts: readonly ReturnType<typeof toAttempt>[], among: readonly number[] | null): AttemptRow[] {
    const asked = JSON.stringify(attempts.map(({ id }) => id))
    const firsts = new Map(
      selectFirsts
        .all({ ids: asked, among: JSON.stringify(among ?? []), all: Number(among === null) })
        .map((one) => [one.attempt, one.operation]),
    )
    const rows = new Map(operationRows(journal.byIds([...firsts.values()])).map((row) => [row.id, row]))
    const ids = [...new Set([...rows.values()].map(({ changeSet }) => changeSet))]
    const kinds = kindsOf(ids)
    const sets = new Map(
      selectSetWords.all(JSON.stringify(ids)).map((raw) => {
        const { data } = setRow.safeParse(raw)
        return [raw.id, { id: raw.id, ...namedBy(data), kinds: kinds.get(raw.id) ?? {} }]
      }),
    )
    return attempts.map((attempt) => {
      const first = rows.get(firsts.get(attempt.id) ?? 0) ?? null
      return { ...attempt, first, changeSet: (first && sets.get(first.changeSet)) ?? null }
    })
  }

  /** The attempts of a query, as SQL and what is bound to it. */
  function attemptsOf({ search, outcomes, ...query }: AttemptQuery) {
    const wanted = operationsAskedFor(query)
    const where = [
      search === '' ? 'true' : `(lower(subject) LIKE @search ESCAPE '\\' OR path LIKE @search ESCAPE '\\')`,
      outcomes.length > 0 ? 'outcome IN (SELECT value FROM json_each(@outcomes))' : 'true',
      wanted === null
        ? 'true'
        : 'id IN (SELECT attempt FROM attempt_operation WHERE operation IN (SELECT value FROM json_each(@wanted)))',
    ].join(' AND ')
    return {
      where,
      bound: { search: likePattern(search), outcomes: JSON.stringify(outcomes), wanted: JSON.stringify(wanted) },
    }
  }

  function countOf(where: string, bound: Record<string, unknown>): number {
    const counted = database
      .prepare<[typeof bound], { n: number }>(`SELECT count(*) AS n FROM operation WHERE ${where}`)
      .get(bound)
    return counted?.n ?? 0
  }

  return {
    changeSets(settled) {
      const counts = new Map<number, Tallied[]>()
      const ids = [...journal.keptBack().keys()]
      const keptBack = new Map(
        ids.length === 0 ? [] : selectKeptBack.all(JSON.stringify(ids)).map(({ set, n }) => [set, n]),
      )
      for (const row of tally.all().flat()) {
        const others = counts.get(row.changeSet)
        if (others) others.push(row)
        else counts.set(row.changeSet, [row])
      }
      const unfinished = new Set(selectUnfinished.all())
      const sets = new Map(selectSets.all().map((raw) => [raw.id, setRow.safeParse(raw).data]))
      for (const id of counts.keys()) if (!sets.has(id)) sets.set(id, undefined)
      return [...sets].flatMap(([id, row]) => {
        const mine = counts.get(id) ?? []
        const told = { ...namedBy(row), releasedAt: row?.released_at ?? null, readable: row !== undefined }
        const set: ChangeSet = {
          ...{ id, ...told, unfinished: unfinished.has(id) },
          ...{ counts: {}, broken: keptBack.get(id) ?? 0, already: 0, kinds: {} },
        }
        for (const { state, kind, n, broken, already } of mine) {
          set.already += already
          set.counts[state] = (set.counts[state] ?? 0) + n
          set.kinds[kind] = (set.kinds[kind] ?? 0) + n
          set.broken += broken
        }
        const open = Object.keys(set.counts).some((state) => state !== 'done' && state !== 'discarded')
        return open || (settled && Object.keys(set.counts).length > 0) ? [set] : []
      })
    },

    operations({ from, count, ...query }) {
      const { where, bound } = conditionOf(query)
      const page = { ...bound, from, count }
      const rows = database
        .prepare<[typeof page]>(`SELECT * FROM operation WHERE ${where} ORDER BY id LIMIT +@count OFFSET +@from`)
        .all(page)
      return { count: countOf(where, bound), rows: operationRows(rows.map(toOperation)) }
    },
    operationIds(query) {
      const { where, bound } = conditionOf(query)
      return database
        .prepare<[typeof bound], number>(`SELECT id FROM operation WHERE ${where} ORDER BY id`)
        .pluck()
        .all(bound)
    },
    next({ state, after, ...query }) {
      const { where, bound } = conditionOf(query)
      const wanted = { ...bound, state, after }
      const found = database
        .prepare<[typeof wanted], { id: number }>(
          `SELECT id FROM operation WHERE ${where} AND ${shownState} = @state AND id <> @after ORDER BY id < @after, id LIMIT 1`,
        )
        .get(wanted)
      if (!found) return null
      return { operation: found.id, index: countOf(`${where} AND id < @before`, { ...bound, before: found.id }) }
    },
    operationRows,

    attempts({ from, count, ...query }) {
      const { where, bound } = attemptsOf(query)
      const page = { ...bound, from, count }
      const total = database
        .prepare<[typeof page], { n: number }>(`SELECT count(*) AS n FROM attempt WHERE ${where}`)
        .get(page)
      const rows = database
        .prepare<[typeof page]>(`SELECT * FROM attempt WHERE ${where} ORDER BY id DESC LIMIT +@count OFFSET +@from`)
        .all(page)
      return { count: total?.n ?? 0, rows: withFirst(rows.map(toAttempt), operationsAskedFor(query)) }
    },
    attemptIds(query) {
      const { where, bound } = attemptsOf(query)
      return database
        .prepare<[typeof bound], number>(`SELECT id FROM attempt WHERE ${where} ORDER BY id DESC`)
        .pluck()
        .all(bound)
    },
    attemptRows: (ids, query = {}) =>
      withFirst(selectAttempts.all(JSON.stringify(ids)).map(toAttempt), operationsAskedFor(query)),

    attempt(id) {
      const raw = selectAttempt.get(id)
      const [attempt] = raw ? withFirst([toAttempt(raw)], null) : []
      if (!raw || !attempt) return null
      return {
        attempt,
        request: raw.request,
        answer: raw.answer ?? '',
        operations: operationRows(selectAttemptOperations.all(id).map(toOperation)),
      }
    },

    countGoing: (kind) => selectGoing.get(kind)?.n ?? 0,

    counts() {
      const counts = Object.fromEntries(operationStates.map((state) => [state, 0])) as Record<OperationState, number>
      let broken = journal.keptBack().size
      for (const tallied of tally.all()) {
        for (const row of tallied) {
          counts[row.state] += row.n
          broken += row.broken
        }
      }
      return { ...counts, broken }
    },
  }
}

/** What an operation is about, by its kind's own description; nothing for one that cannot be read. */
function describe(operation: StoredOperation): Described {
  return isReadable(operation) ? kindOf(operation.kind).describe(operation.params) : { changes: [] }
}
