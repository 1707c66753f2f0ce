import type { CallInput, CallOutput } from '../../shared/contract.ts'
import { ProblemError } from '../../shared/problem.ts'
import { openSets, resolveConflicts, type Actions } from './actions.ts'
import {
  stagingAreaOf,
  differences,
  expectStagingArea,
  shownIn,
  withWishes,
  type StagingArea,
  type Wish,
} from './staging-area.ts'
import { survive } from './survive.ts'
import { allowed, presentId, type World } from './world.ts'

const fields = ['label', 'comment', 'hidden'] as const
const flags = [
  ['yes', 1],
  ['no', 0],
  ['1', 1],
  ['Нет', 0],
] as const

function wishFor({ throws }: World, id: number): Wish {
  const field = throws.pick(fields)
  if (field !== 'hidden') {
    const value = throws.chance(0.03) ? 'not < allowed' : `Value ${throws.whole(1, 40)}`
    return { id, field, value, means: value }
  }
  const [value, means] = throws.chance(0.03) ? (['perhaps', 'perhaps'] as const) : throws.pick(flags)
  return { id, field, value, means }
}

/** A column of wishes, now and then with cells that come twice, as they can in a list that was pasted. */
function wishes(world: World): Wish[] {
  const { throws, originals } = world
  const made = Array.from({ length: throws.whole(1, throws.pick([8, 40])) }, () =>
    wishFor(world, throws.pick(originals.slice(0, 16))),
  )
  if (throws.chance(0.3)) return made
  return [...new Map(made.map((wish) => [`${wish.id} ${wish.field}`, wish])).values()]
}

const stage = ({ rig, throws }: World, cells: readonly Wish[]) =>
  rig.call('sheet.stage', {
    sheet: 'trackers',
    source: throws.pick(['paste', 'fill', 'clear']),
    cells: cells.map(({ id, field, value }) => ({ id, field, value })),
  })

/** The power may be cut in the middle of what comes next, which goes through about so many waits and commits. */
function endanger({ rig, throws }: World, parts: number): void {
  if (throws.chance(0.4)) rig.cutPowerAfter(throws.whole(1, 6 + parts * 6))
}

/** A staging area without the cells of rows that are gone: taken off there, they cannot be staged again. A lost cache has none. */
function thatCanBe(stagingArea: StagingArea, now: StagingArea): StagingArea {
  const isGone = (name: string) => now.rows.size > 0 && !now.rows.has(Number(name.split(' ', 1)[0]))
  return {
    ...stagingArea,
    staged: new Map([...stagingArea.staged].filter(([name]) => now.staged.has(name) || !isGone(name))),
  }
}

/**
 * Takes the last step back, and now and then does it again. Where the power is cut in between, the person looks what is
 * left and goes on; where what it takes was lost with the cache, the person lets it be.
 */
async function takeBack(world: World, before: StagingArea, parts: number): Promise<void> {
  const { rig, throws } = world
  const whole = stagingAreaOf(rig)
  let isRefused = false
  const undo = (redo: boolean) =>
    survive(world, async () => {
      const answer = await rig.answer('sheet.undo', { redo })
      if (answer.ok) return
      if (answer.problem.code !== 'not-pulled') throw new ProblemError(answer.problem)
      isRefused = true
    })
  endanger(world, parts)
  const atOnce = await undo(false)
  let answered = atOnce
  while (!answered && differences(thatCanBe(before, stagingAreaOf(rig)), stagingAreaOf(rig)).length > 0)
    answered = await undo(false)
  if (isRefused) return
  expectStagingArea(thatCanBe(before, stagingAreaOf(rig)), stagingAreaOf(rig), 'One undo takes a step back')
  if (!atOnce || throws.chance(0.7)) return
  if ((await undo(true)) && !isRefused) expectStagingArea(whole, stagingAreaOf(rig), 'It can be done again')
}

/** Stages these cells as one step: answered it is whole, unanswered it is the first so many of them. */
async function step(world: World, cells: readonly Wish[], begin: () => Promise<unknown>): Promise<void> {
  const { rig, throws } = world
  const parts = Math.ceil(cells.length / 4)
  const before = stagingAreaOf(rig)
  endanger(world, parts)
  const answered = await survive(world, begin)
  const after = stagingAreaOf(rig)
  const isAsked = (count: number) => differences(withWishes(before, cells.slice(0, count)), after).length === 0
  if (answered) expectStagingArea(withWishes(before, cells), after, 'A step that was answered is whole')
  else if (!cells.some((_, count) => isAsked(count)) && !isAsked(cells.length)) {
    throw new Error(
      `A step that was not answered is neither whole nor a beginning: ${differences(before, after).join('; ')}`,
    )
  }
  if (differences(before, after).length > 0 && throws.chance(0.5)) await takeBack(world, before, parts)
}

