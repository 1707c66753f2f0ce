import type { Dice } from '../../electron/demo-panel/dice.ts'
import type { FaultInput } from '../../electron/demo-panel/faults.ts'
import { ProblemError } from '../../shared/problem.ts'
import type { SimRig } from '../support/core-rig.ts'
import { clonesCsv, freshImeis, importFile } from '../support/import-file.ts'

/** What a seed has done so far, as far as later actions need to know. */
export interface World {
  readonly rig: SimRig
  readonly throws: Dice
  /** Originals with a sound device, by the panel's ids, which are ours too here. */
  readonly originals: readonly number[]
  readonly users: readonly number[]
  readonly equipment: number
  imeis: number
  /** Whether a request may have been carried out long after it was given up. */
  late: boolean
}

type Action = (world: World) => Promise<unknown>

const strikes: readonly FaultInput['strike'][] = [
  { do: 'drop', when: 'before' },
  { do: 'drop', when: 'after' },
  { do: 'drop', when: 'during' },
  { do: 'refuse', code: 1 },
  { do: 'refuse', code: 6 },
  { do: 'refuse', code: 8 },
  { do: 'refuse', code: 15 },
  { do: 'expire' },
  { do: 'slow', milliseconds: 1_500, when: 'before' },
  { do: 'slow', milliseconds: 1_500, when: 'after' },
  { do: 'garbage', form: 'cut' },
  { do: 'garbage', form: 'empty', when: 'before' },
]
const struck = ['*', 'tracker/*', 'tracker/settings/update', 'tracker/batch_clone', 'tracker/clone', 'tracker/bundle/*']

/** A refusal of the core is an answer like any other; only what it did not expect is an error. */
async function allowed(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code === 'unexpected') throw error
  }
}

async function edit({ rig, throws, originals }: World): Promise<void> {
  const cells = Array.from({ length: throws.whole(1, 6) }, () => ({
    id: throws.pick(originals.slice(0, 12)),
    field: throws.pick(['label', 'label', 'comment']),
    value: throws.chance(0.05) ? 'not < allowed' : `Value ${throws.whole(1, 40)}`,
  }))
  await rig.call('sheet.stage', { sheet: 'trackers', source: throws.pick(['type', 'paste']), cells })
}

async function importClones(world: World): Promise<void> {
  const { rig, throws, originals, users } = world
  const user = throws.pick(users)
  const rows = Array.from({ length: throws.whole(1, 15) }, () => throws.pick(originals))
  if (throws.chance(0.2)) rows.push(9_000_000 + throws.whole(1, 5))
  const text = throws.chance(0.3)
    ? `tracker id,user id,label\n${rows.map((id) => `${id},${user},Copy ${id}`).join('\n')}`
    : clonesCsv(rows, user)
  await allowed(importFile(rig, 'clones.csv', text, { kind: 'clones', includeDoubtful: true }))
}

async function importBundles(world: World): Promise<void> {
  const count = world.throws.whole(1, 8)
  const fields = {
    equipment: { from: 'constant' as const, value: String(world.equipment) },
    factoryPreset: { from: 'constant' as const, value: 'no' },
  }
  const text = ['imei', ...freshImeis(count, world.imeis)].join('\n')
  // Some stand in the file before, too.
  world.imeis += world.throws.chance(0.8) ? count : 1
  await allowed(importFile(world.rig, 'imeis.csv', text, { kind: 'bundles', fields }))
}

async function openSets(rig: SimRig): Promise<number[]> {
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  return changeSets.map(({ id }) => id)
}

const somebodyElse: Action = ({ rig, throws, originals }) => {
  const tracker_id = throws.pick(originals.slice(0, 12))
  const change = throws.chance(0.5)
    ? { label: `Theirs ${throws.whole(1, 9)}` }
    : { comment: `Theirs ${throws.whole(1, 9)}` }
  rig.panel.edit({ tracker_id, ...change })
  return Promise.resolve()
}

const fault: Action = (world) => {
  const strike = world.throws.pick(strikes)
  const times = world.throws.whole(1, 3)
  world.rig.panel.faults.add({ path: world.throws.pick(struck), times, skip: world.throws.whole(0, 3), strike })
  return Promise.resolve()
}

