import {
  calls,
  isCallName,
  type CallAnswer,
  type CallMessage,
  type CallName,
  type CallOutput,
  type CallParsed,
} from '../../shared/contract.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Log } from '../ports.ts'
import { asProblem } from '../store/database.ts'
import type { Handlers } from './handlers.ts'
import { keptAnswers } from './kept-answers.ts'
import type { SlowLog } from './slow-log.ts'
import type { Weight } from '../weight.ts'

/** Carries out calls of the window: parses what comes in, hands it to its service, parses what goes out. */
export interface Bridge {
  /** Never rejects: what goes wrong is in the answer. A change that is asked for twice by one id is made once. */
  call(message: CallMessage): Promise<CallAnswer>
  weigh(): Weight
}

export function createBridge(handlers: Handlers, log: Log, slow: SlowLog): Bridge {
  const kept = keptAnswers()

  async function carryOut<Name extends CallName>(name: Name, input: CallParsed<Name>): Promise<CallOutput<Name>> {
    const handler = handlers[name] as (input: CallParsed<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>
    return handler(input)
  }

  async function answer({ name, input }: CallMessage): Promise<CallAnswer> {
    if (!isCallName(name)) return { ok: false, problem: { code: 'bad-call' } }
    return slow.call(name, () => answerTo(name, input))
  }

  async function answerTo(name: CallName, input: unknown): Promise<CallAnswer> {
    const parsed = calls[name].input.safeParse(input)
    if (!parsed.success) {
      // What was typed may be a secret: only the places are written down.
      log.warn('a call did not fit the contract', {
        name,
        places: parsed.error.issues.map((issue) => issue.path.join('.')),
      })
      return { ok: false, problem: { code: 'bad-call' } }
    }
    try {
      const output = await carryOut(name, parsed.data as CallParsed<typeof name>)
      return { ok: true, output: calls[name].output.parse(output) }
    } catch (thrown) {
      const error = asProblem(thrown)
      if (error instanceof ProblemError) return { ok: false, problem: error.problem }
      log.error('a call failed', { name, error: String(error), stack: error instanceof Error ? error.stack : '' })
      return { ok: false, problem: { code: 'unexpected' } }
    }
  }

  return { weigh: () => kept.weigh(), call: (message) => kept.once(message.id, message.name, () => answer(message)) }
}
