import { bundlesImport } from './bundles.ts'
import { clonesImport } from './clones.ts'
import { equipmentImport } from './equipment.ts'
import type { ImportKind } from './import-kind.ts'
import { ordersImport } from './orders.ts'
import { routeDetailsImport } from './route-details.ts'
import { routesImport } from './routes.ts'
import { simsImport } from './sims.ts'
import { usersImport } from './users.ts'

/** The names of the kinds of import, in the order in which the window offers them. */
export const importNames = [
  'clones',
  'bundles',
  'sims',
  'orders',
  'equipment',
  'routes',
  'routeDetails',
  'users',
] as const
export type ImportName = (typeof importNames)[number]

/** Every kind of import there is. */
const imports = {
  clones: clonesImport,
  bundles: bundlesImport,
  sims: simsImport,
  orders: ordersImport,
  equipment: equipmentImport,
  routes: routesImport,
  routeDetails: routeDetailsImport,
  users: usersImport,
} as const satisfies Record<ImportName, unknown>

/** The declaration of a kind, with its fields' types forgotten: for code that treats all kinds alike. */
export function importOf(name: ImportName): ImportKind {
  return imports[name]
}