async function longEdit(world: World): Promise<void> {
  const cells = wishes(world)
  await step(world, cells, () => stage(world, cells))
}

type Change = CallInput<'sheet.change'>['change']
/** What becomes of the text of the cell that stands at a place in the range. */
type Become = (text: string, place: number) => string

function someChange({ throws }: World): [Change, Become] {
  const value = `Set ${throws.whole(1, 9)}`
  const start = throws.whole(1, 30)
  return throws.pick<[Change, Become]>([
    [{ do: 'set', value }, () => value],
    [{ do: 'clear' }, () => ''],
    [{ do: 'case', to: 'upper' }, (text) => text.toUpperCase()],
    [
      { do: 'replace', find: 'a', with: '1', regex: false, matchCase: true, whole: false },
      (text) => text.replaceAll('a', '1'),
    ],
    [{ do: 'pattern', pattern: 'Car {n}', start, step: 2 }, (_, place) => `Car ${start + 2 * place}`],
  ])
}

/** A flag is set in words; nothing else that changes texts means anything to it. */
function changeOf(world: World, field: string): [Change, (shown: Wish['means'], place: number) => Wish['means']] {
  if (field === 'hidden') {
    const [value, means] = world.throws.pick(flags)
    return [{ do: 'set', value }, () => means]
  }
  const [change, become] = someChange(world)
  return [change, (shown, place) => become(String(shown), place)]
}

/** A change of a column over a stretch of rows as they are shown, clones and deleted ones among them. */
async function changeColumn(world: World): Promise<void> {
  const { rig, throws } = world
  const field = throws.pick(fields)
  const [from, count] = [throws.whole(0, 10), throws.whole(1, throws.pick([10, 40]))]
  const sort = [{ field: throws.pick(['label', 'panelId']), descending: throws.chance(0.5) }]
  let seen: { view: number; ids: number[] } | undefined
  await survive(world, async () => {
    const { view } = await rig.call('sheet.open', { sheet: 'trackers', search: '', sort, filter: [], only: 'all' })
    seen = { view, ...(await rig.call('sheet.ids', { view, from, count })) }
  })
  if (!seen) return
  const { view, ids } = seen
  const [change, become] = changeOf(world, field)
  const stagingArea = stagingAreaOf(rig)
  const cells = ids.flatMap((id, place): Wish[] => {
    const shown = shownIn(stagingArea, id, field)
    return shown === undefined ? [] : [{ id, field, value: '', means: become(shown, place) }]
  })
  const where = { rows: 'range' as const, view, from, count }
  await step(world, cells, () => rig.call('sheet.change', { sheet: 'trackers', field, where, change }))
}

/** Rows that are clones, and users who have them, are among them: what that means, the answer says. */
async function cloneRows(world: World): Promise<void> {
  const { rig, throws, originals, users } = world
  const rows = rig.cached<{ id: number }>('SELECT id FROM tracker WHERE clone = 1 ORDER BY id').map(({ id }) => id)
  const ids = Array.from({ length: throws.whole(1, 12) }, () =>
    throws.pick(rows.length > 0 && throws.chance(0.2) ? rows : originals.slice(0, 16)),
  )
  const [user, skipExisting] = [throws.pick(users), throws.chance(0.5)]
  const before = stagingAreaOf(rig)
  endanger(world, 1)
  let answer: CallOutput<'sheet.act'> | undefined
  await survive(world, async () => {
    answer = await rig.call('sheet.act', { kind: 'tracker.clone', ids, user, skipExisting })
  })
  const after = stagingAreaOf(rig)
  const staged = [...after.staged.keys()].filter((name) => !before.staged.has(name))
  if (answer && answer.staged !== staged.length) {
    throw new Error(`${answer.staged} clones were said to be staged, and there are ${staged.join(', ')}`)
  }
  if (staged.length > 0 && throws.chance(0.4)) await takeBack(world, before, 1)
}

