import { z } from 'zod'
import type { CallOutput } from '../../shared/contract.ts'
import { mostConsoles, type ConsoleTracker } from '../../shared/contract/consoles.ts'
import type { Tracker } from '../../shared/model/tracker.ts'
import { missingPermissions, type Permission, type Permissions } from '../../shared/model/permissions.ts'
import { fail, ProblemError, type Problem } from '../../shared/problem.ts'
import type { Connection } from '../panel/connection.ts'
import { PanelFailure } from '../panel/failure.ts'
import { readTracker } from '../panel/panel-api.ts'
import { noLongerWanted, type Ports } from '../ports.ts'
import type { Cache } from '../store/cache.ts'
import { isForeign } from '../store/foretold-drafts.ts'
import type { Journal } from '../store/journal.ts'
import type { SteadyTime } from '../time.ts'
import type { Weight } from '../weight.ts'
import { chosenPlace } from './chosen-place.ts'
import { createCommands } from './commands.ts'
import { openConsole, type Console, type ConsoleWay, type Hearing } from './console.ts'
import { consoleUrl } from './place.ts'

/** How long what comes is gathered before the window is told: milliseconds. A device may say something ten times a second. */
const gatherFor = 200

const needs: readonly Permission[] = [{ category: 'trackers', operation: 'update' }]

const opener = z.object({ key: z.string().min(1), timestamp: z.int() })

/** The consoles of an open profile, by our ids of their trackers. */
export interface Consoles {
  list(): CallOutput<'consoles.list'>
  /**
   * Opens one unless it is open; throws `consoles-many`, `row-gone` for a tracker that nobody knows, and `console-foreign`
   * for one of another dealer: a console takes a tracker of one's own. (panel-tracker.md, console/connect)
   */
  open(tracker: number): void
  close(tracker: number): void
  /** Throws, as all that follow, `console-not-open` where it is closed. */
  read(tracker: number, after: number): CallOutput<'consoles.read'>
  send(tracker: number, command: string): void
  reconnect(tracker: number): void
  clear(tracker: number): void
  commands(): string[]
  /** Gives all of them another address, and connects them to it. */
  place(own: string | null, confirmed: { plainConfirmed: boolean }): void
  /** Ends all of them: the profile is being closed. */
  end(): void
  weigh(): Weight
}

