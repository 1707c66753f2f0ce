import type { Plan } from '../../shared/contract/outbox.ts'
import type { Problem } from '../../shared/problem.ts'

/** How many names stand for all of a group. */
export const mostExamples = 3

/** What belongs together: how much of it there is, and the names of the first few. */
export interface Group<Of> {
  readonly of: Of
  readonly count: number
  readonly examples: string[]
}

/** Gathers things by a key, each by its name; `of` says what they have in common, from what was said of those before. */
export function gatherExamples<Of>() {
  const groups = new Map<string, Group<Of>>()
  return {
    add(key: string, name: string, of: (before: Of | undefined) => Of): void {
      const { of: before, count = 0, examples = [] } = groups.get(key) ?? {}
      if (examples.length < mostExamples) examples.push(name)
      groups.set(key, { of: of(before), count: count + 1, examples })
    },
    groups: (): Group<Of>[] => [...groups.values()],
  }
}

/** Gathers operations by what is in their way: by the code of that alone, unless `keyOf` tells more apart. */
export function gatherReasons(keyOf: (problem: Problem) => string = ({ code }) => code) {
  const gathered = gatherExamples<Problem>()
  return {
    add: (name: string, problem: Problem): void => gathered.add(keyOf(problem), name, (before) => before ?? problem),
    groups: (): Plan['refused'] =>
      gathered.groups().map(({ of: problem, count, examples }) => ({ problem, operations: count, examples })),
  }
}