/** Cells of some rows, or all that is staged of them, as they are beneath. */
async function revertRows(world: World): Promise<void> {
  const { rig, throws } = world
  const before = stagingAreaOf(rig)
  const named = [...before.staged.keys()].map((name) => Number(name.split(' ', 1)[0]))
  if (named.length === 0) return
  const field = throws.pick([null, ...fields])
  const ids = Array.from({ length: throws.whole(1, 5) }, () => throws.pick(named))
  endanger(world, 1)
  const answered = await survive(world, () =>
    rig.call('sheet.revert', { sheet: 'trackers', cells: ids.map((id) => ({ id, field })) }),
  )
  const after = stagingAreaOf(rig)
  const isMeant = (name: string) =>
    ids.some((id) => (field === null ? name.startsWith(`${id} `) : name === `${id} ${field}`))
  const staged = new Map([...before.staged].filter(([name]) => !isMeant(name)))
  if (answered) expectStagingArea({ ...before, staged }, after, 'What was reverted is staged no more')
  if (differences(before, after).length > 0 && throws.chance(0.5)) await takeBack(world, before, 1)
}

/** What is asked for while a long step is staged waits for all of it. */
async function behindLongStep(world: World): Promise<void> {
  const { rig, throws } = world
  // Something stands there, so that there is a change set that can be sent.
  world.commands += 1
  const first = { id: throws.pick(world.originals), field: 'comment', value: `Note ${world.commands}` }
  let sets: number[] = []
  const isThere = await survive(world, async () => {
    await rig.call('sheet.stage', { sheet: 'trackers', source: 'type', cells: [first] })
    sets = await openSets(world)
  })
  const [set] = rig.journal<{ id: number }>(
    `SELECT id FROM change_set WHERE origin = 'sheet' AND released_at IS NULL ORDER BY id DESC LIMIT 1`,
  )
  if (!isThere || !set || !sets.includes(set.id)) return
  const before = stagingAreaOf(rig)
  const cells = wishes(world)
  const behind = throws.pick(['send', 'recall', 'discard', 'undo', 'resolve'] as const)
  const ask = {
    send: () => rig.call('outbox.send', { changeSets: sets }),
    recall: () => rig.call('outbox.recall', { changeSets: sets }),
    discard: () => rig.call('outbox.discard', { changeSets: [set.id] }),
    undo: () => allowed(rig.call('sheet.undo', { redo: false })),
    resolve: () => resolveConflicts(world),
  }[behind]
  endanger(world, Math.ceil(cells.length / 4))
  const answered = await survive(world, async () => {
    const asked = await Promise.allSettled([stage(world, cells), ask()])
    for (const one of asked) if (one.status === 'rejected') throw one.reason
  })
  if (!answered) return
  const after = stagingAreaOf(rig)
  // A step of nothing but what stands there already is none: the undo then takes back the one before.
  if (behind === 'undo' && differences(withWishes(before, cells), before).length > 0) {
    expectStagingArea(before, after, 'An undo asked for during a step takes back all of it')
  }
  if (behind === 'recall' || behind === 'resolve') {
    expectStagingArea(withWishes(before, cells), after, 'A step that was answered is whole')
  }
  if (behind === 'send' || behind === 'discard') {
    // Drafts that break a rule, or come to nothing, are not sent.
    await survive(world, async () => {
      const drafts = await rig.operations(['draft'])
      const left = drafts.filter(({ changeSet, problem }) => changeSet === set.id && (behind === 'discard' || !problem))
      if (left.length > 0) throw new Error(`A ${behind} asked for during a step left ${JSON.stringify(left)}`)
    })
  }
}

function somebodyHides(world: World): Promise<void> {
  const { rig, throws } = world
  const tracker_id = presentId(world, throws.pick(world.originals.slice(0, 16)))
  try {
    rig.panel.edit({ tracker_id, deleted: throws.chance(0.5) })
  } catch (error) {
    // It is gone.
    if (!(error instanceof RangeError)) throw error
  }
  return Promise.resolve()
}

/** Steps that are staged in parts, and what else can happen around them; and how often. */
export const longActions: Actions = [
  ['long edit', 10, longEdit],
  ['change a column', 7, changeColumn],
  ['clone rows', 4, cloneRows],
  ['revert rows', 3, revertRows],
  ['something behind a long edit', 6, behindLongStep],
  ['somebody hides', 3, somebodyHides],
]
