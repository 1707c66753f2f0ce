import { isOwnId, rowOfLane } from '../../shared/entities/entity.ts'
import { isKindName, kindOf } from '../../shared/operations/catalogue.ts'
import { editIn } from '../../shared/operations/edit.ts'
import { fail } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable } from '../store/operation.ts'
import type { Unfinished } from '../store/unfinished.ts'
import type { Parts } from './long-steps.ts'
import type { TypedPasswords } from './typed-passwords.ts'
import type { OperationWriting, WholeOperation } from './operation-writing.ts'
import { lanesOf, tell, type OutboxEvents } from './outbox-events.ts'
import { createPartByPart, takeBackUnfinished } from './part-by-part.ts'
import { createWholesOfRows } from './wholes-of-rows.ts'

/** A file whose rows are staged: its name, what is kept of it, and what its rows become. */
export interface StagedRows {
  readonly title: string
  readonly file: unknown
  /** The version of the format in which that is kept. */
  readonly fileVersion: number
  /** Piece by piece: the next one is asked for while the one before is staged. */
  readonly operations: AsyncIterable<readonly WholeOperation[]>
  /** How many there are likely to be. */
  readonly likely: number
}

/** Stages the rows of files. Whatever it has answered is committed. */
export interface FileStaging {
  /**
   * Stages a file's rows as a change set of their own, part by part, whole or not at all. An operation that asked for the
   * same and was refused is discarded once it is whole: it would hold back what takes its place.
   */
  importAll(rows: StagedRows, parts: Parts): Promise<{ changeSet: number; staged: number }>
}

export function createFileStaging(options: {
  journal: Journal
  unfinished: Unfinished
  cache: Cache
  clock: Clock
  events: OutboxEvents
  writing: OperationWriting
  passwords: Pick<TypedPasswords, 'keepAll'>
}): FileStaging {
  const { journal, unfinished, clock, events, passwords } = options
  const { addAll } = options.writing
  const partByPart = createPartByPart(journal, events)

  /** How many rows of the file these are: one may be about cells of several kinds. */
  const rowsIn = (operations: readonly WholeOperation[]): number =>
    new Set(operations.map(({ fileRow }) => fileRow)).size

  /** Operations that asked for the same as one of these, and were refused. */
  function refusedBefore(operations: readonly WholeOperation[]): number[] {
    const lanes = operations.flatMap((operation) => {
      if (!isKindName(operation.kind)) return []
      const { edits, precludes } = kindOf(operation.kind)
      if (edits) return lanesOf(operation).filter((lane) => rowOfLane(lane))
      return precludes?.kinds === 'own' ? lanesOf(operation).filter((one) => one.startsWith(`${precludes.lane}:`)) : []
    })
    const meant = new Map(
      operations.map((operation) => [`${operation.kind} ${editIn(operation.params)?.row}`, operation]),
    )
    return [...journal.inLanes(lanes).values()]
      .flat()
      .filter(isReadable)
      .flatMap(({ id, kind, params, state }) => {
        const edit = editIn(params)
        const one = meant.get(`${kind} ${edit?.row}`)
        // What another cell of the row was to be is no matter of this one.
        const cells = Object.keys(editIn(one?.params)?.set ?? {})
        const isMeant = one && Object.keys(edit?.set ?? {}).every((field) => cells.includes(field))
        return state === 'rejected' && isMeant ? id : []
      })
  }

  /** Operations with tokens in place of the passwords that rows have brought along, which are kept apart. */
  function withTokens(some: readonly WholeOperation[]): WholeOperation[] {
    const kept = passwords.keepAll(some.flatMap(({ secrets = {} }) => Object.values(secrets)))
    return some.map(({ secrets, ...operation }) => {
      if (!secrets) return operation
      const given = Object.keys(secrets).map((name) => [name, kept.shift()] as const)
      const tokens: Readonly<Record<string, unknown>> = Object.fromEntries(given)
      return { ...operation, params: { ...(operation.params as object), ...tokens } }
    })
  }

  return {
    async importAll({ title, file, fileVersion, operations, likely }, parts) {
      const replaced: number[] = []
      const wholes = createWholesOfRows(options)
      let changeSet = 0
      let staged = 0
      try {
        for await (const { some: read, isLast } of partsOf(operations, () => parts.rowsAtOnce)) {
          // At once before they are staged: what nothing waits for is forgotten.
          const some = withTokens(read)
          replaced.push(...refusedBefore(some))
          const added = journal.commit(() => {
            const at = clock.now()
            if (staged === 0) {
              changeSet = journal.addChangeSet('import', title, at)
              journal.keepFile(changeSet, fileVersion, file)
            }
            const { begun, parts: ofRows } = wholes.among(some)
            const before = addAll(changeSet, begun, at)
            wholes.added(before)
            const added = [...before, ...runsOf(ofRows).flatMap((run) => addAll(changeSet, run, at))]
            if (isLast) {
              wholes.end()
              unfinished.whole()
            } else unfinished.add(added.map(({ id }) => id))
            return added
          })
          staged += rowsIn(some)
          tell(events, added)
          await parts.turn(added.length, isLast ? 0 : Math.max(1, likely - staged))
        }
        if (staged === 0) fail('nothing-to-stage')
      } catch (error) {
        // Where even that fails, it is taken back before the next step.
        await takeBackUnfinished(unfinished, partByPart, parts).catch(() => undefined)
        throw error
      }
      // All is staged. What was refused and stays, on a disk that is full since, is named by what waits behind it.
      await parts
        .surely(() => partByPart(replaced, parts, (ids) => journal.move(ids, 'discarded')))
        .catch(() => undefined)
      return { changeSet, staged }
    },
  }
}

/** Operations that can be added at once: one that stands behind a row which is to be made has to find what makes it. */
function runsOf(operations: readonly WholeOperation[]): WholeOperation[][] {
  const runs: WholeOperation[][] = []
  let isOpen = false
  for (const operation of operations) {
    const { behind } = operation.params as { readonly behind?: number | null }
    const isFollowing = typeof behind === 'number' && isOwnId(behind)
    if (isOpen && !isFollowing) runs.at(-1)!.push(operation)
    else runs.push([operation])
    isOpen = true
  }
  return runs
}

/** What comes piece by piece in parts of so many rows; tells of each whether it is the last one. */
async function* partsOf<Row>(
  pieces: AsyncIterable<readonly Row[]>,
  rowsAtOnce: () => number,
): AsyncGenerator<{ readonly some: readonly Row[]; readonly isLast: boolean }> {
  let before: readonly Row[] | null = null
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length;) {
      if (before) yield { some: before, isLast: false }
      before = piece.slice(from, from + rowsAtOnce())
      from += before.length
    }
  }
  if (before) yield { some: before, isLast: true }
}
