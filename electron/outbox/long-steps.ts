import { stepNames, type LongStep, type StepName } from '../../shared/contract/steps.ts'
import { fail } from '../../shared/problem.ts'
import type { Clock } from '../ports.ts'
import type { OutboxEvents } from './outbox-events.ts'

/**
 * How long one part is to take, in milliseconds, and how many rows it has: the first of a step, and any, unless a test
 * says otherwise. A part of one step may have ten times the work of another's, and so may a slow machine. Each costs a
 * commit, which on a slow disk is most of it however few rows there are: so it has a few.
 */
const part = { usual: 18, longest: 28, firstRows: 500, leastRows: 125, mostRows: 1000 } as const

/** While one of these is carried out nothing leaves: what is taken off the queue must not go while it is waiting to be. */
const restful: ReadonlySet<StepName> = new Set<StepName>(['recall', 'hold', 'discard'])

/**
 * Steps of any length. A long one is done in parts, each committed by itself, so that others have their turn in between;
 * it is one step all the same: the next waits for all of it, and the window is told of it as one. What is left of one
 * that a person stops says {@link stepNames}; of one that fails or is cut off, the service that it belongs to.
 */
export interface LongSteps {
  /** Carries out a step that changes something, once all that were asked for before it have ended. */
  inTurn<Answer>(name: StepName, work: Work<Answer>): Promise<Answer>
  /** Carries out something that changes nothing, at the same time as the others. */
  aside<Answer>(name: StepName, work: Work<Answer>): Promise<Answer>
  /** Asks one of those under way to stop; nothing where it has ended. */
  stop(id: number): void
  /** Those under way that have more than one part, in the order in which they were begun. */
  readonly underWay: readonly LongStep[]
  /** Stops what changes nothing, and resolves when nothing is under way any more. */
  ended(): Promise<unknown>
}

/** What a step does, part by part. */
export type Work<Answer> = (parts: Parts) => Answer | Promise<Answer>

/** How a step goes over its rows. */
export interface Parts {
  /** How many rows the next part may handle: less where the last one took long. */
  readonly rowsAtOnce: number
  /**
   * Hands over rows, a few at a time, with turns for others in between. Throws `stopped` or `stopped-partly` between two
   * parts once a person has asked for that. `ahead` says how many rows the step will go over after these.
   */
  each<Row>(rows: readonly Row[], part: (rows: readonly Row[]) => void | Promise<void>, ahead?: number): Promise<void>
  /** The same where only the step knows its parts: so many rows have been done just now, and so many may be left. */
  turn(done: number, left: number): Promise<void>
  /** Does one of those parts, for which {@link rowsAtOnce} is meant; `rowsIn` says how many rows it came to. */
  paced<Answer>(work: () => Answer, rowsIn: (answer: Answer) => number): Answer
  /** Lets `work` go over rows so that nobody can stop it any more: what ends a step that is whole already. */
  surely<Answer>(work: () => Promise<Answer>): Promise<Answer>
  /** The same for what takes the step back. */
  back<Answer>(work: () => Promise<Answer>): Promise<Answer>
}

