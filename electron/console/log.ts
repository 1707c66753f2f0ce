import { linesAtOnce, mostLines, type ConsoleLine } from '../../shared/contract/consoles.ts'

/** Most characters of all lines of a log. */
const mostCharacters = 4_000_000

/** What was sent over a console and came from it, the newest lines of it. */
export interface ConsoleLog {
  add(line: Omit<ConsoleLine, 'number'>): number
  /** A command of ours has been heard of, or never will be. */
  mark(number: number, heard: 'yes' | 'perhaps'): void
  clear(): void
  /** The number of the oldest line that is kept. */
  readonly first: number
  readonly count: number
  /** Lines that are new or have changed since, in their order; where there are more than fit, up to which revision these are. */
  since(revision: number): { lines: ConsoleLine[]; upTo: number | null }
}

/** A log without lines; `next` counts lines and changes, up and never the same twice. */
export function createConsoleLog(next: () => number): ConsoleLog {
  let kept: { line: ConsoleLine; revision: number }[] = []
  let characters = 0
  let cleared = 0

  return {
    add(line) {
      const number = next()
      kept.push({ line: { ...line, number }, revision: number })
      characters += line.text.length
      let dropped = 0
      for (const { line: old } of kept) {
        if (kept.length - dropped <= mostLines && characters <= mostCharacters) break
        characters -= old.text.length
        dropped += 1
      }
      // The one that has just come stays in any case.
      if (dropped > 0) kept = kept.slice(Math.min(dropped, kept.length - 1))
      return number
    },
    mark(number, heard) {
      const at = kept.findIndex(({ line }) => line.number === number)
      const found = kept[at]
      if (found) kept[at] = { line: { ...found.line, heard }, revision: next() }
    },
    clear() {
      kept = []
      characters = 0
      cleared = next()
    },
    get first() {
      return kept[0]?.line.number ?? cleared
    },
    get count() {
      return kept.length
    },
    since(after) {
      const changed = kept.filter(({ revision }) => revision > after)
      const lines = (some: typeof kept) => some.map(({ line }) => line)
      if (changed.length <= linesAtOnce) return { lines: lines(changed), upTo: null }
      const some = changed.sort((one, other) => one.revision - other.revision).slice(0, linesAtOnce)
      const inOrder = [...some].sort((one, other) => one.line.number - other.line.number)
      return { lines: lines(inOrder), upTo: some.at(-1)?.revision ?? null }
    },
  }
}
