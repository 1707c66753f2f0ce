import type { Problem } from '../../shared/problem.ts'
import { entities, isOwnId, turns, type EntityName } from '../../shared/entities/entity.ts'
import type { Permission } from '../../shared/model/permissions.ts'
import { kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import { readerOf } from '../entities/row-readers.ts'
import { rowsRead, type Request } from '../operations/executor.ts'
import { executorOf } from '../operations/executors.ts'
import type { Panel } from '../panel/panel.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import type { SteadyTime } from '../time.ts'
import { createFreshness, readAhead, type Freshness, type Wanted } from './freshness.ts'
import { isRewriting, leadersIn, partsIn, type Batch } from './batching.ts'
import { freshFor, readingOf } from './reading.ts'
import { createRewriting } from './rewriting.ts'
import { isEnough, standingOf, type Standing } from './standing.ts'
import { sumOf, type Weight } from '../weight.ts'

/** How long an operation waits whose row the panel cannot show just now: milliseconds. */
const afterFailure = 10_000

/** What came of looking whether a request may go. */
interface Admission {
  /** Whether it may go as it is. */
  readonly clear: boolean
  /** Operations that wait, or became conflicts; those that were refused; and those that are done, as the panel holds them. */
  readonly setAside: readonly number[]
  readonly refused: readonly number[]
  readonly already: readonly number[]
}

/** What goes before sending: reading afresh what edits were made against, and finding conflicts. */
export interface Preparation {
  /** Reads together what those of these requests need that are read quickly. Throws where that fails. */
  readAhead(batches: readonly Batch[], signal: AbortSignal): Promise<void>
  /** Reads what a request needs that is read exactly and not fresh, or was not shown whole. Throws where that fails. */
  read(batch: Batch, signal: AbortSignal): Promise<void>
  /**
   * Looks whether a request may go: where the panel holds a third value, the operation becomes a conflict; where it has
   * nothing to show, it is refused, or waits if that may change. What it holds already is not written once more: nobody
   * could tell the effect of such a request from what was so before, and one that came late would write over what was
   * sent after it. What is not fresh is left for another reading.
   */
  admit(batch: Batch): Admission
  /** The request that writes the whole of which several operations change parts; null where the kind makes its own. */
  rewritten(batch: Batch): Request | null
  /** Whether everything that a request was prepared by is still fresh. */
  isFresh(batch: Batch): boolean
  /** Whether a request must leave soon, lest what it was prepared by grow old. */
  isInHurry(batch: Batch): boolean
  /** Forgets what was read for a request, which has changed it. */
  spend(batch: Batch): void
  /** A row of the entity that a request is about, as it was read, if that is fresh. */
  held(batch: Batch, row: number): object | undefined
  /**
   * Reads a whole back just after we have written it; answers the names of parts that are there no more, although they
   * were written.
   */
  missing(batch: Batch, signal?: AbortSignal): Promise<string[]>
  /** Reads such a row back just after we have changed it; undefined where that took too long, or the panel shows none. */
  readBack(batch: Batch, row: number, signal?: AbortSignal): Promise<object | undefined>
  weigh(): Weight
}

/** What reading the rows of such a kind takes. */
export function readingNeedsOf(kind: KindName): readonly Permission[] {
  return readerOf(kindOf(kind).entity).needs
}

export function createPreparation(options: {
  journal: Journal
  cache: Cache
  clock: Clock
  time: SteadyTime
  panel: Panel
}): Preparation {
  const { journal, time, panel } = options
  const freshness = new Map<EntityName, Freshness>(
    Object.values(entities).map(({ name }) => [name, createFreshness({ ...options, entity: name })]),
  )
  const rewriting = createRewriting(options)
  const freshnessFor = ({ kind }: Batch) => freshness.get(kindOf(kind).entity)!

  /** How old what a request is prepared by may be: milliseconds. */
  function within(batch: Batch): number {
    const { operations } = batch
    if (isRewriting(batch)) return freshFor.exact
    return Math.min(...operations.map(({ changeSet }) => freshFor[readingOf(journal, changeSet)]))
  }

  const isReadAhead = (batch: Batch) => within(batch) >= freshFor.quick

  function readsOf(batch: Batch): number[] {
    const executor = executorOf(batch.kind)
    return leadersIn(batch).flatMap(({ params }) => rowsRead(executor, params))
  }

  /**
   * Rows that parts of something new go by, such as those whose places they take: many perhaps, so that how old what is read
   * of them may be is that of reading ahead.
   */
  function readsOfParts(batch: Batch) {
    return partsIn(batch).flatMap((part) => {
      const executor = executorOf(part.kind)
      const each = freshness.get(kindOf(part.kind).entity)!
      const rows = rowsRead(executor, part.params).filter((row) => !isOwnId(row))
      return rows.length > 0 ? [{ part, executor, rows, of: (row: number) => each.of(row, freshFor.quick), each }] : []
    })
  }

  /** Why a part cannot go with its whole, by what was read just before; null where it can. */
  function hindranceOf({ part, executor, rows, of, each }: ReturnType<typeof readsOfParts>[number]): Problem | null {
    const gone = rows.find((row) => of(row) === null)
    if (gone !== undefined) return each.refusal(gone)
    return executor.hindered?.(part.params, (row) => of(row) ?? undefined) ?? null
  }

  /** A row of a request, with the user whose session shows it: the cache, which knows whose it is, may be lost. */
  function wanted(batch: Batch, row: number): Wanted {
    return { row, ...whereOf(batch) }
  }

  function whereOf(batch: Batch): Omit<Wanted, 'row'> {
    const { endpoint, operations } = batch
    const [turns = null] = turnsOfAll({ operations: operations.slice(0, 1) })
    return { user: endpoint.api === 'user' ? endpoint.user : null, turns }
  }

  /** The rows of a request that is read as a whole. */
  function allWanted(batch: Batch): Wanted[] {
    const where = whereOf(batch)
    return readsOf(batch).map((row) => ({ row, ...where }))
  }

  /** The lanes in which the operations of a request take turns with others. */
  function turnsOfAll({ operations }: Pick<Batch, 'operations'>): string[] {
    return operations.flatMap(({ kind, params }) =>
      kindOf(kind)
        .lanes(params)
        .filter((lane) => lane >= turns),
    )
  }

  /** How an operation stands to what the panel holds now. */
  function standing(batch: Batch, params: unknown): Standing {
    const freshness = freshnessFor(batch)
    const read = { of: (row: number) => freshness.of(row, within(batch)), refusal: freshness.refusal }
    return standingOf(journal, batch.kind, params, read, isRewriting(batch))
  }

  return {
    async readAhead(batches, signal) {
      const read = batches.filter(isReadAhead)
      for (const each of freshness.values()) {
        const rows = read
          .filter((batch) => freshnessFor(batch) === each)
          .flatMap((batch) => readsOf(batch).map((row) => wanted(batch, row)))
        await each.ahead(panel, rows, freshFor.quick - readAhead, signal)
      }
    },

    async read(batch, signal) {
      const executor = executorOf(batch.kind)
      const freshness = freshnessFor(batch)
      if (isRewriting(batch)) return rewriting.read(batch, allWanted(batch), freshness, signal)
      for (const { rows, each } of readsOfParts(batch)) {
        for (const row of rows) await each.now(panel, wanted(batch, row), freshFor.quick, () => true, signal)
      }
      for (const { params } of leadersIn(batch)) {
        for (const row of rowsRead(executor, params)) {
          // What was read ahead and has grown old is read ahead once more, together with others.
          if (isReadAhead(batch) && freshness.of(row, within(batch)) === undefined) continue
          await freshness.now(
            panel,
            wanted(batch, row),
            within(batch),
            (held) => isEnough(batch.kind, params, held),
            signal,
          )
        }
      }
    },

    admit(batch) {
      const setAside: number[] = []
      const refused: number[] = []
      const already: number[] = []
      let clear = true
      const parted = rewriting.parted(batch)
      if (parted.length > 0) return { clear: false, setAside: parted, refused, already }
      for (const read of readsOfParts(batch)) {
        const problem = hindranceOf(read)
        if (!problem) continue
        clear = false
        refused.push(...journal.move([read.part.id], 'rejected', { problem }))
      }
      for (const { id, params } of leadersIn(batch)) {
        const found = standing(batch, params)
        if (found === 'clear') continue
        clear = false
        if (found === 'stale') continue
        if (found === 'already') {
          journal.finish(new Map([[id, { already: true }]]))
          already.push(id)
          continue
        }
        if ('theirs' in found) {
          const { theirs } = found
          setAside.push(...journal.move([id], 'conflict', { theirs, problem: { code: 'conflict' } }))
        } else if (found.refused.again) {
          const change = { problem: found.refused, retryAt: time.now() + afterFailure }
          setAside.push(...journal.move([id], 'waiting', change))
        } else refused.push(...journal.move([id], 'rejected', { problem: found.refused }))
      }
      return { clear, setAside, refused, already }
    },

    isFresh: (batch) =>
      readsOf(batch).every((row) => freshnessFor(batch).of(row, within(batch))) &&
      readsOfParts(batch).every(({ rows, of }) => rows.every(of)),
    isInHurry: (batch) => readsOf(batch).length > 0 && !isReadAhead(batch),
    spend(batch) {
      for (const row of readsOf(batch)) freshnessFor(batch).spend(row)
      for (const lane of turnsOfAll(batch)) for (const each of freshness.values()) each.spendTurns(lane)
    },
    rewritten: (batch) => (isRewriting(batch) ? rewriting.request(batch) : null),
    missing: (batch, signal) =>
      isRewriting(batch)
        ? rewriting.missing(batch, allWanted(batch), freshnessFor(batch), signal)
        : Promise.resolve([]),
    weigh: () => sumOf([...freshness.values()].map((each) => each.weigh())),
    held: (batch, row) => freshnessFor(batch).of(row, freshFor.quick) ?? undefined,
    async readBack(batch, row, signal) {
      const freshness = freshnessFor(batch)
      await freshness.now(panel, wanted(batch, row), freshFor.exact, () => true, signal)
      return freshness.of(row, freshFor.exact) ?? undefined
    },
  }
}