export function createLongSteps(options: {
  events: HeldEvents
  clock: Pick<Clock, 'turn' | 'monotonic'>
  rowsAtOnce?: number | undefined
  /** What is under way has come further. */
  told?: () => void
  /** Nothing is to leave from now on, or it may again. */
  rest?: (on: boolean) => void
  /** Goes before every step that changes something, in its turn: what one that was cut off has left is taken back. */
  first?: Work<void>
  /** A step that changes something has ended, well or badly. */
  ended?: () => void
}): LongSteps {
  const { events, clock, rowsAtOnce, told = () => undefined, rest = () => undefined, first } = options
  /** How many rows a part of each step may have, by how long the last ones took. */
  const paces = new Map<StepName, number>()
  let last: Promise<unknown> = Promise.resolve()
  const aside = new Set<Promise<unknown>>()
  /** Whether those that change nothing are to end, since nobody waits for them any more. */
  let ending = false
  const underWay = new Map<number, LongStep>()
  const stopped = new Set<number>()
  let lastId = 0

  async function carryOut<Answer>(name: StepName, work: Work<Answer>, changes = true): Promise<Answer> {
    const id = ++lastId
    const step = { id, name, done: 0, total: 0, ending: false }
    let sure = false

    async function turn(done: number, left: number): Promise<void> {
      step.done += done
      step.total = step.done + left
      if (left === 0) return
      if (!underWay.has(id) && restful.has(name)) rest(true)
      underWay.set(id, { ...step })
      told()
      await clock.turn()
      if (sure || !(stopped.has(id) || (ending && !changes))) return
      if (stepNames[name] === 'nothing') fail('stopped')
      fail('stopped-partly', { done: step.done, total: step.total })
    }

    const pace = () => paces.get(name) ?? rowsAtOnce ?? part.firstRows

    /** Makes the parts of this step longer or shorter, by how long one of so many rows took. */
    function keepPace(rows: number, took: number): void {
      if (took <= part.longest && (rows < pace() || took >= part.usual)) return
      const wanted = Math.floor(rows * Math.min(2, part.usual / took))
      paces.set(name, Math.min(rowsAtOnce ?? part.mostRows, Math.max(part.leastRows, wanted)))
    }

    const parts: Parts = {
      get rowsAtOnce() {
        return pace()
      },
      turn,
      paced(work, rowsIn) {
        const began = clock.monotonic()
        const answer = work()
        keepPace(rowsIn(answer), clock.monotonic() - began)
        return answer
      },
      async each(rows, work, ahead = 0) {
        const after = rows.length > pace() ? ahead : 0
        for (let from = 0; from < rows.length;) {
          const some = rows.slice(from, from + pace())
          const began = clock.monotonic()
          await work(some)
          keepPace(some.length, clock.monotonic() - began)
          from += some.length
          await turn(some.length, rows.length - from + after)
        }
      },
      surely(work) {
        sure = true
        return work()
      },
      back(work) {
        sure = true
        Object.assign(step, { done: 0, ending: true })
        return work()
      },
    }
    try {
      return await work(parts)
    } finally {
      stopped.delete(id)
      if (underWay.delete(id)) {
        if (restful.has(name)) rest(false)
        told()
      }
    }
  }

  return {
    inTurn(name, work) {
      const turn = last.then(async () => {
        const tell = events.hold()
        try {
          if (first) await carryOut('takeBack', first)
          return await carryOut(name, work)
        } finally {
          tell()
          options.ended?.()
        }
      })
      last = turn.catch(() => undefined)
      return turn
    },
    aside(name, work) {
      const done = carryOut(name, work, false)
      const ended = done.catch(() => undefined).finally(() => aside.delete(ended))
      aside.add(ended)
      return done
    },
    stop(id) {
      const step = underWay.get(id)
      if (!step) return
      stopped.add(id)
      underWay.set(id, { ...step, ending: true })
      told()
    },
    get underWay() {
      return [...underWay.values()]
    },
    ended() {
      ending = true
      return Promise.all([last, ...aside])
    },
  }
}

/** Events that can be held back and told as one. */
export interface HeldEvents extends OutboxEvents {
  /** Holds back what is told of changes; the function that it returns tells of all of them. */
  hold(): () => void
}

/** Events that passes on what it is told, unless it is held back. */
export function heldEvents(events: OutboxEvents): HeldEvents {
  let held: { changeSets: Set<number>; lanes: Set<string> } | null = null
  return {
    changed(changeSets, lanes) {
      if (!held) return events.changed(changeSets, lanes)
      for (const id of changeSets) held.changeSets.add(id)
      for (const lane of lanes) held.lanes.add(lane)
    },
    attempted: () => events.attempted(),
    hold() {
      held = { changeSets: new Set(), lanes: new Set() }
      return () => {
        const told = held
        held = null
        if (told && told.changeSets.size > 0) events.changed([...told.changeSets], [...told.lanes])
      }
    },
  }
}
