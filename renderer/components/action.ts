import { useMessage } from 'naive-ui'
import type { CallInput, CallName, CallOutput } from '../../shared/contract.ts'
import { problemOf } from '../../shared/problem.ts'
import { call } from '../bridge.ts'
import { problemWords } from '../wording.ts'

/**
 * For calls whose failure has no better place of its own: makes the call, and says in a passing message what went
 * wrong. Resolves to undefined then, else to the call's output.
 */
export function useAction() {
  const message = useMessage()
  return async function act<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
  ): Promise<CallOutput<Name> | undefined> {
    try {
      return await call(name, input)
    } catch (error) {
      message.error(problemWords(problemOf(error)), { duration: 8000, closable: true })
      return undefined
    }
  }
}
