import type { FaultInput } from '../../electron/demo-panel/faults.ts'
import type { OtherValues } from '../../shared/contract/outbox.ts'
import { isKindName, kindOf, type KindName } from '../../shared/operations/catalogue.ts'
import type { OperationState } from '../../shared/operations/states.ts'
import { clonesCsv, importFile } from '../support/import-file.ts'
import { freshImeis } from '../support/imeis.ts'
import { allowed, pickTrackers, presentId, someTrackers, type World } from './world.ts'

export type Action = (world: World) => Promise<unknown>
/** What can happen, by name, and how often. */
export type Actions = readonly (readonly [name: string, weight: number, Action])[]

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
  { do: 'garbage', form: 'html' },
  { do: 'garbage', form: 'empty', when: 'before' },
]
/** The methods by which each kind of operation is carried out. */
const methods: Readonly<Record<KindName, readonly string[]>> = {
  'tracker.settings': ['tracker/settings/update'],
  'tracker.block': ['tracker/source/update'],
  'tracker.tariff': ['tracker/tariff/change'],
  'tracker.move': ['tracker/move'],
  'tracker.clone': ['tracker/clone', 'tracker/batch_clone'],
  'tracker.deleteClone': ['tracker/delete_clone', 'tracker/batch_delete_clones'],
  'tracker.command': ['tracker/raw_command/send'],
  'tracker.corrupt': ['tracker/corrupt'],
  'user.create': ['user/create', 'user/upload'],
  'user.update': ['user/update'],
  'tracker.register': ['tracker/register_retry'],
  'user.password': ['user/change_password'],
  'user.plan': ['user/update'],
  'bundle.import': ['tracker/bundle/import'],
  'bundle.assignSim': ['tracker/bundle/assign'],
  'bundle.setEquipment': ['tracker/bundle/update'],
  'bundle.assignOrder': ['tracker/bundle/order/assign'],
  'route.create': ['task/route/create'],
  'route.update': ['task/route/update'],
  'route.assign': ['task/route/assign'],
  'checkpoint.create': ['task/checkpoint/create'],
  'checkpoint.update': ['task/checkpoint/update'],
  'checkpoint.move': ['task/checkpoint/update'],
  'checkpoint.delete': ['task/checkpoint/delete'],
  'checkpoint.transmute': ['task/checkpoint/transmute'],
  'task.transmute': ['task/transmute'],
  'route.delete': ['task/route/delete'],
}

/** A method of something that is about to be sent, now and then any. */
export function endangered({ rig, throws }: World): string {
  const kinds = rig.journal<{ kind: KindName }>(
    `SELECT DISTINCT kind FROM operation WHERE state IN ('draft', 'ready', 'waiting') ORDER BY kind`,
  )
  if (kinds.length === 0 || throws.chance(0.1)) return throws.pick(['*', 'tracker/*'])
  const { kind } = throws.pick(kinds)
  // What is not of the panel's kinds are the notes of its users.
  return throws.pick(kind in methods ? methods[kind] : ['note/set', 'note/*'])
}

const edit: Action = async (world) => {
  const { rig, throws } = world
  const cells = Array.from({ length: throws.whole(1, 6) }, () => ({
    id: throws.pick(someTrackers(world)),
    field: throws.pick(['label', 'label', 'comment']),
    value: throws.chance(0.05) ? 'not < allowed' : `Value ${throws.whole(1, 40)}`,
  }))
  await rig.call('sheet.stage', { sheet: 'trackers', source: throws.pick(['type', 'paste']), cells })
}

/** Plans, owners and blocks, typed into cells: by id, name or login, and now and then something that names nothing. */
const nameInCells: Action = async (world) => {
  const { rig, throws, plans, users } = world
  const plan = rig.cached<{ id: number; name: string }>('SELECT id, name FROM tariff ORDER BY id')
  const user = rig.cached<{ id: number; login: string }>('SELECT id, login FROM user ORDER BY id')
  const named = {
    plan: () => {
      const id = throws.pick(plans)
      const name = plan.find((one) => one.id === id)?.name ?? `${id}`
      return throws.pick([name, name.toUpperCase(), `${id}`, `#${id}`, 'No such plan'])
    },
    owner: () => {
      const id = throws.pick(users.slice(0, 3))
      const login = user.find((one) => one.id === id)?.login ?? `${id}`
      return throws.pick([login, ` ${login} `, `#${id}`, 'nobody@nowhere.example'])
    },
    blocked: () => throws.pick(['yes', 'no', 'maybe']),
  }
  const cells = Array.from({ length: throws.whole(1, 4) }, () => {
    const field = throws.pick(['plan', 'owner', 'blocked', 'blocked'] as const)
    return { id: throws.pick(someTrackers(world)), field, value: named[field]() }
  })
  await rig.call('sheet.stage', { sheet: 'trackers', source: throws.pick(['type', 'paste']), cells })
}

