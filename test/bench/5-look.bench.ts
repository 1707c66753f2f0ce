import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { calls } from '../../shared/contract.ts'
import type { Condition, SheetQuery } from '../../shared/contract/looking.ts'
import { trackersSheet } from '../../shared/sheets/trackers.ts'
import { bareSql, cacheIn, type BareSql } from './bare-sql.ts'
import type { Bench, Measured } from './bench.ts'
import { pullFrom, startCore, startPanel, trackers, type BenchCore, type BenchPanel } from './rig.ts'

/** Each question is asked so often; the middle counts. */
const times = 7
const staged = 10_000
const size = trackers.toLocaleString('en')

type Question = Partial<SheetQuery>

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
let asks = 0

async function open() {
  const panel = await startPanel()
  const bench = startCore()
  await pullFrom(bench, panel)
  await untilIndexed(bench.folder)
  return { bench, panel, bare: bareSql(bench.folder) }
}

/** Waits for the last of the indexes, which are made after a pull. */
async function untilIndexed(folder: string): Promise<void> {
  const cache = new Database(cacheIn(folder), { readonly: true })
  const last = cache.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'bundle_sheet_factory_preset'`)
  while (!last.get()) await sleep(50)
  cache.close()
}

async function stage({ call }: BenchCore, bare: BareSql): Promise<void> {
  if (isStaged) return
  isStaged = true
  const { view } = await call('sheet.open', whole({ sort: [{ field: 'deviceId', descending: false }] }))
  const { ids } = await call('sheet.ids', { view, from: 0, count: staged })
  const labels = ids.map((id, index) => ({ id, label: `Bench ${index % 977}` }))
  await call('sheet.stage', {
    sheet: 'trackers',
    source: 'paste',
    cells: labels.map(({ id, label }) => ({ id, field: 'label', value: label })),
  })
  bare.stage(labels)
  // The first question after it finds the rest of what is done in the background.
  await call('sheet.open', whole({}))
}

const whole = (question: Question): SheetQuery => ({
  ...{ sheet: 'trackers', search: '', sort: [], filter: [], only: 'all', group: null, folded: [], foldOthers: false },
  ...question,
})

const middle = (all: readonly number[]) => all.toSorted((one, other) => one - other)[Math.floor(times / 2)] ?? NaN

/**
 * Of the questions of a kind, the one that takes longest beside bare SQL: from the call to the core's answer, parsed on
 * both sides of it. One comes after the other, and all of them anew: a question that was asked just before is answered sooner.
 */
async function worst({ core, call }: BenchCore, bare: BareSql, questions: readonly Question[]): Promise<Measured> {
  const taken = questions.map((question) => ({ question, ours: [] as number[], floor: [] as number[] }))
  for (let turn = 0; turn < times; turn++) {
    for (const { question, ours, floor } of taken) {
      const begun = performance.now()
      const wanted = bare.ids(whole(question))
      floor.push(performance.now() - begun)
      const asked = performance.now()
      const answer = await core.call({ id: `look-${++asks}`, name: 'sheet.open', input: whole(question) })
      ours.push(performance.now() - asked)
      if (!answer.ok) throw new Error(JSON.stringify(answer.problem))
      if (turn > 0) continue
      const { view, count, headings } = calls['sheet.open'].output.parse(answer.output)
      const { ids } = await call('sheet.ids', { view, from: 0, count: Math.max(1, count) })
      const found = headings.length > 0 ? ids.filter((id) => id >= 0) : ids
      const other = found.findIndex((id, index) => id !== wanted[index])
      if (found.length !== wanted.length || other >= 0) {
        throw new Error(`Bare SQL answers otherwise, from row ${other} on: ${JSON.stringify(question)}`)
      }
    }
  }
  const rows = taken.map(({ question, ours, floor }) => ({ question, value: middle(ours), floor: middle(floor) }))
  const { question, value, floor } = rows.reduce((one, other) =>
    other.value / other.floor > one.value / one.floor ? other : one,
  )
  const longest = Math.round(Math.max(...rows.map((row) => row.value)))
  const note = `of ${questions.length}: ${JSON.stringify(question)}; none takes longer than ${longest} ms`
  return { value, floor, unit: 'ms', note }
}

function benchOf(kind: keyof typeof kinds, edits: number): Bench {
  return {
    name: `${kind} ${size} × ${columns.length}${edits > 0 ? `, ${edits.toLocaleString('en')} cells staged` : ''}: first rows`,
    goal: { ratioAtMost: 1.5 },
    async run() {
      const { bench, bare } = await (opened ??= open())
      if (edits > 0) await stage(bench, bare)
      return worst(bench, bare, kinds[kind])
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
