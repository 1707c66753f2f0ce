import type { RouteChoice } from '../../../shared/contract/routes.ts'
import { daysAround } from '../../stores/days-around.ts'

/** A choice as a person is making it: days may be missing as long as one types. */
export interface DraftChoice {
  readonly users: ReadonlySet<number>
  readonly from: string
  readonly to: string
}

/** What a person begins with: what is looked at, or nobody and the days around today. */
export function draftOf(choice: RouteChoice | null, now: number): DraftChoice {
  return { ...(choice ?? daysAround(now)), users: new Set(choice?.users) }
}

/** Whether applying it would change what is looked at. */
export function differs(draft: DraftChoice, choice: RouteChoice | null): boolean {
  if (!choice) return draft.users.size > 0
  return (
    draft.from !== choice.from ||
    draft.to !== choice.to ||
    draft.users.size !== choice.users.length ||
    choice.users.some((user) => !draft.users.has(user))
  )
}