const neverEnding: Action = (world) => {
  world.late = true
  const path = world.throws.pick(['tracker/settings/update', 'tracker/batch_clone', 'tracker/bundle/import'])
  const when = world.throws.pick(['before', 'after'] as const)
  world.rig.panel.faults.add({ path, strike: { do: 'slow', milliseconds: world.throws.whole(110_000, 230_000), when } })
  return Promise.resolve()
}

/** Ends the core at this very moment, whatever it waits for, and opens another on the files as they stand. */
async function crash(world: World): Promise<void> {
  const { rig } = world
  // To the middle of something, if anything is going on.
  for (let steps = world.throws.whole(0, 12); steps > 0; steps--) await rig.clock.step()
  if (rig.wire.underWay > 0) world.late = true
  const before = staged(rig)
  await rig.crash()
  const after = staged(rig)
  if (before !== after) throw new Error(`The crash lost something:\n${before}\n${after}`)
}

/** What the journal holds, but for how far each operation has got. */
function staged(rig: SimRig): string {
  return JSON.stringify(rig.journal('SELECT id, kind, params, change_set FROM operation ORDER BY id'))
}

/** Everything that can happen, and how often. */
export const actions: readonly (readonly [string, number, Action])[] = [
  ['edit', 10, edit],
  ['import clones', 3, importClones],
  ['import bundles', 2, importBundles],
  ['undo', 2, ({ rig }) => rig.call('sheet.undo', { redo: false })],
  ['redo', 1, ({ rig }) => rig.call('sheet.undo', { redo: true })],
  [
    'revert',
    1,
    ({ rig, throws, originals }) =>
      rig.call('sheet.revert', {
        sheet: 'trackers',
        cells: [{ id: throws.pick(originals.slice(0, 12)), field: null }],
      }),
  ],
  ['send', 10, async ({ rig }) => rig.call('outbox.send', { changeSets: await openSets(rig) })],
  [
    'recall',
    1,
    async ({ rig, throws }) => {
      const sets = await openSets(rig)
      if (sets.length > 0) await rig.call('outbox.recall', { changeSets: [throws.pick(sets)] })
    },
  ],
  [
    'discard',
    1,
    async ({ rig, throws }) => {
      const open = (await rig.operations()).filter(({ state }) => state !== 'done' && state !== 'discarded')
      if (open.length > 0) await rig.call('outbox.discard', { operations: [throws.pick(open).id] })
    },
  ],
  ['resolve', 2, ({ rig, throws }) => resolveConflicts(rig, throws)],
  [
    'mend',
    1,
    async ({ rig }) =>
      rig.call('outbox.mend', { operations: (await rig.operations(['rejected'])).map(({ id }) => id) }),
  ],
  [
    'look again',
    1,
    async ({ rig }) => {
      const operations = (await rig.operations(['unknown'])).map(({ id }) => id)
      await rig.call('outbox.settle', { operations, by: 'looking' })
    },
  ],
  ['somebody else', 3, somebodyElse],
  ['fault', 6, fault],
  ['a request that never ends', 1, neverEnding],
  ['cut', 1, ({ rig }) => Promise.resolve((rig.wire.cut = true))],
  ['mend the wire', 2, ({ rig }) => Promise.resolve((rig.wire.cut = false))],
  ['work offline', 1, ({ rig }) => rig.call('connection.workOffline', { on: true })],
  ['come back', 2, ({ rig }) => rig.call('connection.workOffline', { on: false })],
  ['pause', 1, ({ rig }) => rig.call('outbox.pause', { paused: true })],
  ['resume', 2, ({ rig }) => rig.call('outbox.pause', { paused: false })],
  ['pull', 1, ({ rig }) => allowed(rig.call('pull.start', {}))],
  ['crash', 2, crash],
  ['wait', 4, ({ rig, throws }) => rig.clock.advance(throws.whole(1_000, 90_000))],
]

export async function resolveConflicts(rig: SimRig, throws: Dice): Promise<void> {
  for (const { id } of await rig.operations(['conflict'])) {
    await rig.call('outbox.resolve', { operations: [id], take: throws.pick(['mine', 'theirs']) })
  }
}
