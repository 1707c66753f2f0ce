import { isMadeWithParts, kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import type { Journal } from '../store/journal.ts'
import { isReadable, type Operation } from '../store/operation.ts'
import type { WholeOperation } from './operation-writing.ts'

/** Gives rows of one file that are parts of something new what they are parts of, inside the caller's commits. */
export interface WholesOfRows {
  /** Operations of rows as they are to be staged, and before them what they are parts of and was not begun yet. */
  among(operations: readonly WholeOperation[]): { readonly begun: WholeOperation[]; readonly parts: WholeOperation[] }
  /** What was begun has been staged as these. */
  added(operations: readonly Operation[]): void
  /** Once all is staged: has what was begun say what follows from its parts. */
  end(): void
}

/** What rows have as a whole. */
interface Whole {
  readonly kind: KindName
  readonly token: string
  readonly row: number
  params: unknown
  parts: number
}

export function createWholesOfRows(journal: Journal): WholesOfRows {
  const wholes = new Map<string, Whole>()
  const staged: number[] = []

  function begin({ key, kind, params }: NonNullable<WholeOperation['whole']>): Whole {
    const token = journal.ownRows.unusedKey()
    const row = journal.ownRows.give(kindOf(kind).entity, [token]).get(token) ?? fail('unexpected')
    const whole = { kind, token, row, params: { ...(params as object), token, row }, parts: 0 }
    wholes.set(key, whole)
    return whole
  }

  return {
    among(operations) {
      const begun: WholeOperation[] = []
      const parts = operations.map((operation) => {
        if (!operation.whole) return operation
        const { whole: of, ...part } = operation
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
      })
      return { begun, parts }
    },
    added: (operations) => void staged.push(...operations.map(({ id }) => id)),
    end() {
      const grown = [...wholes.values()]
      for (const [at, operation] of journal.byIds(staged).filter(isReadable).entries()) {
        const declared = kindOf(operation.kind)
        const params = declared.params.parse(grown[at]?.params)
        journal.rewrite(operation, params, declared.check(params))
      }
    },
  }
}
