import { finalStates } from '../../shared/operations/states.ts'
import type { SimRig } from '../support/core-rig.ts'
import { madeOnce } from './made-once.ts'
import { operationsOf } from './world.ts'

/** A value as SQLite has it; flags are 0 and 1. */
type Value = string | number

/** A text for a cell of a tracker, and what it stands for there. */
export interface Wish {
  readonly id: number
  readonly field: string
  readonly value: string
  readonly means: Value
}

/** What is staged over the trackers' sheet and has not been released. */
export interface StagingArea {
  /** Values of cells by `tracker field`, and whole operations by tracker and what they are. */
  readonly staged: ReadonlyMap<string, Value>
  /** What the sheet has beneath, by `tracker field`; while the cache is lost, what was there when something was staged. */
  readonly held: Pick<ReadonlyMap<string, Value>, 'get'>
  /** Trackers that the sheet has. */
  readonly rows: ReadonlySet<number>
  /** Trackers of which something is released and not settled: a cell may stand there, too. */
  readonly busy: ReadonlySet<number>
}

const trackerIn = (name: string) => Number(name.split(' ', 1)[0])

interface Pulled {
  readonly id: number
  readonly label: string
  readonly comment: string
  readonly hidden: number
}

/** What is kept of an operation, as far as a staging area goes by it. */
interface Params {
  readonly tracker?: number
  /** Edits call it by what all rows are called. */
  readonly row?: number
  readonly user?: number
  readonly command?: string
  readonly set?: Readonly<Record<string, Value | boolean>>
  readonly base?: Readonly<Record<string, Value | boolean>>
}

const stored = (value: Value | boolean): Value => (typeof value === 'boolean' ? Number(value) : value)
const cellsOf = (tracker: number | undefined, cells: Params['set'] = {}) =>
  Object.entries(cells).map(([field, value]): [string, Value] => [`${tracker} ${field}`, stored(value)])

/** What stands in the staging area by the operations that the journal holds. */
const standingOf = madeOnce((operations: ReturnType<typeof operationsOf>) => {
  const cells: [string, Value][] = []
  const whole: [string, Value][] = []
  const bases: [string, Value][] = []
  const busy = new Set<number>()
  for (const { kind, params: text, state, file_row } of operations) {
    if (finalStates.includes(state)) continue
    const params = JSON.parse(text) as Params
    const tracker = params.row ?? params.tracker
    if (state !== 'draft') {
      if (tracker !== undefined) busy.add(tracker)
    } else if (kind === 'tracker.settings') {
      cells.push(...cellsOf(tracker, params.set))
      bases.push(...cellsOf(tracker, params.base))
    } else if (kind !== 'bundle.import' && file_row === null) {
      const name = `${tracker} ${kind} ${params.user ?? params.command ?? ''}`
      whole.push([name, params.set ? JSON.stringify(params.set) : ''])
    }
  }
  return { staged: new Map([...cells, ...whole]), bases: new Map(bases), busy }
})
const pulledOf = madeOnce((rows: readonly Pulled[]) => ({
  rows: new Set(rows.map(({ id }) => id)),
  values: new Map<string, Value>(
    rows.flatMap(({ id, label, comment, hidden }): [string, Value][] => [
      [`${id} label`, label],
      [`${id} comment`, comment],
      [`${id} hidden`, hidden],
    ]),
  ),
}))

/** The staging area as the files have it at this moment. */
export function stagingAreaOf(rig: SimRig): StagingArea {
  const { staged, bases, busy } = standingOf(operationsOf(rig))
  const pulled = pulledOf(rig.cached<Pulled>('SELECT id, label, comment, hidden FROM tracker'))
  return {
    staged,
    held: { get: (name) => pulled.values.get(name) ?? bases.get(name) },
    rows: pulled.rows,
    busy,
  }
}

/** What a cell shows: what is staged, else what is beneath; nothing where its row is gone. */
export function shownIn({ staged, held }: StagingArea, id: number, field: string): Value | undefined {
  return staged.get(`${id} ${field}`) ?? held.get(`${id} ${field}`)
}

/** The staging area as it is to be once these cells have been staged. Cells of rows that are gone stay as they are. */
export function withWishes(stagingArea: StagingArea, wishes: readonly Wish[]): StagingArea {
  const staged = new Map(stagingArea.staged)
  for (const { id, field, means } of wishes) if (stagingArea.rows.has(id)) staged.set(`${id} ${field}`, means)
  return { ...stagingArea, staged }
}

/**
 * How a staging area differs from what it should be, in words. A value that is beneath, as it was or is now, need not be staged;
 * trackers that are busy are left out.
 */
export function differences(should: StagingArea, is: StagingArea): string[] {
  const names = new Set([...should.staged.keys(), ...is.staged.keys()])
  return [...names].flatMap((name) => {
    const tracker = trackerIn(name)
    if (should.busy.has(tracker) || is.busy.has(tracker)) return []
    const [wanted, found] = [should.staged.get(name), is.staged.get(name)]
    if (wanted === found) return []
    if (found === undefined && (wanted === is.held.get(name) || wanted === should.held.get(name))) return []
    return [`${name} is ${found ?? 'not staged'} and should be ${wanted ?? 'not staged'}`]
  })
}

/** Throws, with what had been promised, where a staging area is not as it should be. */
export function expectStagingArea(should: StagingArea, is: StagingArea, promise: string): void {
  const broken = differences(should, is)
  if (broken.length > 0) throw new Error(`${promise}: ${broken.join('; ')}`)
}
