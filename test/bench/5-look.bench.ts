import { join } from 'node:path'
import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import type { Condition, SheetQuery } from '../../shared/contract/looking.ts'
import { trackersSheet } from '../../shared/sheets/trackers.ts'
import type { Bench } from './bench.ts'
import { pullFrom, startCore, startPanel, timed, trackers, type BenchCore, type BenchPanel } from './rig.ts'

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
let opened: Promise<{ bench: BenchCore; panel: BenchPanel }> | null = null
let isStaged = false

async function open() {
  const panel = await startPanel()
  const bench = startCore()
  await pullFrom(bench, panel)
  await untilIndexed(bench.folder)
  return { bench, panel }
}

/** Waits for the last of the indexes, which are made after a pull. */
async function untilIndexed(folder: string): Promise<void> {
  const [profile] = readdirSync(join(folder, 'profiles'))
  const cache = new Database(join(folder, 'profiles', profile ?? '', 'cache.db'), { readonly: true })
  const last = cache.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'bundle_sheet_factory_preset'`)
  while (!last.get()) await sleep(50)
  cache.close()
}

async function stage({ call }: BenchCore): Promise<void> {
  if (isStaged) return
  isStaged = true
  const { view } = await call('sheet.open', whole({ sort: [{ field: 'deviceId', descending: false }] }))
  const { ids } = await call('sheet.ids', { view, from: 0, count: staged })
  await call('sheet.stage', {
    sheet: 'trackers',
    source: 'paste',
    cells: ids.map((id, index) => ({ id, field: 'label', value: `Bench ${index % 977}` })),
  })
  // The first question after it finds the rest of what is done in the background.
  await call('sheet.open', whole({}))
}

const whole = (question: Question) => ({
  sheet: 'trackers' as const,
  search: '',
  sort: [],
  filter: [],
  only: 'all' as const,
  ...question,
})

/**
 * The slowest question of a kind, in milliseconds from the call to its parsed answer. One comes after the other, and
 * all of them anew: a question that was asked just before is answered sooner.
 */
async function slowest({ call }: BenchCore, questions: readonly Question[]): Promise<{ value: number; note: string }> {
  const taken = questions.map((): number[] => [])
  for (let turn = 0; turn < times; turn++) {
    for (const [index, question] of questions.entries()) {
      taken[index]?.push(await timed(() => call('sheet.open', whole(question))))
    }
  }
  const middles = taken.map((all) => all.toSorted((one, other) => one - other)[Math.floor(times / 2)] ?? NaN)
  const value = Math.max(...middles)
  const question = JSON.stringify(questions[middles.indexOf(value)])
  return { value, note: `slowest of ${questions.length}: ${question}` }
}

function benchOf(kind: keyof typeof kinds, edits: number): Bench {
  return {
    name: `${kind} ${size} × ${columns.length}${edits > 0 ? `, ${edits.toLocaleString('en')} cells staged` : ''}: first rows`,
    // Groups are not promised; more than this would be felt.
    goal: { valueAtMost: kind === 'group' ? 150 : 50 },
    async run() {
      const { bench } = await (opened ??= open())
      if (edits > 0) await stage(bench)
      return { ...(await slowest(bench, kinds[kind])), unit: 'ms' }
    },
  }
}

export default [0, staged].flatMap((edits) =>
  (['sort', 'filter', 'search', 'group'] as const).map((kind) => benchOf(kind, edits)),
)

export async function end(): Promise<void> {
  const { bench, panel } = (await opened) ?? {}
  await bench?.end()
  await panel?.stop()
}
