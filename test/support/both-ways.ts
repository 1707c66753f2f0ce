import type { KindName } from '../../shared/operations/catalogue.ts'
import type { SheetAction, SheetRow } from '../../shared/contract/sheets.ts'
import type { SheetName } from '../../shared/sheets/catalogue.ts'
import type { pulledRoutes } from './pulled-routes.ts'
import { copyOn } from './routes-rig.ts'

type Rig = Awaited<ReturnType<typeof pulledRoutes>>

/** How one kind goes both ways. */
export interface Both {
  /** Stages one operation of the kind; whatever else belongs to it may be staged with it. */
  stage(rig: Rig): Promise<unknown>
  /** Whether an undo of what was sent stages what takes it back. */
  readonly inverse: boolean
}

const typed = (rig: Rig, sheet: SheetName, id: number, values: Readonly<Record<string, string>>) =>
  rig.edit(sheet, id, values)
const act = (rig: Rig, action: SheetAction) => rig.made.call('sheet.act', action)

/** An original that nobody has a clone of, and with which nothing is wrong. */
async function tracker({ made }: Rig): Promise<SheetRow> {
  const rows = await made.sound()
  const clones = new Set(rows.filter(({ values }) => values['clone']).map(({ values }) => values['sourceId']))
  return rows.find(
    ({ values }) =>
      !values['clone'] &&
      !clones.has(values['sourceId']) &&
      !values['hidden'] &&
      !values['blocked'] &&
      values['plan'] !== 'Standard' &&
      values['phone'] !== null,
  )!
}

/** A user who has nothing. */
async function newOwner(rig: Rig, { values }: SheetRow): Promise<number> {
  const users = await rig.rows('users')
  return users.find(({ id }) => id !== values['userId'])!.id
}

async function bundle(rig: Rig): Promise<number> {
  return (await rig.rows('bundles')).find(({ values }) => values['iccid'] !== null)!.id
}

/** A stop with which nobody has begun, and which is not the last one of its route. */
const stop = ({ stops }: Rig): number => stops[0]!.id

