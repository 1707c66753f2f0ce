import { z } from 'zod'
import type { CallShape } from '../../shared/contract/call.ts'
import { problem, ProblemError } from '../../shared/problem.ts'

/** What one side of a line can be asked, by name: parsed where it comes in. */
export type Asks = Readonly<Record<string, CallShape>>

/** Requests as functions, for the side that asks. */
export type Asking<Names extends Asks> = {
  readonly [Name in keyof Names]: (input: z.input<Names[Name]['input']>) => Promise<z.output<Names[Name]['output']>>
}

/** Requests as functions, for the side that is asked. */
export type Answering<Names extends Asks> = {
  readonly [Name in keyof Names]: (
    input: z.output<Names[Name]['input']>,
  ) => z.input<Names[Name]['output']> | Promise<z.input<Names[Name]['output']>>
}

/** How it stands on the line. The structure is parsed, not what a piece of rows consists of: that is a thousand cells. */
const message = z.discriminatedUnion('is', [
  z.object({ is: z.literal('ask'), id: z.int(), name: z.string(), input: z.unknown() }),
  z.object({ is: z.literal('answer'), id: z.int(), output: z.unknown() }),
  z.object({ is: z.literal('failure'), id: z.int(), problem, detail: z.string() }),
])
type Message = z.infer<typeof message>

/** One end of a line between the core and who works apart from it: either side asks, and the other answers. */
export interface Line<Theirs extends Asks> {
  readonly ask: Asking<Theirs>
  /** Takes a message that has come. */
  receive(message: unknown): void
  /** The other side is gone: whatever it was asked fails with this error, now and from now on. */
  cut(error: Error): void
}

/** Joins a line: `post` sends a message to its other end, `answers` is what is answered here. */
export function joinLine<Mine extends Asks, Theirs extends Asks>(options: {
  post: (message: unknown) => void
  mine: Mine
  answers: Answering<Mine>
  theirs: Theirs
}): Line<Theirs> {
  const { mine, answers, theirs } = options
  const post: (message: Message) => void = options.post
  const waiting = new Map<number, { name: string; take: (output: unknown) => void; fail: (error: Error) => void }>()
  let lastId = 0
  let cut: Error | null = null

  async function answer(id: number, name: string, input: unknown): Promise<void> {
    try {
      const shape = Object.hasOwn(mine, name) ? mine[name] : undefined
      if (!shape) throw new ProblemError({ code: 'bad-call' })
      const output: unknown = await answers[name]!(shape.input.parse(input) as never)
      post({ is: 'answer', id, output })
    } catch (error) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
      post({
        is: 'failure',
        id,
        problem: error instanceof ProblemError ? error.problem : { code: 'unexpected' },
        detail,
      })
    }
  }

  function ask(name: string, input: unknown): Promise<unknown> {
    return new Promise((take, fail) => {
      if (cut) return fail(cut)
      const id = (lastId += 1)
      waiting.set(id, { name, take, fail })
      post({ is: 'ask', id, name, input })
    })
  }

  return {
    ask: Object.fromEntries(
      Object.keys(theirs).map((name) => [name, (input: unknown) => ask(name, input)]),
    ) as unknown as Asking<Theirs>,
    receive(received) {
      const told = message.parse(received)
      if (told.is === 'ask') return void answer(told.id, told.name, told.input)
      const asker = waiting.get(told.id)
      waiting.delete(told.id)
      if (!asker) return
      if (told.is === 'failure') {
        asker.fail(new ProblemError(told.problem, { cause: new Error(told.detail) }))
        return
      }
      const output = theirs[asker.name]!.output.safeParse(told.output)
      if (output.success) asker.take(output.data)
      else asker.fail(new ProblemError({ code: 'unexpected' }, { cause: output.error }))
    },
    cut(error) {
      cut = error
      for (const { fail } of waiting.values()) fail(error)
      waiting.clear()
    },
  }
}
