/**
 * What lives as long as the core and holds something of what was done, by name: how many entries, or bytes, each has at
 * present. All of it is limited; a test over an hour of use sees to that.
 */
export type Weight = Readonly<Record<string, number>>

/** Several of a kind, weighed together. */
export function sumOf(weights: readonly Weight[]): Weight {
  const sum: Record<string, number> = {}
  for (const weight of weights) for (const [name, held] of Object.entries(weight)) sum[name] = (sum[name] ?? 0) + held
  return sum
}