/** Each kind, with what stages it. */
export const both: { readonly [Kind in KindName]: Both } = {
  'tracker.settings': {
    stage: async (rig) => typed(rig, 'trackers', (await tracker(rig)).id, { label: 'Another', comment: 'Noted' }),
    inverse: true,
  },
  'tracker.block': {
    stage: async (rig) => act(rig, { kind: 'tracker.block', ids: [(await tracker(rig)).id], blocked: true }),
    inverse: true,
  },
  'tracker.tariff': {
    stage: async (rig) => typed(rig, 'trackers', (await tracker(rig)).id, { plan: 'Standard' }),
    inverse: true,
  },
  'tracker.move': {
    async stage(rig) {
      const row = await tracker(rig)
      return act(rig, { kind: 'tracker.move', ids: [row.id], owner: await newOwner(rig, row) })
    },
    inverse: true,
  },
  'tracker.clone': {
    async stage(rig) {
      const row = await tracker(rig)
      const user = await newOwner(rig, row)
      return act(rig, { kind: 'tracker.clone', ids: [row.id], user, skipExisting: false })
    },
    inverse: true,
  },
  'tracker.deleteClone': {
    async stage(rig) {
      const clone = (await rig.made.sound()).find(({ values }) => values['clone'])!
      return act(rig, { kind: 'tracker.deleteClone', ids: [clone.id] })
    },
    inverse: true,
  },
  'tracker.command': {
    stage: async (rig) =>
      act(rig, {
        ...{ kind: 'tracker.command', ids: [(await tracker(rig)).id], form: 'text' },
        ...{ command: 'setparam 101:4', reliable: true },
      }),
    inverse: false,
  },
  'tracker.register': {
    stage: async (rig) => act(rig, { kind: 'tracker.register', ids: [(await tracker(rig)).id], commands: 'platform' }),
    inverse: false,
  },
  'tracker.corrupt': {
    async stage(rig) {
      const { id, values } = await tracker(rig)
      return act(rig, { kind: 'tracker.corrupt', ids: [id], clones: true, confirmed: String(values['label']) })
    },
    inverse: false,
  },
  // Its comment is edited by a kind of the tests, in a process that has it.
  'user.update': {
    stage: async (rig) => typed(rig, 'users', (await rig.rows('users'))[0]!.id, { phone: '49301234567' }),
    inverse: true,
  },
  'user.create': {
    stage: ({ made }) =>
      made.call('sheet.make', {
        sheet: 'users',
        rows: [
          {
            ...{ login: 'new.user@example.com', password: 'Fleetbook-2410!', legalType: 'individual' },
            ...{ firstName: 'Ada', lastName: 'Byron', middleName: '', phone: '', legalName: '', tin: '', iec: '' },
            ...{ country: '', region: '', city: '', street: '', postIndex: '', comment: '' },
          },
        ],
      }),
    inverse: false,
  },
  'user.password': {
    stage: async (rig) => typed(rig, 'users', (await rig.rows('users'))[0]!.id, { password: 'Fleetbook-2410!' }),
    inverse: false,
  },
  'user.plan': {
    async stage(rig) {
      const { tariffs } = await rig.made.call('lookup.tariffs', {})
      return act(rig, { kind: 'user.plan', ids: [(await rig.rows('users'))[0]!.id], plan: tariffs.at(-1)!.id })
    },
    inverse: false,
  },
  'bundle.import': {
    async stage({ made }) {
      const { equipment } = await made.call('lookup.equipment', {})
      const rows = [{ imei: '356307042441013', equipment: `#${equipment[0]!.id}` }]
      return made.call('sheet.make', { sheet: 'bundles', rows })
    },
    inverse: false,
  },
  'bundle.assignSim': {
    stage: async (rig) => typed(rig, 'bundles', await bundle(rig), { iccid: '8999000000000000017' }),
    inverse: true,
  },
  'bundle.assignOrder': {
    stage: async (rig) => typed(rig, 'bundles', await bundle(rig), { orderId: '4711' }),
    inverse: true,
  },
  'bundle.setEquipment': {
    async stage(rig) {
      const { equipment } = await rig.made.call('lookup.equipment', {})
      const id = await bundle(rig)
      const row = (await rig.rows('bundles')).find((one) => one.id === id)!
      const other = equipment.find(({ modelCode }) => modelCode !== row.values['modelCode'])!
      return typed(rig, 'bundles', id, { equipment: `#${other.id}` })
    },
    inverse: true,
  },
  'route.create': { stage: (rig) => act(rig, { ...copyOn('2026-12-20'), ids: [rig.route.id] }), inverse: true },
  'route.update': { stage: (rig) => typed(rig, 'routes', rig.route.id, { label: 'Another tour' }), inverse: true },
  'route.assign': { stage: (rig) => typed(rig, 'routes', rig.route.id, { tracker: '' }), inverse: true },
  'route.delete': { stage: (rig) => act(rig, { kind: 'route.delete', ids: [rig.route.id] }), inverse: false },
  'checkpoint.create': { stage: (rig) => act(rig, { kind: 'checkpoint.create', ids: [stop(rig)] }), inverse: true },
  'checkpoint.update': { stage: (rig) => typed(rig, 'checkpoints', stop(rig), { label: 'Gate 2' }), inverse: true },
  'checkpoint.move': {
    stage: (rig) => act(rig, { kind: 'checkpoint.move', ids: [stop(rig)], route: '', to: '2', make: false }),
    inverse: true,
  },
  'checkpoint.delete': { stage: (rig) => act(rig, { kind: 'checkpoint.delete', ids: [stop(rig)] }), inverse: false },
  'checkpoint.transmute': {
    stage: (rig) => act(rig, { kind: 'checkpoint.transmute', ids: [stop(rig)] }),
    inverse: true,
  },
  'task.transmute': {
    async stage(rig) {
      const like = {
        ...rig.atPanel(stop(rig)),
        id: null,
        external_id: null,
        parent_id: null,
        order: null,
        label: 'One',
      }
      const task = (await rig.rows('checkpoints')).find(
        ({ values }) => values['routeId'] === null && values['label'] === like.label,
      )!
      return typed(rig, 'checkpoints', task.id, { route: String(rig.route.values['label']) })
    },
    inverse: true,
  },
}

/** What has to be at the panel before a kind can be staged. */
export async function prepare(rig: Rig, kind: KindName): Promise<void> {
  if (kind !== 'task.transmute') return
  const like = { ...rig.atPanel(stop(rig)), id: null, external_id: null, parent_id: null, order: null }
  rig.client('task/create', { task: { ...like, label: 'One' } })
  await rig.made.call('routes.pull', { olderThan: 0 })
  await rig.pulled()
}
