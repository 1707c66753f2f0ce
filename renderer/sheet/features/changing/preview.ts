import type { CallOutput } from '../../../../shared/contract.ts'
import type { Problem } from '../../../../shared/problem.ts'

/** What a change would come to, as far as it has been looked at. */
export interface Preview {
  /** Rows that it is for, and of these the ones that have been looked at. */
  readonly total: number
  readonly rows: number
  /** Cells that become something else, among them those that would break a rule; and cells that stay as they are. */
  readonly changed: number
  readonly broken: number
  readonly same: number
  /** Some of the changed cells, the broken ones first. */
  readonly examples: readonly Example[]
  /** Why the change cannot be made at all. */
  readonly problem: Problem | null
  /** Whether all rows have been looked at. */
  readonly complete: boolean
}

type Stretch = CallOutput<'sheet.previewChange'>
export type Example = Stretch['examples'][number]

/** So many examples are shown. */
export const mostExamples = 100

const none: Preview = {
  total: 0,
  rows: 0,
  changed: 0,
  broken: 0,
  same: 0,
  examples: [],
  problem: null,
  complete: false,
}

/**
 * Looks at a change stretch by stretch and tells what is known after each, until all is or nobody wants to know any
 * more. So the first examples show at once, and the core has time for others in between.
 */
export async function lookAhead(
  ask: (from: number) => Promise<Stretch>,
  tell: (preview: Preview) => void,
  isWanted: () => boolean,
): Promise<void> {
  let known = none
  let from: number | null = 0
  while (from !== null) {
    const stretch: Stretch = await ask(from)
    if (!isWanted()) return
    known = {
      total: stretch.total,
      rows: known.rows + stretch.rows,
      changed: known.changed + stretch.changed,
      broken: known.broken + stretch.broken,
      same: known.same + stretch.same,
      examples: brokenFirst([...known.examples, ...stretch.examples]),
      problem: stretch.problem ?? null,
      complete: stretch.next === null,
    }
    from = stretch.next
    tell(known)
  }
}

function brokenFirst(examples: readonly Example[]): Example[] {
  const broken = examples.filter(({ problem }) => problem)
  return [...broken, ...examples.filter(({ problem }) => !problem)].slice(0, mostExamples)
}
