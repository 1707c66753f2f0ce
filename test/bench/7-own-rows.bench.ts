import { bundlesSheet } from '../../shared/sheets/bundles.ts'
import { freshImeis } from '../support/imeis.ts'
import { whole, worst, type Question } from './asked-beside-sql.ts'
import { bareSql, untilIndexed, type BareSql } from './bare-sql.ts'
import type { Bench, Measured } from './bench.ts'
import { leftBy, plainCommit } from './plain-commit.ts'
import { pullFrom, startCore, startPanel, timed, type BenchCore, type BenchPanel } from './rig.ts'

const rows = 100_000
const size = rows.toLocaleString('en')
const chunk = 512 * 1024

/** One core in which the file is staged, for all of the questions. */
let opened: Promise<Opened> | null = null
interface Opened {
  readonly bench: BenchCore
  readonly panel: BenchPanel
  readonly bare: BareSql
  readonly staging: Measured
}

/** Hands over, reads, checks and stages a file of devices; answers how long staging it took. */
async function importDevices({ call }: BenchCore): Promise<number> {
  const bytes = Buffer.from(`IMEI\n${freshImeis(rows).join('\n')}\n`)
  const { file } = await call('imports.begin', { name: 'devices.csv', size: bytes.length })
  for (let from = 0; from < bytes.length; from += chunk) {
    await call('imports.chunk', { file, data: bytes.subarray(from, from + chunk).toString('base64') })
  }
  const { mappings } = await call('imports.read', { file, reading: {} })
  const { equipment } = await call('lookup.equipment', {})
  const mapping = mappings.bundles
  const fields = { ...mapping.fields, equipment: { from: 'constant' as const, value: String(equipment[0]?.id ?? 0) } }
  const { ready } = await call('imports.check', { file, mapping: { ...mapping, fields } })
  if (ready !== rows) throw new Error(`${ready} of ${rows} rows can be staged`)
  return timed(() => call('imports.stage', { file, includeDoubtful: false }))
}

async function open(): Promise<Opened> {
  const panel = await startPanel()
  const bench = startCore()
  await pullFrom(bench, panel)
  await untilIndexed(bench.folder)
  await bench.call('connection.workOffline', { on: true })
  const before = process.memoryUsage().rss
  const value = await importDevices(bench)
  const shown = await timed(async () => {
    const { total } = await bench.call('sheet.open', whole('bundles', {}))
    if (total < rows) throw new Error(`${total} rows are shown`)
  })
  const grown = Math.round((process.memoryUsage().rss - before) / 1024 / 1024)
  const note = `shown ${Math.round(shown)} ms after that; the process has grown by ${grown} MB`
  const staging: Measured = { value, floor: await plainCommit(leftBy(bench.folder)), unit: 'ms', note }
  return { bench, panel, bare: bareSql(bench.folder, 'bundles'), staging }
}

const kinds: Readonly<Record<'sort' | 'filter' | 'search' | 'group', readonly Question[]>> = {
  sort: bundlesSheet.columns.flatMap(({ field }) => [
    { sort: [{ field, descending: false }] },
    { sort: [{ field, descending: true }] },
  ]),
  filter: [
    { filter: [{ is: 'contains', field: 'imei', text: '99', not: false }] },
    { filter: [{ is: 'empty', field: 'iccid', empty: true }] },
  ],
  search: ['no such thing', '359', '9'].map((search) => ({ search })),
  group: ['equipment', 'modelCode'].map((group) => ({ group })),
}

export default [
  {
    name: `import ${size} bundles: staged`,
    goal: { ratioAtMost: 2 },
    run: async () => (await (opened ??= open())).staging,
  },
  ...(['sort', 'filter', 'search', 'group'] as const).map((kind) => ({
    name: `${kind} bundles, ${size} of them of our own: first rows`,
    goal: { ratioAtMost: 1.5 },
    async run() {
      const { bench, bare } = await (opened ??= open())
      return worst(bench, bare, 'bundles', kinds[kind])
    },
  })),
] satisfies readonly Bench[]

export async function end(): Promise<void> {
  const { bench, panel, bare } = (await opened) ?? {}
  bare?.close()
  await bench?.end()
  await panel?.stop()
}
