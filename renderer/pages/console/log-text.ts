import type { ConsoleLine } from '../../../shared/contract/consoles.ts'

/** How times and words are written. */
interface Wording {
  time(at: number): string
  words(key: string): string
}

/** A line of a log as it stands there: what it says, whatever it is about. */
export function lineText({ sort, text }: ConsoleLine, words: Wording['words']): string {
  return sort === 'opened' || sort === 'dropped' ? words(`console.log.${sort}`) : text
}

/** Lines of a log as text, to be pasted anywhere: time, sort and text, parted by tabs. */
export function logText(lines: readonly ConsoleLine[], { time, words }: Wording): string {
  return lines
    .map((line) => {
      const { at, sort, heard } = line
      const named = words(`console.log.sorts.${sort}`)
      return [
        time(at),
        heard === 'perhaps' ? `${named} (${words('console.log.perhaps')})` : named,
        lineText(line, words),
      ].join('\t')
    })
    .join('\n')
}
