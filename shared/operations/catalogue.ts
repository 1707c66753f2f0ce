import { z } from 'zod'
import type { EntityName } from '../entities/entity.ts'
import { fail, type Problem, type ProblemCode } from '../problem.ts'
import type { ColumnEdit } from '../sheets/column-edit.ts'
import { readVersioned, type Read } from '../versioned.ts'
import { bundleAssignOrderKind } from './bundle-assign-order.ts'
import { bundleAssignSimKind } from './bundle-assign-sim.ts'
import { bundleImportKind } from './bundle-import.ts'
import { bundleSetEquipmentKind } from './bundle-set-equipment.ts'
import { checkpointCreateKind } from './checkpoint-create.ts'
import { checkpointDeleteKind } from './checkpoint-delete.ts'
import { checkpointMoveKind } from './checkpoint-move.ts'
import { checkpointTransmuteKind } from './checkpoint-transmute.ts'
import { checkpointUpdateKind } from './checkpoint-update.ts'
import type { OperationKind } from './kind.ts'
import { routeAssignKind } from './route-assign.ts'
import { routeCreateKind } from './route-create.ts'
import { routeDeleteKind } from './route-delete.ts'
import type { Offered, RemedyName } from './remedy.ts'
import { routeUpdateKind } from './route-update.ts'
import { taskTransmuteKind } from './task-transmute.ts'
import { trackerBlockKind } from './tracker-block.ts'
import { trackerCloneKind } from './tracker-clone.ts'
import { trackerCommandKind } from './tracker-command.ts'
import { trackerCorruptKind } from './tracker-corrupt.ts'
import { trackerDeleteCloneKind } from './tracker-delete-clone.ts'
import { trackerMoveKind } from './tracker-move.ts'
import { trackerRegisterKind } from './tracker-register.ts'
import { trackerSettingsKind } from './tracker-settings.ts'
import { trackerTariffKind } from './tracker-tariff.ts'
import { userCreateKind } from './user-create.ts'
import { userPasswordKind } from './user-password.ts'
import { userPlanKind } from './user-plan.ts'
import { userUpdateKind } from './user-update.ts'

/** Every kind of operation there is. electron/operations must carry out each of them, or it does not compile. */
export const kinds = {
  'tracker.settings': trackerSettingsKind,
  'tracker.block': trackerBlockKind,
  'tracker.tariff': trackerTariffKind,
  'tracker.move': trackerMoveKind,
  'tracker.clone': trackerCloneKind,
  'tracker.deleteClone': trackerDeleteCloneKind,
  'tracker.command': trackerCommandKind,
  'tracker.register': trackerRegisterKind,
  'tracker.corrupt': trackerCorruptKind,
  'user.create': userCreateKind,
  'user.update': userUpdateKind,
  'user.password': userPasswordKind,
  'user.plan': userPlanKind,
  'bundle.import': bundleImportKind,
  'bundle.assignSim': bundleAssignSimKind,
  'bundle.assignOrder': bundleAssignOrderKind,
  'bundle.setEquipment': bundleSetEquipmentKind,
  'route.create': routeCreateKind,
  'route.update': routeUpdateKind,
  'route.assign': routeAssignKind,
  'route.delete': routeDeleteKind,
  'checkpoint.create': checkpointCreateKind,
  'checkpoint.update': checkpointUpdateKind,
  'checkpoint.move': checkpointMoveKind,
  'checkpoint.delete': checkpointDeleteKind,
  'checkpoint.transmute': checkpointTransmuteKind,
  'task.transmute': taskTransmuteKind,
} as const

export type KindName = keyof typeof kinds
/** The parameters of the kind `Name`. */
export type ParamsOf<Name extends KindName> = (typeof kinds)[Name] extends OperationKind<string, infer P> ? P : never

export const kindNames = Object.keys(kinds) as [KindName, ...KindName[]]

const known = new Map<string, OperationKind>(Object.entries(kinds))

/** Adds a kind that no panel has: for simulations, which prove what no real kind needs yet. Before a journal is opened. */
export function addKind(declared: OperationKind): void {
  known.set(declared.name, declared)
  madeWithParts = null
}

