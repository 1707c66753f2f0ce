/** Something is to stand just behind another thing of its order; null for the front. */
export interface PlacedBehind {
  readonly row: number
  readonly behind: number | null
}

/** A step from one order to another. */
export interface OrderStep extends PlacedBehind {
  /** What it stands behind until then; null for the front. */
  readonly was: number | null
}

/**
 * An order after steps, one after the other. What is not in it yet comes in; behind what is not in it, a row stays where
 * it is, or comes last.
 */
export function orderAfter(order: readonly number[], steps: readonly PlacedBehind[]): number[] {
  const now = [...order]
  for (const { row, behind } of steps) {
    const at = now.indexOf(row)
    if (behind !== null && (behind === row || !now.includes(behind))) {
      if (at < 0) now.push(row)
      continue
    }
    if (at >= 0) now.splice(at, 1)
    now.splice(behind === null ? 0 : now.indexOf(behind) + 1, 0, row)
  }
  return now
}

/** An order in which some rows are moved on together, or to a number; they come to stand next to each other. */
export function orderWith(
  order: readonly number[],
  moved: ReadonlySet<number>,
  to: { readonly at: number } | { readonly by: number },
): number[] {
  const others = order.filter((row) => !moved.has(row))
  const first = order.findIndex((row) => moved.has(row))
  const place = 'at' in to ? to.at - 1 : first + to.by
  const before = Math.max(0, Math.min(others.length, place))
  return [...others.slice(0, before), ...order.filter((row) => moved.has(row)), ...others.slice(before)]
}

/** An order in which rows have numbers, from 1: each where its number says, those without one in the places that are left. */
export function orderWithNumbers(order: readonly number[], numbers: ReadonlyMap<number, number>): number[] {
  const now = order.filter((row) => !numbers.has(row))
  const numbered = order.filter((row) => numbers.has(row)).sort((a, b) => numbers.get(a)! - numbers.get(b)!)
  for (const row of numbered) now.splice(Math.max(0, numbers.get(row)! - 1), 0, row)
  return now
}

/**
 * The fewest steps from one order of rows to another one of the same, each of which finds what it is to stand behind
 * where that will stay. Of as few, those that move rows which a person has `moved`.
 */
export function stepsBetween(from: readonly number[], to: readonly number[], moved: ReadonlySet<number>): OrderStep[] {
  const placeOf = new Map(from.map((row, place) => [row, place]))
  const staying = longestRising(
    to.map((row) => ({ row, place: placeOf.get(row) ?? -1 })),
    (row) => (moved.has(row) ? 1 : 1 + 1 / (to.length + 1)),
  )
  const now = [...from]
  return to.flatMap((row, index) => {
    if (staying.has(row)) return []
    const behind = to[index - 1] ?? null
    const at = now.indexOf(row)
    const was = now[at - 1] ?? null
    now.splice(at, 1)
    now.splice(behind === null ? 0 : now.indexOf(behind) + 1, 0, row)
    return [{ row, behind, was }]
  })
}

/** Of rows, those that can stay since their places rise: as many as can, or as weigh most. Quadratic in their number. */
function longestRising(
  rows: readonly { readonly row: number; readonly place: number }[],
  weightOf: (row: number) => number,
): ReadonlySet<number> {
  const best: { weight: number; before: number }[] = []
  let last = -1
  for (const [index, { row, place }] of rows.entries()) {
    let found = { weight: 0, before: -1 }
    for (let earlier = 0; earlier < index; earlier += 1) {
      const { weight } = best[earlier]!
      if (rows[earlier]!.place < place && weight > found.weight) found = { weight, before: earlier }
    }
    best.push({ weight: found.weight + weightOf(row), before: found.before })
    if (last < 0 || best[index]!.weight > best[last]!.weight) last = index
  }
  const staying = new Set<number>()
  for (let at = last; at >= 0; at = best[at]!.before) staying.add(rows[at]!.row)
  return staying
}
