import { z } from 'zod'
import type { Clock } from '../ports.ts'
import type { RawParameters } from './request.ts'

const when = z.enum(['before', 'after'])

/** Something that goes wrong on purpose, for tests. */
export const fault = z.object({
  /** The method that it strikes, such as `tracker/clone`; a `*` at the end stands for anything. */
  path: z.string().default('*'),
  /** Strikes only at this API: both have a `tracker/list`. */
  api: z.enum(['panel', 'user']).optional(),
  /** Strikes only requests that have these parameters of these values. */
  parameters: z.record(z.string(), z.unknown()).default({}),
  /** Lets this many requests pass first. */
  skip: z.int().min(0).default(0),
  /** Strikes this many requests. */
  times: z.int().min(1).default(1),
  /** Ends after so many milliseconds, however often it has struck. */
  lasts: z.int().min(1).optional(),
  strike: z.discriminatedUnion('do', [
    /** Takes this long, before it acts or after. */
    z.object({ do: z.literal('slow'), milliseconds: z.int().min(0), when: when.default('after') }),
    /** Does not act, and answers this code, with whatever further fields. */
    z.object({ do: z.literal('refuse'), code: z.int(), extra: z.record(z.string(), z.unknown()).default({}) }),
    /** Drops the connection: before it acts, after that but before a word of the answer, or half-way through the answer. */
    z.object({ do: z.literal('drop'), when: z.enum(['before', 'after', 'during']) }),
    /** Ends every session, and then goes on. */
    z.object({ do: z.literal('expire') }),
    /** Answers what is no answer: a proxy's page, JSON cut short, nothing, JSON that calls itself something else, or
     * JSON that is packed. */
    z.object({
      do: z.literal('garbage'),
      form: z.enum(['html', 'cut', 'empty', 'type', 'gzip']),
      /** Before: it does not act at all. */
      when: when.default('after'),
    }),
    /** Something between answers with a page: a portal as itself, by a redirect or by 511, or a proxy by 403. */
    z.object({
      do: z.literal('page'),
      form: z.enum(['portal', 'redirect', 'sign-in', 'forbidden']),
      /** Before: the request never gets to the panel. */
      when: when.default('before'),
    }),
    /** Does not act, and answers well, with these fields. */
    z.object({ do: z.literal('answer'), fields: z.record(z.string(), z.unknown()) }),
    /** Answers without some fields. */
    z.object({ do: z.literal('without'), fields: z.array(z.string()) }),
  ]),
})
/** A fault as it is asked for; defaults may be left out. */
export type FaultInput = z.input<typeof fault>
type Fault = z.output<typeof fault>
export type Strike = Fault['strike']

/** The faults that are still to come, in the order in which they were asked for; the first that fits a request strikes. */
export class Faults {
  readonly #clock: Pick<Clock, 'now'>
  #waiting: { fault: Fault; skip: number; times: number; until: number }[] = []

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  add(input: FaultInput): void {
    const parsed = fault.parse(input)
    this.#waiting.push({
      fault: parsed,
      skip: parsed.skip,
      times: parsed.times,
      until: this.#clock.now() + (parsed.lasts ?? Infinity),
    })
  }

  clear(): void {
    this.#waiting = []
  }

  /** Those that have not struck as often as they are to. */
  left(): readonly Fault[] {
    return this.#waiting.map(({ fault }) => fault)
  }

  /** What strikes a request, if anything. */
  take(api: 'panel' | 'user', path: string, parameters: RawParameters): Strike | null {
    this.#waiting = this.#waiting.filter(({ until }) => this.#clock.now() < until)
    for (const entry of this.#waiting) {
      if ((entry.fault.api ?? api) !== api || !fits(entry.fault, path, parameters)) continue
      if (entry.skip > 0) {
        entry.skip -= 1
        continue
      }
      entry.times -= 1
      if (entry.times === 0) this.#waiting = this.#waiting.filter((other) => other !== entry)
      return entry.fault.strike
    }
    return null
  }
}

function fits(fault: Fault, path: string, parameters: RawParameters): boolean {
  const pathFits = fault.path.endsWith('*') ? path.startsWith(fault.path.slice(0, -1)) : path === fault.path
  return (
    pathFits &&
    Object.entries(fault.parameters).every(
      ([name, value]) => JSON.stringify(parameters[name]) === JSON.stringify(value),
    )
  )
}
