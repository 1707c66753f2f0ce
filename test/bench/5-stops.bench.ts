import { setTimeout as sleep } from 'node:timers/promises'
import { calls } from '../../shared/contract.ts'
import type { Condition } from '../../shared/contract/looking.ts'
import type { SheetName } from '../../shared/sheets/catalogue.ts'
import { whole, type Question } from './asked-beside-sql.ts'
import { untilIndexed } from './bare-sql.ts'
import type { Bench, Goal, Measured } from './bench.ts'
import { middle, ms } from './figures.ts'
import { daysAfter, routeToMake, stopsOfRoute } from './made-routes.ts'
import { asUser, pullFrom, startCore, startPanel, timed, type BenchCore, type BenchPanel } from './rig.ts'

const size = 10_000
const routes = size / stopsOfRoute
/** Each question is asked so often of either sheet, by turns; the middle counts. */
const times = 15
const rounds = 5

/** As of what is asked of trackers beside SQL: the floor is that same work here, of as many trackers. */
const goal: Goal = { ratioAtMost: 1.5 }

/** The same question of checkpoints and of trackers, as far as their columns are alike. */
interface Pair {
  readonly checkpoints: Question
  readonly trackers: Question
}

/** Columns of checkpoints, and of trackers those that hold the like. */
const alike = {
  ...{ id: 'panelId', label: 'label', owner: 'owner', route: 'modelName', status: 'connection', address: 'plan' },
  ...{ windowFrom: 'lastConnection', windowTo: 'created', externalId: 'deviceId', timeZone: 'model' },
  ...{ position: 'groupId', radius: 'dealerId', routeId: 'userId', description: 'comment', coordinates: 'phone' },
}

const conditions: readonly (readonly [checkpoints: Condition, trackers: Condition])[] = [
  [
    { is: 'oneOf', field: 'radius', values: [50, 100] },
    { is: 'oneOf', field: 'connection', values: ['active'] },
  ],
  ...[false, true].map((not) => {
    const contains = { is: 'contains', field: 'label', text: 'a', not } as const
    return [contains, contains] as const
  }),
  [
    { is: 'contains', field: 'route', text: '1', not: false },
    { is: 'contains', field: 'owner', text: '1', not: false },
  ],
  [
    { is: 'empty', field: 'externalId', empty: true },
    { is: 'empty', field: 'comment', empty: true },
  ],
]

const same = (question: Question): Pair => ({ checkpoints: question, trackers: question })

const kinds: Readonly<Record<'open' | 'sort' | 'filter' | 'search' | 'group', readonly Pair[]>> = {
  open: [same({})],
  sort: Object.entries(alike).flatMap(([one, other]) =>
    [false, true].map((descending) => ({
      checkpoints: { sort: [{ field: one, descending }] },
      trackers: { sort: [{ field: other, descending }] },
    })),
  ),
  filter: conditions.map(([one, other]) => ({ checkpoints: { filter: [one] }, trackers: { filter: [other] } })),
  // What nothing holds, what some do, and what nearly all do.
  search: [
    same({ search: 'no such thing' }),
    { checkpoints: { search: 'dock' }, trackers: { search: 'van' } },
    same({ search: '1' }),
  ],
  group: [
    same({ group: 'owner' }),
    { checkpoints: { group: 'status' }, trackers: { group: 'connection' } },
    { checkpoints: { group: 'timeZone' }, trackers: { group: 'modelName' } },
    { checkpoints: { group: 'route' }, trackers: { group: 'owner' } },
  ],
}

let opened: Promise<{ bench: BenchCore; panel: BenchPanel }> | null = null

/** A core with as many checkpoints as trackers, pulled from the panel like any. */
async function open() {
  const panel = await startPanel({ size })
  const bench = startCore()
  const { call, folder } = bench
  await pullFrom(bench, panel)
  const users = await idsOf(bench, 'users')
  const days = daysAfter(Date.now())
  const perUser = Math.ceil(routes / users.length)
  for (const [at, user] of users.entries()) {
    const ask = await asUser(panel.baseUrl, user)
    for (let index = at * perUser; index < Math.min(routes, (at + 1) * perUser); index++) {
      await ask('task/route/create', routeToMake(index, days))
    }
  }
  await call('routes.choose', { users, ...days })
  while ((await call('routes.state', {})).running) await sleep(50)
  const counts = await Promise.all((['routes', 'checkpoints', 'trackers'] as const).map((sheet) => idsOf(bench, sheet)))
  const wanted = [routes, size, size]
  if (counts.some(({ length }, index) => length !== wanted[index])) {
    throw new Error(`There are ${counts.map(({ length }) => length).join(', ')} of ${wanted.join(', ')} rows`)
  }
  await untilIndexed(folder)
  return { bench, panel }
}

