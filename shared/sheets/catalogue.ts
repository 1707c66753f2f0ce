import { bundlesSheet } from './bundles.ts'
import { checkpointsSheet } from './checkpoints.ts'
import { routesSheet } from './routes.ts'
import type { Sheet } from './sheet.ts'
import { trackersSheet } from './trackers.ts'
import { usersSheet } from './users.ts'

/** Every sheet there is. */
export const sheets = {
  trackers: trackersSheet,
  users: usersSheet,
  bundles: bundlesSheet,
  routes: routesSheet,
  checkpoints: checkpointsSheet,
} as const satisfies Record<string, Sheet>

export const sheetNames = ['trackers', 'users', 'bundles', 'routes', 'checkpoints'] as const
export type SheetName = (typeof sheetNames)[number]
