import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate as turn } from 'node:timers/promises'
import { parse } from 'csv-parse/sync'
import { readTable } from '../../electron/imports/read-rows.ts'
import type { Bench } from './bench.ts'
import { throughLibreOffice } from './libreoffice.ts'
import { pullFrom, startCore, startPanel, timed } from './rig.ts'

const rows = 100_000
const columns = 20
const chunk = 512 * 1024

/** Rows that are all to be found: a tracker, a user who is not its owner, and columns that nothing is taken from. */
function csvOf(trackers: readonly number[], logins: readonly string[]): string {
  const others = Array.from({ length: columns - 3 }, (_, column) => `Note ${column + 1}`)
  const lines = trackers.map((id, row) =>
    [id, logins[row % logins.length], `Truck ${row}`, ...others.map((_, column) => `note ${row % 97} ${column}`)].join(
      ';',
    ),
  )
  return `${['Tracker ID', 'Login', 'Label', ...others].join(';')}\r\n${lines.join('\r\n')}\r\n`
}

export default {
  name: `read, map and check a CSV of ${rows.toLocaleString('en')} × ${columns}`,
  goal: { ratioAtMost: 3 },
  async run() {
    const panel = await startPanel()
    const bench = startCore()
    const { call } = bench
    try {
      await pullFrom(bench, panel)
      const { view } = await call('sheet.open', { sheet: 'trackers', search: '', sort: [], filter: [], only: 'all' })
      const { cells } = await call('sheet.cells', { view, from: 0, count: rows, fields: ['panelId'] })
      const { users } = await call('lookup.users', { search: '' })
      const text = csvOf(
        cells.map(([panelId]) => Number(panelId)),
        users.map(({ login }) => login),
      )
      const bytes = Buffer.from(text)
      let floor = Infinity
      let value = Infinity
      let ours = Infinity
      let handedOver = Infinity
      const delay = monitorEventLoopDelay({ resolution: 1 })
      for (let run = 0; run < 3; run++) {
        floor = Math.min(floor, await timed(() => Promise.resolve(parse(text, { delimiter: ';' }))))
        ours = Math.min(ours, await timed(() => readTable(bytes, {}, () => true, { pause: () => Promise.resolve() })))
        const { file } = await call('imports.begin', { name: 'bench.csv', size: bytes.length })
        const handing = await timed(async () => {
          for (let from = 0; from < bytes.length; from += chunk) {
            await call('imports.chunk', { file, data: bytes.subarray(from, from + chunk).toString('base64') })
          }
        })
        handedOver = Math.min(handedOver, handing)
        // The loop has stood still for the floor.
        await turn()
        delay.reset()
        delay.enable()
        const spent = await timed(async () => {
          const { suggested } = await call('imports.read', { file, reading: {} })
          if (suggested?.kind !== 'clones') throw new Error('The file suggests something else')
          const { ready, doubtful, refused } = await call('imports.check', { file, mapping: suggested })
          if (ready + doubtful + refused !== rows) throw new Error('Not every row was checked')
        })
        delay.disable()
        value = Math.min(value, spent)
        await call('imports.forget', { file })
      }
      const longest = (delay.max / 1e6).toFixed(0)
      const p99 = (delay.percentile(99) / 1e6).toFixed(0)
      return {
        value,
        floor,
        peer: await throughLibreOffice(bytes),
        unit: 'ms',
        note: `floor: csv-parse on its text; our own reading alone ${Math.round(ours)} ms; peer: only reads and writes it; core's loop late by ${p99} ms (p99), ${longest} ms at most; handed over in ${Math.round(handedOver)} ms`,
      }
    } finally {
      await bench.end()
      await panel.stop()
    }
  },
} satisfies Bench
