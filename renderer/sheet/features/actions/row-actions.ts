import type { Action, Asks, Said } from '../../../../shared/actions/action.ts'
import { missingPermissions, type Permissions } from '../../../../shared/model/permissions.ts'
import { isKindName, kindOf } from '../../../../shared/operations/catalogue.ts'

/** Whether the account may do it, as far as is known: nothing is, before the first sign-in. */
export function isAllowed(kind: string, permissions: Permissions): boolean {
  if (!isKindName(kind)) return false
  return Object.keys(permissions).length === 0 || missingPermissions(permissions, kindOf(kind).needs).length === 0
}

/** Where the texts of an action stand. */
export function textsOf(kind: string): string {
  return `actions.${kind}`
}

/** What a dialog holds at first: what each value starts as. */
export function startOf({ asks }: Action): Record<string, unknown> {
  return Object.fromEntries(Object.entries(asks).map(([name, { start }]) => [name, start]))
}

/** What was said to an action, tidied; null while something is missing, or is not what was asked. */
export function saidTo({ asks, tidy }: Action, given: Readonly<Record<string, unknown>>): Said<Asks> | null {
  const said = parsed(asks, given)
  return said && parsed(asks, tidy ? tidy(said) : said)
}

function parsed(asks: Asks, given: Readonly<Record<string, unknown>>): Said<Asks> | null {
  const said: Record<string, unknown> = {}
  for (const [name, { value }] of Object.entries(asks)) {
    const one = value.safeParse(given[name])
    if (!one.success) return null
    said[name] = one.data
  }
  return said
}
