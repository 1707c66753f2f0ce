import type { SheetAction } from '../../shared/contract/sheets.ts'
import { duplicate } from './checkpoint-create.ts'
import { putCopies, putStops } from './checkpoint-put.ts'
import { copyRoutes } from './route-create.ts'
import { moveStops, reverseRoutes, reverseStops } from './stop-actions.ts'
import { cancelActivation } from './tracker-corrupt.ts'
import { cloneTo, deleteClones, sendCommand } from './tracker-actions.ts'
import { deleteRoutes, deleteStops, takeOutStops } from './task-leaving.ts'
import { retryActivation } from './tracker-register.ts'
import { chooseDefaultPlan } from './user-plan.ts'
import type { WholeAction } from './whole-action.ts'

/** Of every kind that an action on rows stages whole, how; the others edit cells. */
export const wholeActions: { readonly [Kind in SheetAction['kind']]?: WholeAction } = {
  'tracker.deleteClone': deleteClones,
  'tracker.clone': cloneTo,
  'tracker.command': sendCommand,
  'tracker.register': retryActivation,
  'tracker.corrupt': cancelActivation,
  'user.plan': chooseDefaultPlan,
  'route.create': copyRoutes,
  'route.delete': deleteRoutes,
  'checkpoint.create': duplicate,
  'checkpoint.move': moveStops,
  'checkpoint.put': putStops,
  'checkpoint.putCopies': putCopies,
  'checkpoint.reverse': reverseStops,
  'route.reverse': reverseRoutes,
  'checkpoint.delete': deleteStops,
  'checkpoint.transmute': takeOutStops,
}
