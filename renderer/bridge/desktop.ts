import { isRepeatable } from '../../shared/contract/questions.ts'
import type { HostBridge } from '../../shared/host-bridge.ts'
import { ProblemError } from '../../shared/problem.ts'
import { parsed } from './json.ts'
import type { WireListener, Wire } from './wire.ts'

/** The desktop application: the core is in the same program, in a process of its own. */
export function connectDesktop(bridge: HostBridge, listener: WireListener): Wire {
  bridge.listen(listener)

  async function ask(call: string): Promise<unknown> {
    try {
      return parsed(await bridge.call(call))
    } catch (cause) {
      throw new ProblemError({ code: 'core-broke-down' }, { cause })
    }
  }

  return {
    async send(message) {
      const call = JSON.stringify(message)
      try {
        return await ask(call)
      } catch (error) {
        // The next core is asked as soon as it is there.
        if (isRepeatable(message.name)) return ask(call)
        throw error
      }
    },
    startAgain: () => bridge.startAgain(),
  }
}
