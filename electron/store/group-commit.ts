import type { Clock } from '../ports.ts'
import type { Journal } from './journal.ts'

/** Runs work in a commit that it may share with others; resolves once that is on disk. */
export type GroupCommit = <T>(work: () => T) => Promise<T>

/**
 * Gathers what is to be written in the same moment into one commit, since a FULL commit costs the same for one as for
 * many. They stand or fall together: where the commit fails, all of them are rejected and none has happened.
 */
export function createGroupCommit(journal: Journal, clock: Clock): GroupCommit {
  let gathered: { work: () => void; failed: (error: unknown) => void; landed: () => void }[] = []

  function flush(): void {
    const group = gathered
    gathered = []
    try {
      journal.commit(() => {
        for (const { work } of group) work()
      })
    } catch (error) {
      for (const { failed } of group) failed(error)
      return
    }
    for (const { landed } of group) landed()
  }

  return <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      let result: T
      if (gathered.length === 0) clock.turn().then(flush, reject)
      gathered.push({
        work: () => {
          result = work()
        },
        failed: reject,
        landed: () => resolve(result),
      })
    })
}
