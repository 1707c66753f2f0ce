import { z } from 'zod'
import type { Clock } from '../../ports.ts'
import { demoDealerId } from '../dealer.ts'
import type { Faults } from '../faults.ts'
import type { Effect } from '../ledger.ts'
import type { PanelState } from '../state.ts'
import { replyTo, reportOf } from './device.ts'
import type { ConsoleKeys } from './keys.ts'

/** What comes of something at a console: texts for the other side, and whether the connection goes then. */
export interface Said {
  readonly frames: readonly string[]
  readonly drop: boolean
}

/** A console that is open: the panel's side of one WebSocket. */
export interface DemoConsole {
  /** What the device reports of itself now and then. */
  report(): Said
  /** A text came: a command. */
  receive(text: string): Said
}

/** What opens a console, as its address says it. (panel-tracker.md, console/connect) */
const address = z.object({ device: z.string(), key: z.string(), timestamp: z.string(), dealer_id: z.string() })

/**
 * The consoles of a panel's devices. Faults strike them under the paths `console`, where one is opened, `console/report`
 * and `console/command`, which has the parameter `command`: `refuse` opens none, or says nothing; `drop` ends the
 * connection, with `after` once all has been said; `garbage` says what is no frame of a console.
 */
export function createConsoles(options: {
  state: PanelState
  keys: ConsoleKeys
  faults: Faults
  clock: Pick<Clock, 'now'>
  record: (effect: Effect) => void
}): { open(query: string): DemoConsole | null } {
  const { state, keys, faults, clock, record } = options

  /** What is said, unless a fault strikes. */
  function struck(path: string, parameters: Record<string, unknown>, act: () => readonly string[]): Said {
    const strike = faults.take('panel', path, parameters)
    if (strike?.do === 'refuse') return { frames: [], drop: false }
    if (strike?.do === 'garbage') return { frames: ['<html>502 Bad Gateway</html>'], drop: false }
    if (strike?.do === 'drop' && strike.when === 'before') return { frames: [], drop: true }
    return { frames: act(), drop: strike?.do === 'drop' }
  }

  return {
    open(query) {
      const asked = address.safeParse(Object.fromEntries(new URLSearchParams(query)))
      if (faults.take('panel', 'console', {}) !== null || !asked.success) return null
      const { dealer_id, ...opener } = asked.data
      const device = state.source(opener.device)
      if (!keys.take(opener, clock.now()) || dealer_id !== String(demoDealerId) || !device) return null
      const output = (msg: string): string => JSON.stringify({ type: 'output', msg })
      return {
        report: () =>
          struck('console/report', {}, () => [JSON.stringify({ data: reportOf(device, clock.now()), type: 'status' })]),
        receive: (command) =>
          struck('console/command', { command }, () => {
            record({ effect: 'console.command', device: device.deviceId, command })
            return [output(`> ${command}`), output(replyTo(device, command, clock.now()))]
          }),
      }
    },
  }
}