export function createConsoles(options: {
  ports: Pick<Ports, 'sockets' | 'clock' | 'random' | 'log'>
  time: SteadyTime
  cache: Cache
  journal: Journal
  connection: Connection
  baseUrl: string
  permissions: () => Permissions
  /** The signed-in dealer's id. */
  dealer: () => number | null
  /** These consoles have something new. */
  told: (trackers: readonly number[]) => void
}): Consoles {
  const { ports, cache, connection } = options
  const { clock, sockets } = ports
  const consoles = new Map<number, Console>()
  const commands = createCommands(options.journal)
  const place = chosenPlace(options.journal, options.baseUrl)
  const closing = new AbortController()
  const changed = new Set<number>()
  const waiting = new Set<() => void>()
  let count = 0

  /** Tells the window soon, of all that has come by then at once. */
  function tell(tracker: number): void {
    const isGathering = changed.size > 0
    changed.add(tracker)
    if (isGathering) return
    const flush = () => {
      const trackers = [...changed]
      changed.clear()
      if (!closing.signal.aborted) options.told(trackers)
    }
    clock.sleep(gatherFor, closing.signal).then(flush, flush)
  }

  connection.onChange(() => {
    for (const wake of waiting) wake()
    // Who chose to work offline has nothing sent, and hears nothing.
    if (connection.state.state === 'chosen-offline') for (const one of consoles.values()) one.reconnect()
  })

  /** The address of consoles; throws where nobody has said it. */
  const present = () => place.present ?? fail('console-address-needed')

  function wayTo(id: number): ConsoleWay {
    return {
      hindrance() {
        const { state } = connection
        if (state.state === 'online') return null
        return state.state === 'stopped' ? state.problem : offline[state.state]
      },
      changed: (signal) =>
        new Promise((resolve) => {
          const done = () => {
            waiting.delete(done)
            signal.removeEventListener('abort', done)
            resolve()
          }
          waiting.add(done)
          signal.addEventListener('abort', done, { once: true })
        }),
      get host() {
        return place.present === null ? '' : new URL(place.present).host
      },
      async connect(signal: AbortSignal, hearing: Hearing) {
        const [missing] = missingPermissions(options.permissions(), needs)
        if (missing) fail('permission', { permission: `${missing.category}: ${missing.operation}` })
        const address = present()
        try {
          const { tracker, key } = await askForKey(id, signal)
          const url = consoleUrl(address, { device: tracker.deviceId, ...key, dealer: options.dealer() })
          return { tracker, socket: await sockets.open({ url, signal }, hearing) }
        } catch (error) {
          if (error instanceof PanelFailure) connection.failed(error)
          throw error
        }
      },
    }
  }

  /** A fresh key. The tracker is read before, lest a command go to the device that it had once. */
  async function askForKey(id: number, signal: AbortSignal) {
    const { panel } = connection
    const panelId = cache.panelIdsOf('tracker', [id]).get(id) ?? id
    const read = await readTracker(panel, panelId, { signal })
    if (!read) throw new ProblemError({ code: 'row-gone', panelCode: 201 })
    const answer = opener.safeParse(await panel.read('tracker/console/connect', { tracker_id: panelId }, { signal }))
    if (!answer.success) throw new ProblemError({ code: 'not-a-panel', values: { host: panel.host } })
    const known = rowOf(id)
    return {
      key: answer.data,
      tracker: {
        id,
        label: read.label ?? known?.label ?? '',
        deviceId: read.deviceId ?? known?.deviceId ?? '',
        model: read.modelName ?? known?.modelName ?? '',
      },
    }
  }

  /** A tracker as it was last pulled. */
  const rowOf = (id: number) => cache.byIds('tracker', [id]).get(id)

  const opened = (tracker: number) => consoles.get(tracker) ?? fail('console-not-open')

  return {
    list: () => ({
      consoles: [...consoles.values()].map(({ tracker }) => tracker),
      place: { usual: place.usual, own: place.own },
    }),
    open(id) {
      if (consoles.has(id)) return
      if (consoles.size >= mostConsoles) fail('consoles-many', { most: mostConsoles })
      const row = rowOf(id)
      if (isForeign(row?.dealerId, options.dealer())) fail('console-foreign')
      const tracker = row ? asKnown(row) : fail('row-gone')
      const { time } = options
      const { random, log } = ports
      const next = () => ++count
      consoles.set(id, openConsole({ tracker, way: wayTo(id), clock, time, random, log, next, told: () => tell(id) }))
      tell(id)
    },
    close(id) {
      consoles.get(id)?.close()
      if (consoles.delete(id)) tell(id)
    },
    read: (id, after) => opened(id).read(after),
    send(id, command) {
      opened(id).send(command)
      commands.remember(command)
    },
    reconnect: (id) => opened(id).reconnect(),
    clear: (id) => opened(id).clear(),
    commands: () => commands.list(),
    place(own, confirmed) {
      place.choose(own, confirmed)
      for (const one of consoles.values()) one.reconnect()
    },
    end() {
      closing.abort(noLongerWanted)
      for (const one of consoles.values()) one.close()
      consoles.clear()
    },
    weigh: () => ({
      consoles: consoles.size,
      'lines of consoles': [...consoles.values()].reduce((sum, { lines }) => sum + lines, 0),
    }),
  }
}

const asKnown = ({ id, label, deviceId, modelName }: Tracker): ConsoleTracker => ({
  ...{ id, label, deviceId, model: modelName },
})

const offline: Readonly<Record<'closed' | 'connecting' | 'chosen-offline' | 'offline', Problem>> = {
  closed: { code: 'offline', again: true },
  connecting: { code: 'offline', again: true },
  offline: { code: 'offline', again: true },
  'chosen-offline': { code: 'work-offline', again: true },
}
