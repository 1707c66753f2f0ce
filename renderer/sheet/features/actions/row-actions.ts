import type { Action, Asks, Said } from '../../../../shared/actions/action.ts'
import { actionOf } from '../../../../shared/actions/catalogue.ts'
import type { Permission } from '../../../../shared/model/permissions.ts'
import { isKindName, kindOf } from '../../../../shared/operations/catalogue.ts'

/** What an account has to be allowed for it: what its kind needs. */
export function needsOf(kind: string): readonly Permission[] {
  const { stages = kind } = actionOf(kind) ?? {}
  return isKindName(stages) ? kindOf(stages).needs : []
}

/** What the vendor's pages call what it sends. */
export function methodsOf(kind: string): readonly string[] {
  const { stages = kind } = actionOf(kind) ?? {}
  return isKindName(stages) ? kindOf(stages).methods : []
}

/** Where the texts of an action stand. */
export function textsOf(kind: string): string {
  return `actions.${kind}`
}

/** The action as it is asked about where it begins at a row of another entity: for which rows it is done, too. */
export function fromRow(action: Action): Action {
  return action.from ? { ...action, asks: { rows: action.from.rows, ...action.asks } } : action
}

/** What a dialog holds at first: what each value starts as, and the row that the action begins at. */
export function startOf({ asks, from }: Action, begun: number | null = null): Record<string, unknown> {
  const start = Object.fromEntries(Object.entries(asks).map(([name, ask]) => [name, ask.start]))
  return from && begun !== null ? { ...start, [from.as]: begun } : start
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
