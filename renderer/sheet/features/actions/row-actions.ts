import { missingPermissions, type Permissions } from '../../../../shared/model/permissions.ts'
import { kindOf } from '../../../../shared/operations/catalogue.ts'
import type { RowAction } from '../../model/session/staging.ts'

/** What an action does: the kind of its operations. */
export type RowActionKind = RowAction['kind']

/** What can be done with rows of the trackers' sheet, in the order in which it is offered. */
export const rowActions = [
  'tracker.tariff',
  'tracker.move',
  'tracker.block',
  'tracker.clone',
  'tracker.command',
  'tracker.deleteClone',
] as const satisfies readonly RowActionKind[]

/** Whether the account may do it, as far as is known: nothing is, before the first sign-in. */
export function isAllowed(kind: RowActionKind, permissions: Permissions): boolean {
  return Object.keys(permissions).length === 0 || missingPermissions(permissions, kindOf(kind).needs).length === 0
}

/** Where the texts of an action stand: `sheet.actions.<key>`. */
export function textsOf(kind: RowActionKind): string {
  return `sheet.actions.${kind.slice('tracker.'.length)}`
}