/** The names of every kind that can be carried out. */
export function knownKinds(): string[] {
  return [...known.keys()]
}

/** Whether a name from the journal is one of a kind that this version knows. */
export function isKindName(name: string): name is KindName {
  return known.has(name)
}

/** The kind that makes rows of an entity; null where none does. */
export function creatorOf(entity: EntityName): Creator | null {
  for (const kind of known.values()) if (kind.entity === entity && isCreator(kind)) return kind
  return null
}

/** A kind that makes something with its parts, which operations of another kind are. */
export type MadeWithParts = OperationKind & { readonly madeWith: NonNullable<OperationKind['madeWith']> }

/** Whether a kind makes something with its parts. */
export function isMadeWithParts(kind: OperationKind): kind is MadeWithParts {
  return kind.madeWith !== undefined
}

/** Those that are known, found once: each of very many operations is asked whether it is of one. */
let madeWithParts: readonly MadeWithParts[] | null = null

/** Every kind that makes something with its parts. */
export function kindsMadeWithParts(): readonly MadeWithParts[] {
  return (madeWithParts ??= [...known.values()].filter(isMadeWithParts))
}

/** Whether a kind makes a row. */
export function isCreator(kind: OperationKind): kind is Creator {
  return kind.creates !== undefined
}

/** A kind that makes rows. */
export type Creator = OperationKind & { readonly creates: NonNullable<OperationKind['creates']> }

/** A row that an operation makes. */
export interface MadeRow {
  readonly entity: EntityName
  /** Our id of it. */
  readonly id: number
  /** What it holds, by the fields of its entity's model. */
  readonly held: Readonly<Record<string, unknown>>
  /** What it was given, by the fields of its sheet. */
  readonly given: Readonly<Record<string, unknown>>
}

/** The row that an operation makes; null where it makes none, or has not been given one. */
export function rowMadeBy(name: KindName, params: unknown): MadeRow | null {
  const { creates, entity } = kindOf(name)
  if (!creates) return null
  const said = madeRow.parse(params)
  if (said.row === null) return null
  const given = Object.keys(creates.fields).map((field) => [field, said[field]])
  return { entity, id: said.row, held: creates.row(params), given: Object.fromEntries(given) as MadeRow['given'] }
}

const madeRow = z.looseObject({ row: z.int().nullable() })

/** The declaration of a kind, with its parameters' type forgotten: for code that treats all kinds alike. */
export function kindOf(name: KindName): OperationKind {
  return known.get(name) ?? fail('kind-unknown', { kind: name })
}

/** What can still be done with an operation of a kind that ends with a problem; null where nothing is declared. */
export function offeredOf(name: KindName, { code }: Pick<Problem, 'code'>): Offered | null {
  return kindOf(name).remedies?.[code] ?? null
}

/** The problems of which something can still be done by a remedy, or by any, whichever kind meets them. */
export function problemsOffering(remedy?: RemedyName): ProblemCode[] {
  const offered = [...known.values()].flatMap(({ remedies }) => Object.entries(remedies ?? {}))
  const meant = offered.filter(([, { remedies }]) => remedy === undefined || remedies.includes(remedy))
  return [...new Set(meant.map(([code]) => code as ProblemCode))]
}

/** Parameters as the journal keeps them, of whichever version, in the present one; or why this program cannot read them. */
export function readParams(kind: string, version: number, text: string): Read<unknown> {
  const declared = known.get(kind)
  if (!declared) return { unreadable: { code: 'kind-unknown', values: { kind } } }
  const { version: present, params: shape, upgrade } = declared
  return readVersioned({ version: present, shape, upgrade }, version, text)
}

/** A field of an entity that can be edited: by which kind, and how. */
export interface EditedField {
  readonly kind: OperationKind
  readonly edit: ColumnEdit
}

/** The fields of an entity that can be edited, by name. */
export function editsOf(entity: EntityName): ReadonlyMap<string, EditedField> {
  const fields = new Map<string, EditedField>()
  for (const kind of known.values()) {
    if (kind.entity !== entity) continue
    for (const [field, edit] of Object.entries(kind.edits ?? {})) fields.set(field, { kind, edit })
  }
  return fields
}
