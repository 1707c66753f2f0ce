import { shallowRef, type ShallowRef } from 'vue'

/** Edits on their way to the core, which reach it one after the other, in the order in which they were made. */
export interface Turns {
  /** How many are on their way. */
  readonly underWay: Readonly<ShallowRef<number>>
  /** Does what it is given once all before it have ended, in whatever way. */
  take<Answer>(work: () => Promise<Answer>): Promise<Answer>
  /** Resolves once all that are on their way have ended, in whatever way; null where none is. */
  ended(): Promise<unknown> | null
}

/** Begins with none on its way. */
export function turns(): Turns {
  const underWay = shallowRef(0)
  let last: Promise<unknown> = Promise.resolve()
  return {
    underWay,
    take(work) {
      underWay.value += 1
      const turn = last.then(work, work).finally(() => (underWay.value -= 1))
      last = turn.catch(() => undefined)
      return turn
    },
    ended: () => (underWay.value === 0 ? null : last),
  }
}
