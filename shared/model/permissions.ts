import { z } from 'zod'

/** What a panel session may do: category → operations. An absent category grants nothing. */
export const permissions = z.record(z.string(), z.array(z.string()))
export type Permissions = z.infer<typeof permissions>

/** One permission as the vendor writes it, `trackers: update`. */
export interface Permission {
  readonly category: string
  readonly operation: string
}

/** Those of `needed` that `held` does not grant. */
export function missingPermissions(held: Permissions, needed: readonly Permission[]): Permission[] {
  return needed.filter(({ category, operation }) => !held[category]?.includes(operation))
}