/** All ids of a sheet; of users those that the panel knows, which are ours. */
async function idsOf({ call }: BenchCore, sheet: SheetName): Promise<number[]> {
  const { view, count } = await call('sheet.open', whole(sheet, {}))
  return (await call('sheet.ids', { view, from: 0, count: Math.max(1, count) })).ids
}

async function asking(kind: keyof typeof kinds): Promise<Measured> {
  const { core } = (await (opened ??= open())).bench
  const taken = kinds[kind].map((pair) => ({ pair, checkpoints: [] as number[], trackers: [] as number[] }))
  for (let turn = 0; turn < times; turn++) {
    for (const { pair, ...durations } of taken) {
      for (const sheet of ['checkpoints', 'trackers'] as const) {
        const begun = performance.now()
        const answer = await core.call({ id: `stops-${++asks}`, name: 'sheet.open', input: whole(sheet, pair[sheet]) })
        durations[sheet].push(performance.now() - begun)
        if (!answer.ok) throw new Error(JSON.stringify(answer.problem))
        const { count } = calls['sheet.open'].output.parse(answer.output)
        if (count === 0 && pair[sheet].search !== 'no such thing') {
          throw new Error(`Nothing answers ${JSON.stringify(pair[sheet])}`)
        }
      }
    }
  }
  const rows = taken.map(({ pair, checkpoints, trackers }) => ({
    pair,
    value: middle(checkpoints),
    floor: middle(trackers),
  }))
  const { pair, value, floor } = rows.reduce((one, other) =>
    other.value / other.floor > one.value / one.floor ? other : one,
  )
  const longest = Math.max(...rows.map((row) => row.value))
  const note = `of ${rows.length}: ${JSON.stringify(pair.checkpoints)}; none takes longer than ${ms(longest)}`
  return { value, floor, unit: 'ms', note }
}

let asks = 0

/** What pasting over every row of a sheet took, and taking it back. */
interface Edited {
  readonly pastes: number[]
  readonly undos: number[]
}

let edited: Promise<Record<'checkpoints' | 'trackers', Edited>> | null = null

async function edit() {
  const { bench } = await (opened ??= open())
  const of = { checkpoints: { pastes: [], undos: [] }, trackers: { pastes: [], undos: [] } } as {
    readonly [sheet in 'checkpoints' | 'trackers']: Edited
  }
  for (let round = 0; round < rounds; round++) {
    for (const sheet of ['checkpoints', 'trackers'] as const) {
      const ids = await idsOf(bench, sheet)
      const cells = ids.map((id, index) => ({ id, field: 'label', value: `Bench ${round} ${index}` }))
      of[sheet].pastes.push(await timed(() => bench.call('sheet.stage', { sheet, source: 'paste', cells })))
      of[sheet].undos.push(
        await timed(async () => {
          const { step } = await bench.call('sheet.undo', { redo: false })
          if (step?.cells !== size) throw new Error(`${step?.cells} of ${size} cells were one step`)
        }),
      )
    }
  }
  return of
}

async function editing(what: keyof Edited): Promise<Measured> {
  const { checkpoints, trackers } = await (edited ??= edit())
  return { value: middle(checkpoints[what]), floor: middle(trackers[what]), unit: 'ms' }
}

const among = `${size.toLocaleString('en')} checkpoints in ${routes} routes`

export default [
  ...(['open', 'sort', 'filter', 'search', 'group'] as const).map((kind) => ({
    name: `${kind} ${among}: first rows`,
    goal,
    run: () => asking(kind),
  })),
  { name: `paste as many labels of ${among}: staged`, goal, run: () => editing('pastes') },
  { name: `undo of it: taken back`, goal, run: () => editing('undos') },
] satisfies readonly Bench[]

export async function end(): Promise<void> {
  const { bench, panel } = (await opened) ?? {}
  await bench?.end()
  await panel?.stop()
}
