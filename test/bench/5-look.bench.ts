import type { Condition } from '../../shared/contract/looking.ts'
import { trackersSheet } from '../../shared/sheets/trackers.ts'
import { whole, worst, type Question } from './asked-beside-sql.ts'
import { bareSql, untilIndexed, type BareSql } from './bare-sql.ts'
import type { Bench } from './bench.ts'
import { pullFrom, startCore, startPanel, trackers, type BenchCore, type BenchPanel } from './rig.ts'

const staged = 10_000
const size = trackers.toLocaleString('en')

const { columns } = trackersSheet
const conditions: readonly Condition[] = [
  { is: 'oneOf', field: 'connection', values: ['active'] },
  { is: 'oneOf', field: 'clone', values: [false] },
  { is: 'contains', field: 'label', text: 'a', not: false },
  { is: 'contains', field: 'label', text: 'a', not: true },
  { is: 'between', field: 'lastConnection', from: '2026-06-01', to: '2026-10-31' },
  { is: 'empty', field: 'comment', empty: true },
]
const kinds: Readonly<Record<'sort' | 'filter' | 'search' | 'group', readonly Question[]>> = {
  sort: columns.flatMap(({ field }) => [
    { sort: [{ field, descending: false }] },
    { sort: [{ field, descending: true }] },
  ]),
  filter: conditions.map((condition) => ({ filter: [condition] })),
  // What nothing holds, what few do, and what nearly all do.
  search: ['no such thing', 'van', '1'].map((search) => ({ search })),
  group: ['owner', 'modelName'].map((group) => ({ group })),
}

/** One core with everything in it, for all of the questions. */
let opened: Promise<{ bench: BenchCore; panel: BenchPanel; bare: BareSql }> | null = null
let isStaged = false

async function open() {
  const panel = await startPanel()
  const bench = startCore()
  await pullFrom(bench, panel)
  await untilIndexed(bench.folder)
  return { bench, panel, bare: bareSql(bench.folder) }
}

async function stage({ call }: BenchCore, bare: BareSql): Promise<void> {
  if (isStaged) return
  isStaged = true
  const { view } = await call('sheet.open', whole('trackers', { sort: [{ field: 'deviceId', descending: false }] }))
  const { ids } = await call('sheet.ids', { view, from: 0, count: staged })
  const labels = ids.map((id, index) => ({ id, label: `Bench ${index % 977}` }))
  await call('sheet.stage', {
    sheet: 'trackers',
    source: 'paste',
    cells: labels.map(({ id, label }) => ({ id, field: 'label', value: label })),
  })
  bare.stage(labels)
  // The first question after it finds the rest of what is done in the background.
  await call('sheet.open', whole('trackers', {}))
}

function benchOf(kind: keyof typeof kinds, edits: number): Bench {
  return {
    name: `${kind} ${size} × ${columns.length}${edits > 0 ? `, ${edits.toLocaleString('en')} cells staged` : ''}: first rows`,
    goal: { ratioAtMost: 1.5 },
    async run() {
      const { bench, bare } = await (opened ??= open())
      if (edits > 0) await stage(bench, bare)
      return worst(bench, bare, 'trackers', kinds[kind])
    },
  }
}

export default [0, staged].flatMap((edits) =>
  (['sort', 'filter', 'search', 'group'] as const).map((kind) => benchOf(kind, edits)),
)

export async function end(): Promise<void> {
  const { bench, panel, bare } = (await opened) ?? {}
  bare?.close()
  await bench?.end()
  await panel?.stop()
}
