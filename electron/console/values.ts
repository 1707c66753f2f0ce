import type { ConsoleValue } from '../../shared/contract/consoles.ts'

/** Most values of one device: of more, those that have not changed for the longest time are forgotten. */
const most = 500

/** What a device last said of itself, by name, in the order in which it first said it. */
export interface ConsoleValues {
  /** Takes what it reports now; what it does not speak of stays. `revision` is that of this change. */
  report(values: readonly (readonly [name: string, value: string])[], at: number, revision: number): void
  /** When it last reported; null before the first time. */
  readonly reportedAt: number | null
  since(revision: number): ConsoleValue[]
}

export function createConsoleValues(): ConsoleValues {
  const held = new Map<string, ConsoleValue & { readonly revision: number }>()
  let reportedAt: number | null = null

  return {
    report(values, at, revision) {
      reportedAt = at
      for (const [name, value] of values) {
        if (held.get(name)?.value !== value) held.set(name, { name, value, changedAt: at, revision })
      }
      const tooMany = held.size - most
      if (tooMany <= 0) return
      const oldest = [...held.values()].sort((one, other) => one.revision - other.revision)
      for (const { name } of oldest.slice(0, tooMany)) held.delete(name)
    },
    get reportedAt() {
      return reportedAt
    },
    since: (after) =>
      [...held.values()]
        .filter(({ revision }) => revision > after)
        .map(({ name, value, changedAt }) => ({ name, value, changedAt })),
  }
}
