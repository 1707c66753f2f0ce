import type { KindName, ParamsOf } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import { panelEndpoint, type Endpoint } from '../panel/endpoint.ts'
import { bundleAssignOrderExecutor } from './bundle-assign-order.ts'
import { bundleAssignSimExecutor } from './bundle-assign-sim.ts'
import { bundleImportExecutor } from './bundle-import.ts'
import { bundleSetEquipmentExecutor } from './bundle-set-equipment.ts'
import { checkpointCreateExecutor } from './checkpoint-create.ts'
import { checkpointMoveExecutor } from './checkpoint-move.ts'
import { checkpointUpdateExecutor } from './checkpoint-update.ts'
import type { Executor } from './executor.ts'
import { checkpointDeleteExecutor, checkpointTransmuteExecutor, routeDeleteExecutor } from './task-leaving.ts'
import { routeAssignExecutor } from './route-assign.ts'
import { routeCreateExecutor } from './route-create.ts'
import { routeUpdateExecutor } from './route-update.ts'
import { taskTransmuteExecutor } from './task-transmute.ts'
import { trackerBlockExecutor } from './tracker-block.ts'
import { trackerCloneExecutor } from './tracker-clone.ts'
import { trackerCommandExecutor } from './tracker-command.ts'
import { trackerCorruptExecutor } from './tracker-corrupt.ts'
import { trackerDeleteCloneExecutor } from './tracker-delete-clone.ts'
import { trackerMoveExecutor } from './tracker-move.ts'
import { trackerRegisterExecutor } from './tracker-register.ts'
import { trackerSettingsExecutor } from './tracker-settings.ts'
import { trackerTariffExecutor } from './tracker-tariff.ts'
import { userCreateExecutor } from './user-create.ts'
import { userPasswordExecutor } from './user-password.ts'
import { userPlanExecutor } from './user-plan.ts'
import { userUpdateExecutor } from './user-update.ts'

/** How every declared kind is carried out: a kind without an executor does not compile. */
const executors: { readonly [Name in KindName]: Executor<ParamsOf<Name>> } = {
  'tracker.settings': trackerSettingsExecutor,
  'tracker.block': trackerBlockExecutor,
  'tracker.tariff': trackerTariffExecutor,
  'tracker.move': trackerMoveExecutor,
  'tracker.clone': trackerCloneExecutor,
  'tracker.deleteClone': trackerDeleteCloneExecutor,
  'tracker.command': trackerCommandExecutor,
  'tracker.register': trackerRegisterExecutor,
  'tracker.corrupt': trackerCorruptExecutor,
  'user.create': userCreateExecutor,
  'user.update': userUpdateExecutor,
  'user.password': userPasswordExecutor,
  'user.plan': userPlanExecutor,
  'bundle.import': bundleImportExecutor,
  'bundle.assignSim': bundleAssignSimExecutor,
  'bundle.assignOrder': bundleAssignOrderExecutor,
  'bundle.setEquipment': bundleSetEquipmentExecutor,
  'route.create': routeCreateExecutor,
  'route.update': routeUpdateExecutor,
  'route.assign': routeAssignExecutor,
  'route.delete': routeDeleteExecutor,
  'checkpoint.create': checkpointCreateExecutor,
  'checkpoint.update': checkpointUpdateExecutor,
  'checkpoint.move': checkpointMoveExecutor,
  'checkpoint.delete': checkpointDeleteExecutor,
  'checkpoint.transmute': checkpointTransmuteExecutor,
  'task.transmute': taskTransmuteExecutor,
}

const known = new Map<string, Executor<unknown>>(Object.entries(executors) as [string, Executor<unknown>][])

/** Adds the executor of a kind that no panel has: for simulations. */
export function addExecutor(name: string, executor: Executor<unknown>): void {
  known.set(name, executor)
}

/** Where the requests of a kind go that have these parameters. */
export function endpointOf(name: KindName, params: unknown): Endpoint {
  return executorOf(name).endpoint?.(params) ?? panelEndpoint
}

/** The executor of a kind, for code that treats all kinds alike and has parsed their parameters by their schema. */
export function executorOf(name: KindName): Executor<unknown> {
  return known.get(name) ?? fail('kind-unknown', { kind: name })
}
