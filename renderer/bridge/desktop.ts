import type { CallAnswer, CallMessage } from '../../shared/contract.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { Hearing, Wire } from './wire.ts'

/** What the preload script gives the window. */
export interface DesktopBridge {
  call(message: CallMessage): Promise<CallAnswer>
  listen(listener: (event: unknown) => void): () => void
  readonly host: 'desktop'
}

/** The desktop application: the core is in the same program. */
export function connectDesktop(bridge: DesktopBridge, hearing: Hearing): Wire {
  bridge.listen((event) => hearing.heard(event))
  return {
    async send(message) {
      try {
        return await bridge.call(message)
      } catch (cause) {
        throw new ProblemError({ code: 'core-unreachable', again: true }, { cause })
      }
    },
  }
}
