import type { CallOutput, CallParsed } from '../../shared/contract.ts'
import type { Finding } from '../../shared/imports/import-kind.ts'
import type { Problem, ProblemCode } from '../../shared/problem.ts'

/** So many rows are named as examples of what is wrong. */
const examplesMost = 5

/** `same`: the panel holds already what the row says. */
export type Verdict = 'ready' | 'doubt' | 'refused' | 'same'

/** What was found of a row, without the values that make a sentence of it. */
export interface Note {
  readonly field: string
  readonly code: ProblemCode
  readonly verdict: Finding['verdict']
}

/** Everything that can be found of one row at once; most rows share a few of these. */
interface Outcome {
  readonly verdict: Verdict
  readonly findings: readonly Note[]
}

type Group = CallOutput<'imports.check'>['groups'][number]

/**
 * What a check found of every row, a number a row: a million rows that are all refused take no more memory than a
 * million good ones.
 */
export interface Outcomes {
  /** `row` is its number as a person counts. */
  set(index: number, row: number, verdict: Verdict, findings: readonly Finding[]): void
  /** Remembers what is told of a row that only the whole file tells: it is not found again by looking at the row. */
  note(index: number, problem: Problem): void
  at(index: number): Outcome
  notedOf(index: number): Problem | undefined
  count(verdict: Verdict): number
  /** Findings by how they are mended: by field and code, most rows first. */
  groups(): Group[]
  /** Of the rows that are asked for, how many there are, and the indexes of some of them. */
  choose(
    which: Pick<CallParsed<'imports.rows'>, 'only' | 'group'>,
    from: number,
    count: number,
  ): { count: number; indexes: number[] }
  /** The indexes of all rows of a verdict that is wanted, in order. */
  all(wanted: (verdict: Verdict) => boolean): Generator<number>
}

const nothing: readonly Outcome[] = [{ verdict: 'ready', findings: [] }]

/** Outcomes for so many rows, each `ready` until something else is said. */
export function createOutcomes(rows: number): Outcomes {
  const numbers = new Uint32Array(rows)
  const kinds: Outcome[] = [...nothing]
  const kindOf = new Map<string, number>()
  const groups = new Map<string, Group>()
  const noted = new Map<number, Problem>()
  const counts: Record<Verdict, number> = { ready: 0, doubt: 0, refused: 0, same: 0 }

  function kindFor(verdict: Verdict, findings: readonly Finding[]): number {
    if (verdict === 'ready') return 0
    let key = `${verdict};`
    for (const { field, problem, verdict: said } of findings) key += `${field}:${problem.code}:${said};`
    const known = kindOf.get(key)
    if (known !== undefined) return known
    const notes = findings.map((finding) => ({
      field: finding.field,
      code: finding.problem.code,
      verdict: finding.verdict,
    }))
    kinds.push({ verdict, findings: notes })
    kindOf.set(key, kinds.length - 1)
    return kinds.length - 1
  }

  return {
    set(index, row, verdict, findings) {
      numbers[index] = kindFor(verdict, findings)
      counts[verdict] += 1
      for (const { field, problem, verdict: said } of findings) {
        const key = `${field}:${problem.code}`
        let group = groups.get(key)
        if (!group) groups.set(key, (group = { field, problem, verdict: said, rows: 0, examples: [] }))
        group.rows += 1
        if (group.examples.length < examplesMost) group.examples.push(row)
      }
    },
    note: (index, problem) => void noted.set(index, problem),
    at: (index) => kinds[numbers[index]!]!,
    notedOf: (index) => noted.get(index),
    count: (verdict) => counts[verdict],
    groups: () => [...groups.values()].sort((a, b) => b.rows - a.rows),
    choose({ only, group }, from, wanted) {
      const chosen = kinds.map(
        ({ verdict, findings }) =>
          (only === 'all' || verdict === only) &&
          (!group || findings.some(({ field, code }) => field === group.field && code === group.code)),
      )
      const indexes: number[] = []
      let count = 0
      for (let index = 0; index < rows; index++) {
        if (!chosen[numbers[index]!]) continue
        if (count >= from && indexes.length < wanted) indexes.push(index)
        count += 1
      }
      return { count, indexes }
    },
    *all(wanted) {
      const chosen = kinds.map(({ verdict }) => wanted(verdict))
      for (let index = 0; index < rows; index++) if (chosen[numbers[index]!]) yield index
    },
  }
}
