import type { CallOutput } from '../../../shared/contract.ts'
import type { ConsolePlace } from '../../../shared/contract/consoles.ts'
import { ProblemError } from '../../../shared/problem.ts'
import { answering, tell } from './core.ts'

/** A console as the core answers for it. */
export type ConsoleRead = CallOutput<'consoles.read'>

const usual: ConsolePlace = { usual: 'wss://panel.navixy.com', own: null }

/** A console that has just connected. */
export function consoleOf(id: number, label: string): ConsoleRead {
  return {
    tracker: { id, label, deviceId: `35693803564${String(id).padStart(4, '0')}`, model: 'Box 7' },
    state: { state: 'open' },
    values: [],
    reportedAt: null,
    lines: [],
    first: 0,
    upTo: 1,
    more: false,
  }
}

/** The same, in which a device has reported, and been talked to. */
export function said(read: ConsoleRead, at: number): ConsoleRead {
  const value = (name: string, text: string, ago = 0) => ({ name, value: text, changedAt: at - ago * 1000 })
  return {
    ...read,
    reportedAt: at,
    values: [
      value('Time', '2026-11-20T14:05:00.000Z'),
      value('Location valid', 'yes', 95),
      value('Latitude', '48.1371079', 3),
      value('Longitude', '11.5753822', 3),
      value('Speed', '0'),
      value('Moving', 'false'),
      value('Satellites', '9', 12),
      value('board_voltage', '12.400'),
      value('GSM Operator code', '26202', 95),
    ],
    lines: [
      { number: 1, at: at - 95_000, sort: 'opened', text: '' },
      { number: 2, at: at - 40_000, sort: 'command', text: 'getver', heard: 'yes' },
      { number: 3, at: at - 39_000, sort: 'echo', text: '> getver' },
      {
        number: 4,
        at: at - 38_000,
        sort: 'output',
        text: 'Ver:03.27.07_00 GPS:AXN_5.1.9 Hw:FMB120 Mod:11 IMEI:356938035640001 Init:2026-11-20 6:12 Uptime:28320 BL:1.8',
      },
      { number: 5, at: at - 20_000, sort: 'other', text: '<html>502 Bad Gateway</html>' },
      { number: 6, at: at - 12_000, sort: 'command', text: 'setparam', heard: 'yes' },
      { number: 7, at: at - 11_000, sort: 'echo', text: '> setparam' },
      { number: 8, at: at - 11_000, sort: 'output', text: 'WARNING: Not recognized command' },
    ],
  }
}

/** The core has these consoles open, and no other; of what was read before it tells nothing again. */
export function consolesAre(
  reads: readonly ConsoleRead[],
  place: ConsolePlace = usual,
): {
  /** They have become these, and the window is told. */
  become(next: readonly ConsoleRead[]): void
} {
  let present = reads
  let upTo = 1
  answering({
    'consoles.list': () => ({ consoles: present.map(({ tracker }) => tracker), place }),
    'consoles.commands': () => ({ commands: ['getinfo', 'getver'] }),
    'consoles.read'({ tracker, after }) {
      const read = present.find((one) => one.tracker.id === tracker)
      if (!read) throw new ProblemError({ code: 'console-not-open' })
      return after >= upTo ? { ...read, values: [], lines: [], upTo } : { ...read, upTo }
    },
    'consoles.open': () => ({}),
    'consoles.close': () => ({}),
    'consoles.send': () => ({}),
    'consoles.reconnect': () => ({}),
    'consoles.clear': () => ({}),
    'consoles.place': () => ({}),
  })
  return {
    become(next) {
      const trackers = [...present, ...next].map(({ tracker }) => tracker.id)
      present = next
      upTo += 1
      tell({ event: 'consoles', trackers: [...new Set(trackers)] })
    },
  }
}
