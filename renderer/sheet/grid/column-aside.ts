/**
 * The column that is a screen to the left or right of another, as far as there are columns: the first `pinned` ones
 * always are in sight, the others share `room` pixels. Moves by one column at least.
 */
export function columnAside(
  widths: readonly number[],
  pinned: number,
  from: number,
  direction: -1 | 1,
  room: number,
): number {
  const last = widths.length - 1
  if (direction < 0 && from <= pinned) return Math.max(0, from - 1)
  const start = Math.max(pinned, from)
  let at = start
  let passed = widths[at] ?? 0
  while (at + direction >= pinned && at + direction <= last) {
    const next = passed + (widths[at + direction] ?? 0)
    if (next > room && at !== start) break
    at += direction
    passed = next
    if (next > room) break
  }
  return at
}