const importClones: Action = async (world) => {
  const { rig, throws, originals, users } = world
  const user = throws.pick(users)
  const rows = Array.from({ length: throws.whole(1, 15) }, () => presentId(world, throws.pick(originals)))
  if (throws.chance(0.2)) rows.push(9_000_000 + throws.whole(1, 5))
  const text = throws.chance(0.3)
    ? `tracker id,user id,label\n${rows.map((id) => `${id},${user},Copy ${id}`).join('\n')}`
    : clonesCsv(rows, user)
  await allowed(importFile(rig, 'clones.csv', text, { kind: 'clones', includeDoubtful: true }))
}

const importBundles: Action = async (world) => {
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

const changePlans: Action = (world) => {
  const { rig, throws, plans } = world
  return rig.call('sheet.act', {
    kind: 'tracker.tariff',
    ids: pickTrackers(world, 4),
    plan: throws.pick(plans),
    repay: throws.chance(0.5),
    charge: throws.chance(0.8),
  })
}

/** Among three users, so that trackers go back to where they came from. */
const move: Action = (world) => {
  const { rig, throws, users } = world
  return rig.call('sheet.act', {
    kind: 'tracker.move',
    ids: pickTrackers(world, 3),
    owner: throws.pick(users.slice(0, 3)),
  })
}

const command: Action = (world) => {
  const { rig, throws } = world
  world.commands += 1
  return rig.call('sheet.act', {
    kind: 'tracker.command',
    ids: pickTrackers(world, 3),
    command: `command ${world.commands}`,
    form: 'text',
    reliable: throws.chance(0.5),
  })
}

const deleteClones: Action = async ({ rig, throws }) => {
  const clones = rig.cached<{ id: number }>('SELECT id FROM tracker WHERE clone = 1 ORDER BY id')
  if (clones.length === 0) return
  const ids = [...new Set(Array.from({ length: throws.whole(1, 4) }, () => throws.pick(clones).id))]
  await rig.call('sheet.act', { kind: 'tracker.deleteClone', ids })
}

/** Change sets that are not settled. */
export async function openSets({ rig }: World): Promise<number[]> {
  const { changeSets } = await rig.call('outbox.changeSets', { settled: false })
  return changeSets.map(({ id }) => id)
}

/** Some operations in these states, by chance. */
async function some({ rig, throws }: World, states: OperationState[], most = 3): Promise<number[]> {
  const there = await rig.operations(states)
  if (there.length === 0) return []
  return [...new Set(Array.from({ length: throws.whole(1, most) }, () => throws.pick(there).id))]
}

const undoSent: Action = async ({ rig, throws }) => {
  const { changeSets } = await rig.call('outbox.changeSets', { settled: true })
  const sent = changeSets.filter(({ releasedAt }) => releasedAt !== null)
  if (sent.length > 0) await rig.call('outbox.undoSent', { changeSet: throws.pick(sent).id })
}

const somebodyElse: Action = (world) => {
  const { rig, throws, plans, users } = world
  const tracker_id = presentId(world, throws.pick(someTrackers(world)))
  const change = throws.pick([
    { label: `Theirs ${throws.whole(1, 9)}` },
    { label: `Theirs ${throws.whole(1, 9)}` },
    { comment: `Theirs ${throws.whole(1, 9)}` },
    { comment: `Theirs ${throws.whole(1, 9)}` },
    { tariff_id: throws.pick(plans) },
    { tariff_id: throws.pick(plans) },
    { blocked: throws.chance(0.5) },
    { user_id: throws.pick(users) },
    ...(throws.chance(0.3) ? [{ gone: true }] : []),
  ])
  try {
    rig.panel.edit({ tracker_id, ...change })
  } catch (error) {
    // It is gone, or cannot go there.
    if (!(error instanceof RangeError)) throw error
  }
  return Promise.resolve()
}

const fault: Action = (world) => {
  const { rig, throws } = world
  const strike = throws.pick(strikes)
  rig.panel.faults.add({ path: endangered(world), times: throws.whole(1, 3), skip: throws.whole(0, 1), strike })
  return Promise.resolve()
}

const neverEnding: Action = (world) => {
  const { rig, throws } = world
  const when = throws.chance(0.7) ? 'before' : 'after'
  const milliseconds = throws.whole(1, throws.pick([5, 60, 230])) * 1_000
  rig.panel.faults.add({
    path: endangered(world),
    times: throws.whole(1, 3),
    strike: { do: 'slow', milliseconds, when },
  })
  return Promise.resolve()
}

/** Through a tunnel, most often: the wire is whole again after a while. */
const cut: Action = async ({ rig, throws }) => {
  rig.wire.cut = true
  await rig.clock.advance(throws.whole(0, throws.pick([2_000, 60_000])))
  rig.wire.cut = throws.chance(0.2)
  await rig.clock.advance(throws.whole(0, 20_000))
}

const workOffline: Action = async ({ rig, throws }) => {
  await rig.call('connection.workOffline', { on: true })
  await rig.clock.advance(throws.whole(0, 10_000))
  if (throws.chance(0.8)) await rig.call('connection.workOffline', { on: false })
}

const pause: Action = async ({ rig, throws }) => {
  await rig.call('outbox.pause', { paused: true })
  await rig.clock.advance(throws.whole(0, 10_000))
  if (throws.chance(0.8)) await rig.call('outbox.pause', { paused: false })
}

/** In the middle of whatever comes next: few moments are within one call, many within sending. */
const powerCut: Action = ({ rig, throws }) => {
  rig.cutPowerAfter(throws.whole(1, throws.pick([12, 60, 400])))
  return Promise.resolve()
}

/** Everything that can happen, a few cells at a time. */
export const actions: Actions = [
  ['edit', 10, edit],
  ['name in cells', 4, nameInCells],
  ['import clones', 3, importClones],
  ['import bundles', 2, importBundles],
  ['change plans', 3, changePlans],
  ['move', 3, move],
  ['command', 3, command],
  ['delete clones', 2, deleteClones],
  ['undo', 2, ({ rig }) => allowed(rig.call('sheet.undo', { redo: false }))],
  ['redo', 1, ({ rig }) => allowed(rig.call('sheet.undo', { redo: true }))],
  [
    'revert',
    1,
    (world) =>
      world.rig.call('sheet.revert', {
        sheet: 'trackers',
        cells: pickTrackers(world, 2).map((id) => ({ id, field: null })),
      }),
  ],
  ['send', 14, async (world) => world.rig.call('outbox.send', { changeSets: await openSets(world) })],
  [
    'recall',
    1,
    async (world) => {
      const sets = await openSets(world)
      if (sets.length > 0) await world.rig.call('outbox.recall', { changeSets: [world.throws.pick(sets)] })
    },
  ],
  [
    'discard',
    1,
    async (world) =>
      world.rig.call('outbox.discard', {
        operations: await some(world, ['draft', 'ready', 'held', 'waiting', 'conflict', 'rejected'], 1),
      }),
  ],
  [
    'hold',
    2,
    async (world) =>
      world.rig.call('outbox.hold', { operations: await some(world, ['ready', 'waiting'], 5), held: true }),
  ],
  [
    'let go',
    2,
    async (world) => world.rig.call('outbox.hold', { operations: await some(world, ['held'], 5), held: false }),
  ],
  ['resolve', 2, resolveConflicts],
  ['mend', 1, async (world) => world.rig.call('outbox.mend', { operations: await some(world, ['rejected'], 20) })],
  [
    'look again',
    1,
    async (world) => world.rig.call('outbox.settle', { operations: await some(world, ['unknown'], 20), by: 'looking' }),
  ],
  ['give up', 1, giveUpUnseen],
  ['undo what was sent', 2, undoSent],
  ['somebody else', 6, somebodyElse],
  ['fault', 12, fault],
  ['a request that never ends', 5, neverEnding],
  ['cut', 4, cut],
  ['mend the wire', 5, ({ rig }) => Promise.resolve((rig.wire.cut = false))],
  ['work offline', 1, workOffline],
  ['come back', 2, ({ rig }) => rig.call('connection.workOffline', { on: false })],
  ['pause', 1, pause],
  ['resume', 2, ({ rig }) => rig.call('outbox.pause', { paused: false })],
  ['pull', 1, ({ rig }) => allowed(rig.call('pull.start', {}))],
  ['power cut', 5, powerCut],
  ['wait', 4, ({ rig, throws }) => rig.clock.advance(throws.whole(1_000, 90_000))],
]

/** The person looks at each conflict and takes one side, or types something else. */
export async function resolveConflicts({ rig, throws, plans, users }: World): Promise<void> {
  for (const { id, changes } of await rig.operations(['conflict'])) {
    const typed: OtherValues = {}
    for (const { field, theirs } of changes) {
      if (theirs === undefined || !throws.chance(0.3)) continue
      if (field === 'plan') typed[field] = throws.pick(plans)
      else if (field === 'owner') typed[field] = throws.pick(users)
      else if (field === 'hidden') typed[field] = throws.chance(0.5)
      else if (field === 'label' || field === 'comment') typed[field] = `Typed ${throws.whole(1, 40)}`
      else if (field === 'orderId') typed[field] = throws.whole(1, 9)
      else if (field === 'iccid') typed[field] = `8999${String(throws.whole(1, 40)).padStart(15, '0')}`
    }
    await rig.call('outbox.resolve', { operations: [id], take: throws.pick(['mine', 'theirs']), values: typed })
  }
}

/**
 * Whether it went out, only a person can say: of commands and activations the panel shows nothing, and of a tracker that
 * somebody has removed, nothing any more. Of the latter only what the program itself has left to a person.
 */
export async function giveUpUnseen({ rig }: World): Promise<void> {
  const removed = new Set(
    rig.panel.ledger
      .entries()
      .flatMap((entry) => (entry.effect === 'tracker.corrupt' ? [entry.tracker, ...entry.clones] : [])),
  )
  const unknown = (await rig.operations(['unknown'])).filter(
    ({ kind, subject, retryAt }) =>
      (isKindName(kind) && kindOf(kind).unseen) || (retryAt === null && removed.has(subject.panelId ?? 0)),
  )
  await rig.call('outbox.settle', { operations: unknown.map(({ id }) => id), by: 'giving-up' })
}
