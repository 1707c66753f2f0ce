import type { HostBridge } from '../../shared/host-bridge.ts'
import { ProblemError } from '../../shared/problem.ts'
import { parsed } from './json.ts'
import type { Hearing, Wire } from './wire.ts'

/** The desktop application: the core is in the same program. */
export function connectDesktop(bridge: HostBridge, hearing: Hearing): Wire {
  bridge.listen((event) => hearing.heard(event))
  return {
    async send(message) {
      try {
        return parsed(await bridge.call(JSON.stringify(message)))
      } catch (cause) {
        throw new ProblemError({ code: 'core-unreachable', again: true }, { cause })
      }
    },
  }
}
