/** The value below which a share of them lies. */
export function part(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN
}

/** The one in the middle. */
export function middle(values: readonly number[]): number {
  return part(values, 0.5)
}

/** Milliseconds, as they are read. */
export function ms(value: number): string {
  return `${value.toFixed(value < 20 ? 1 : 0)} ms`
}
