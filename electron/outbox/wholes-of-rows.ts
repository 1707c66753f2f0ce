import { laneOfRow, type RowRef } from '../../shared/entities/entity.ts'
import type { Joined } from '../../shared/imports/import-kind.ts'
import { isMadeWithParts, kindOf, rowMadeBy, type KindName } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import { partOrders } from '../operations/part-orders.ts'
import type { Cache } from '../store/cache.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type Operation } from '../store/operation.ts'
import type { OperationWriting, WholeOperation } from './operation-writing.ts'

/** Gives rows of one file that are parts of something what they are parts of, inside the caller's commits. */
export interface WholesOfRows {
  /**
   * Operations of rows as they are to be staged, and before them what they are parts of and was not begun yet. A part may
   * stand behind the one before it, which has to be staged by then.
   */
  among(operations: readonly WholeOperation[]): { readonly begun: WholeOperation[]; readonly parts: WholeOperation[] }
  /** What was begun has been staged as these. */
  added(operations: readonly Operation[]): void
  /** Once all is staged: has what is to be made say what follows from its parts. */
  end(): void
}

/** What rows have as a whole, that is made with them. */
interface Whole {
  readonly kind: KindName
  readonly token: string
  readonly row: number
  params: unknown
  parts: number
}

/** What rows come into that is to be made, and was staged before. */
interface Resumed {
  readonly maker: Operation
  readonly row: number
  /** How many parts it had, and those that came. */
  readonly before: number
  readonly parts: unknown[]
}

/** What rows come into that is there: its parts, and the place of the row that came last. */
interface Standing {
  readonly order: number[]
  last: number
}

export function createWholesOfRows({
  journal,
  cache,
  writing: { inLane },
}: {
  journal: Journal
  cache: Cache
  writing: Pick<OperationWriting, 'inLane'>
}): WholesOfRows {
  const wholes = new Map<string, Whole>()
  const resumed = new Map<string, Resumed | null>()
  const standing = new Map<string, Standing>()
  const staged: number[] = []

  function begin({ key, kind, params }: NonNullable<WholeOperation['whole']>): Whole {
    const token = journal.ownRows.unusedKey()
    const row = journal.ownRows.give(kindOf(kind).entity, [token]).get(token) ?? fail('unexpected')
    const whole = { kind, token, row, params: { ...(params as object), token, row }, parts: 0 }
    wholes.set(key, whole)
    return whole
  }

  /** What makes a row that is still to be made; null where it has been made since. */
  function makerOf(whole: RowRef): Operation | null {
    const makers = inLane(laneOfRow(whole)).filter(({ kind, params }) => {
      const made = rowMadeBy(kind, params)
      return made?.entity === whole.entity && made.id === whole.id
    })
    return makers[0] ?? null
  }

  function resume(joins: Joined): Resumed | null {
    const lane = laneOfRow(joins)
    const known = resumed.get(lane)
    if (known !== undefined) return known
    const maker = makerOf(joins)
    const found = maker && { maker, row: joins.id, before: joins.parts, parts: [] }
    resumed.set(lane, found)
    return found
  }

  /** The part as a row of our own. */
  function own(part: WholeOperation, more: object = {}): WholeOperation {
    const token = journal.ownRows.unusedKey()
    const row = journal.ownRows.give(kindOf(part.kind).entity, [token]).get(token) ?? fail('unexpected')
    return { ...part, params: { ...(part.params as object), token, row, ...more } }
  }

  /** A part of what is to be made, and was staged before: it goes along with that. */
  function partOf(whole: Resumed, part: WholeOperation): WholeOperation {
    const declared = kindOf(whole.maker.kind)
    if (!isMadeWithParts(declared)) return fail('unexpected')
    const place = whole.before + whole.parts.length + 1
    const placed = own({ ...part, params: declared.madeWith.part(part.params, whole.row, place) })
    whole.parts.push(placed.params)
    return placed
  }

  /** A part of what is there: behind the last of its parts, or where its number says. */
  function partBehind(joins: Joined, part: WholeOperation): WholeOperation {
    const lane = laneOfRow(joins)
    const order = () => partOrders[part.kind]?.(joins.id, { cache, inLane }) ?? fail('unexpected')
    const whole = standing.get(lane) ?? { order: order(), last: 0 }
    standing.set(lane, whole)
    // Rows come by their numbers: two of the same number stand as they come.
    const place = joins.place === null ? whole.order.length + 1 : Math.max(joins.place, whole.last + 1)
    const before = Math.min(place - 1, whole.order.length)
    const placed = own(part, { behind: whole.order[before - 1] ?? null })
    whole.order.splice(before, 0, (placed.params as { readonly row: number }).row)
    if (joins.place !== null) whole.last = before + 1
    return placed
  }

  function partOfNew(of: NonNullable<WholeOperation['whole']>, part: WholeOperation, begun: WholeOperation[]) {
    const known = wholes.get(of.key)
    const whole = known ?? begin(of)
    const { kind, params } = whole
    if (!known) begun.push({ kind, params, subject: of.subject, fileRow: null })
    const declared = kindOf(kind)
    if (!isMadeWithParts(declared)) return fail('unexpected')
    whole.parts += 1
    const placed = declared.madeWith.part(part.params, whole.row, whole.parts)
    const own = { ...(placed as object), token: `${whole.token}-${whole.parts}` }
    whole.params = declared.madeWith.grown(params, own)
    return { ...part, params: own }
  }

  return {
    among(operations) {
      const begun: WholeOperation[] = []
      const parts = operations.map((operation) => {
        const { whole: of, joins, ...part } = operation
        if (of) return partOfNew(of, part, begun)
        if (!joins) return operation
        const known = joins.isThere ? null : resume(joins)
        return known ? partOf(known, part) : partBehind(joins, part)
      })
      return { begun, parts }
    },
    added: (operations) => void staged.push(...operations.map(({ id }) => id)),
    end() {
      const grown = [...wholes.values()]
      const rewrite = (operation: Operation, params: unknown): void => {
        const declared = kindOf(operation.kind)
        const parsed = declared.params.parse(params)
        journal.rewrite(operation, parsed, declared.check(parsed))
      }
      for (const [at, operation] of journal.byIds(staged).filter(isReadable).entries()) {
        rewrite(operation, grown[at]?.params)
      }
      for (const { maker, parts } of [...resumed.values()].flatMap((found) => found ?? [])) {
        // A person may have changed or released it meanwhile.
        const [now] = journal.byIds([maker.id]).filter(isReadable)
        const { madeWith } = kindOf(maker.kind)
        if (now?.state !== 'draft' || !madeWith) continue
        rewrite(
          now,
          parts.reduce((params: unknown, part) => madeWith.grown(params, part), now.params),
        )
      }
    },
  }
}
