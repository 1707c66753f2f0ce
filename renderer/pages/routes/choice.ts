import type { RouteChoice } from '../../../shared/contract/routes.ts'

/** A choice as a person is making it: days may be missing as long as one types. */
export interface DraftChoice {
  readonly users: ReadonlySet<number>
  readonly from: string
  readonly to: string
}

/** Days before and after today that are looked at where nobody has said otherwise. */
const daysBefore = 7
const daysAhead = 14

/** A day of the clock of this computer, so many days after that of `at`. */
function dayOf(at: number, offset: number): string {
  const day = new Date(at)
  day.setDate(day.getDate() + offset)
  const part = (value: number, digits: number): string => String(value).padStart(digits, '0')
  return [part(day.getFullYear(), 4), part(day.getMonth() + 1, 2), part(day.getDate(), 2)].join('-')
}

/** What a person begins with: what is looked at, or nobody and the days around today. */
export function draftOf(choice: RouteChoice | null, now: number): DraftChoice {
  if (choice) return { ...choice, users: new Set(choice.users) }
  return { users: new Set(), from: dayOf(now, -daysBefore), to: dayOf(now, daysAhead) }
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
