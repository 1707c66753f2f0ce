import type { KindName, ParamsOf } from '../../shared/operations/catalogue.ts'
import { fail } from '../../shared/problem.ts'
import { panelEndpoint, type Endpoint } from '../panel/endpoint.ts'
import { bundleAssignOrderCarrier } from './bundle-assign-order.ts'
import { bundleAssignSimCarrier } from './bundle-assign-sim.ts'
import { bundleImportCarrier } from './bundle-import.ts'
import { bundleSetEquipmentCarrier } from './bundle-set-equipment.ts'
import type { Carrier } from './carrier.ts'
import { trackerBlockCarrier } from './tracker-block.ts'
import { trackerCloneCarrier } from './tracker-clone.ts'
import { trackerCommandCarrier } from './tracker-command.ts'
import { trackerDeleteCloneCarrier } from './tracker-delete-clone.ts'
import { trackerMoveCarrier } from './tracker-move.ts'
import { trackerSettingsCarrier } from './tracker-settings.ts'
import { trackerTariffCarrier } from './tracker-tariff.ts'

/** How every declared kind is carried out: a kind without a carrier does not compile. */
const carriers: { readonly [Name in KindName]: Carrier<ParamsOf<Name>> } = {
  'tracker.settings': trackerSettingsCarrier,
  'tracker.block': trackerBlockCarrier,
  'tracker.tariff': trackerTariffCarrier,
  'tracker.move': trackerMoveCarrier,
  'tracker.clone': trackerCloneCarrier,
  'tracker.deleteClone': trackerDeleteCloneCarrier,
  'tracker.command': trackerCommandCarrier,
  'bundle.import': bundleImportCarrier,
  'bundle.assignSim': bundleAssignSimCarrier,
  'bundle.assignOrder': bundleAssignOrderCarrier,
  'bundle.setEquipment': bundleSetEquipmentCarrier,
}

const known = new Map<string, Carrier<unknown>>(Object.entries(carriers) as [string, Carrier<unknown>][])

/** Adds the carrier of a kind that no panel has: for simulations. */
export function addCarrier(name: string, carrier: Carrier<unknown>): void {
  known.set(name, carrier)
}

/** Where the requests of a kind go that have these parameters. */
export function endpointOf(name: KindName, params: unknown): Endpoint {
  return carrierOf(name).endpoint?.(params) ?? panelEndpoint
}

/** The carrier of a kind, for code that treats all kinds alike and has parsed their parameters by their schema. */
export function carrierOf(name: KindName): Carrier<unknown> {
  return known.get(name) ?? fail('kind-unknown', { kind: name })
}
