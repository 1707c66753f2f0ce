import type { CallOutput } from '../../shared/contract.ts'
import type { ConsoleLine } from '../../shared/contract/consoles.ts'
import { httpRig, type Rig, type RigOptions } from './core-rig.ts'

/** What was read of a console in all. */
export interface Watched {
  readonly last: CallOutput<'consoles.read'>
  readonly values: ReadonlyMap<string, string>
  readonly lines: readonly ConsoleLine[]
}

/** A core with a panel over HTTP, whose consoles are watched as the window does. */
export interface ConsoleRig {
  readonly rig: Rig
  /** Our ids of trackers with a console. */
  readonly trackers: readonly number[]
  /** The device of a tracker. */
  deviceOf(tracker: number): string
  open(tracker: number): Promise<void>
  /** Reads on in a console until what was read of it is as it should be. */
  until(tracker: number, isSo: (watched: Watched) => boolean): Promise<Watched>
  /** The texts of commands that came to devices, in their order. */
  commands(): string[]
}

export async function consoleRig(options: RigOptions = {}): Promise<ConsoleRig> {
  const rig = await httpRig(options)
  const rows = (await rig.sound()).filter(({ values }) => !values['hidden'] && !values['blocked'] && !values['clone'])
  const devices = new Map(rows.map(({ id, values }) => [id, String(values['deviceId'])]))
  const watched = new Map<number, { after: number; values: Map<string, string>; lines: Map<number, ConsoleLine> }>()

  async function readOn(tracker: number): Promise<Watched> {
    const known = watched.get(tracker) ?? {
      after: 0,
      values: new Map<string, string>(),
      lines: new Map<number, ConsoleLine>(),
    }
    watched.set(tracker, known)
    for (;;) {
      const last = await rig.call('consoles.read', { tracker, after: known.after })
      known.after = last.upTo
      for (const { name, value } of last.values) known.values.set(name, value)
      for (const line of last.lines) known.lines.set(line.number, line)
      for (const number of known.lines.keys()) if (number < last.first) known.lines.delete(number)
      if (last.more) continue
      const lines = [...known.lines.values()].sort((one, other) => one.number - other.number)
      return { last, values: known.values, lines }
    }
  }

  return {
    rig,
    trackers: [...devices.keys()],
    deviceOf: (tracker) => devices.get(tracker) ?? '',
    open: async (tracker) => void (await rig.call('consoles.open', { tracker })),
    async until(tracker, isSo) {
      let found: Watched | undefined
      await rig.until(async () => {
        found = await readOn(tracker)
        return isSo(found)
      })
      return found!
    },
    commands: () =>
      rig.panel.ledger.entries().flatMap((entry) => (entry.effect === 'console.command' ? [entry.command] : [])),
  }
}
