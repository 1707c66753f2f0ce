import type { OperationKind } from './kind.ts'
import { bundleImportKind } from './bundle-import.ts'
import { trackerCloneKind } from './tracker-clone.ts'
import { trackerCommandKind } from './tracker-command.ts'
import { trackerDeleteCloneKind } from './tracker-delete-clone.ts'
import { trackerMoveKind } from './tracker-move.ts'
import { trackerSettingsKind } from './tracker-settings.ts'
import { trackerTariffKind } from './tracker-tariff.ts'

/** Every kind of operation there is. electron/operations must carry out each of them, or it does not compile. */
export const kinds = {
  'tracker.settings': trackerSettingsKind,
  'tracker.tariff': trackerTariffKind,
  'tracker.move': trackerMoveKind,
  'tracker.clone': trackerCloneKind,
  'tracker.deleteClone': trackerDeleteCloneKind,
  'tracker.command': trackerCommandKind,
  'bundle.import': bundleImportKind,
} as const

export type KindName = keyof typeof kinds
/** The parameters of the kind `Name`. */
export type ParamsOf<Name extends KindName> = (typeof kinds)[Name] extends OperationKind<string, infer P> ? P : never

export const kindNames = Object.keys(kinds) as [KindName, ...KindName[]]

/** Whether a name from the journal is one of a kind that this version knows. */
export function isKindName(name: string): name is KindName {
  return Object.hasOwn(kinds, name)
}

/** The declaration of a kind, with its parameters' type forgotten: for code that treats all kinds alike. */
export function kindOf(name: KindName): OperationKind {
  return kinds[name]
}
