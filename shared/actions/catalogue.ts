import type { EntityName } from '../entities/entity.ts'
import { isKindName, kindOf, type KindName } from '../operations/catalogue.ts'
import { fail } from '../problem.ts'
import type { Action, PutPlace, Said } from './action.ts'
import { duplicateStops } from './checkpoint-create.ts'
import { deleteStops } from './checkpoint-delete.ts'
import { moveStops } from './checkpoint-move.ts'
import { putCopies, putStops } from './checkpoint-put.ts'
import { reverseRoutes, reverseStops } from './checkpoint-reverse.ts'
import { transmuteStops } from './checkpoint-transmute.ts'
import { copyRoutes } from './route-create.ts'
import { deleteRoutes } from './route-delete.ts'
import { blockDevices } from './tracker-block.ts'
import { cloneTo } from './tracker-clone.ts'
import { sendCommand } from './tracker-command.ts'
import { cancelActivation } from './tracker-corrupt.ts'
import { deleteClones } from './tracker-delete-clone.ts'
import { moveToOwner } from './tracker-move.ts'
import { retryActivation } from './tracker-register.ts'
import { changePlan } from './tracker-tariff.ts'
import { chooseDefaultPlan } from './user-plan.ts'

/** Every action on rows there is, in the order in which menus offer them. */
const actions = [
  ...[changePlan, moveToOwner, blockDevices, cloneTo, sendCommand, retryActivation, deleteClones, cancelActivation],
  chooseDefaultPlan,
  ...[duplicateStops, moveStops, putStops, putCopies, reverseStops, transmuteStops, deleteStops],
  ...[copyRoutes, reverseRoutes, deleteRoutes],
] as const

type ToldOf<One> =
  One extends Action<infer Kind, infer All, infer Beside>
    ? { kind: Kind; ids: number[] } & Said<All> & (Beside extends true ? { beside: PutPlace } : unknown)
    : never

/** An action as a person has chosen it: for which rows, and what was said to what it asks. */
export type SheetAction = ToldOf<(typeof actions)[number]>

const known = new Map<string, Action>(actions.map((one) => [one.kind, one as Action]))

/** Adds an action of a kind that no panel has: for tests, and before the first call is made. */
export function addAction(declared: Action): void {
  known.set(declared.kind, declared)
}

/** Every action, declared or added. */
export function knownActions(): Action[] {
  return [...known.values()]
}

/** The action of a kind; undefined where it has none. */
export function actionOf(kind: string): Action | undefined {
  return known.get(kind)
}

/** The kind of the operations that an action stages. */
export function kindStagedBy(name: string): KindName {
  const { stages = name } = known.get(name) ?? {}
  return isKindName(stages) ? stages : fail('kind-unknown', { kind: stages })
}

/** What the rows of an action are. */
export function entityOfAction(name: string): EntityName {
  return known.get(name)?.on ?? kindOf(kindStagedBy(name)).entity
}

/** The actions on rows of an entity, as menus offer them: what puts rows beside others is done by pasting them there. */
export function actionsOffered(entity: EntityName): Action[] {
  return actionsOn(entity).filter(({ puts }) => !puts)
}

/** The actions on rows of an entity. */
export function actionsOn(entity: EntityName): Action[] {
  return knownActions().filter(({ kind, stages = kind }) => isKindName(stages) && entityOfAction(kind) === entity)
}

/** The action that typing into a field of an entity's rows is, and which of its values the text says; undefined for others. */
export function actionTyped(
  entity: EntityName,
  field: string,
): { readonly action: Action; readonly as: string } | undefined {
  for (const one of actionsOn(entity)) {
    const as = one.cells?.[field]
    if (as !== undefined) return { action: one, as }
  }
  return undefined
}

/** The actions on rows of other entities that can begin at a row of this one. */
export function actionsFrom(entity: EntityName): Action[] {
  return knownActions().filter(({ from }) => from?.entity === entity)
}
