/** A whole number from 0 up to, not including, `limit`, which nobody can guess. */
export function below(limit: number): number {
  // What is left over at the end would make small numbers more likely.
  const most = 2 ** 32 - (2 ** 32 % limit)
  for (;;) {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1))
    if (drawn < most) return drawn % limit
  }
}
