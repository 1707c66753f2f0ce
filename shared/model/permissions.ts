import { z } from 'zod'
import type { Versioned } from '../versioned.ts'

/** What a panel session may do: category → operations. An absent category grants nothing. */
export const permissions = z.record(z.string(), z.array(z.string()))
export type Permissions = z.infer<typeof permissions>
/** As they are kept for working without a connection. */
export const keptPermissions: Versioned<Permissions> = { version: 1, shape: permissions }

/** One permission as the vendor writes it, `trackers: update`. */
export interface Permission {
  readonly category: string
  readonly operation: string
}

/** Those of `needed` that `held` does not grant. */
export function missingPermissions(held: Permissions, needed: readonly Permission[]): Permission[] {
  return needed.filter(({ category, operation }) => !held[category]?.includes(operation))
}

/** The same, as far as is known: before the first sign-in nothing is, and nothing is missing. */
export function lackingPermissions(held: Permissions, needed: readonly Permission[]): Permission[] {
  return Object.keys(held).length === 0 ? [] : missingPermissions(held, needed)
}

/** A permission as the vendor writes it. */
export function permissionName({ category, operation }: Permission): string {
  return `${category}: ${operation}`
}
