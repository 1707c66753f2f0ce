/** What a bench promises, in the words of its goal: a limit on the ratio to the floor, on what is above it, or on the value itself. */
export type Goal =
  | { readonly ratioAtMost: number }
  | { readonly ratioAtLeast: number }
  | { readonly aboveFloorAtMost: number }
  | { readonly valueAtMost: number }
  | { readonly valueAtLeast: number }

/** What one run of a bench found. */
export interface Measured {
  readonly value: number
  /** The same work with nothing around it, measured in the same run; left out where the goal is on the value. */
  readonly floor?: number
  /** Unit of both. */
  readonly unit: 'ms' | 's' | '/s' | '%' | 'MB' | 'nodes'
  /** What else is worth knowing, such as how many requests there were. */
  readonly note?: string
}

/** One row of the table that `npm run bench` prints. */
export interface Bench {
  /** The work, as in the table of goals in docs. */
  readonly name: string
  readonly goal: Goal
  run(): Promise<Measured>
}

/** What each `*.bench.ts` in this folder exports: a bench, or several that share what they work on, and how that ends. */
export interface BenchFile {
  readonly default: Bench | readonly Bench[]
  end?(): Promise<void>
}

/** A goal as it is printed. */
export function goalText(goal: Goal, unit: Measured['unit']): string {
  if ('ratioAtMost' in goal) return `≤ ${goal.ratioAtMost} × floor`
  if ('ratioAtLeast' in goal) return `≥ ${goal.ratioAtLeast} × floor`
  if ('aboveFloorAtMost' in goal) return `≤ floor + ${goal.aboveFloorAtMost} ${unit}`
  if ('valueAtMost' in goal) return `≤ ${goal.valueAtMost} ${unit}`
  return `≥ ${goal.valueAtLeast} ${unit}`
}

/** Whether what was measured keeps the goal. */
export function keeps(goal: Goal, { value, floor }: Measured): boolean {
  const ratio = floor === undefined ? NaN : value / floor
  if ('ratioAtMost' in goal) return ratio <= goal.ratioAtMost
  if ('ratioAtLeast' in goal) return ratio >= goal.ratioAtLeast
  if ('aboveFloorAtMost' in goal) return value - (floor ?? NaN) <= goal.aboveFloorAtMost
  if ('valueAtMost' in goal) return value <= goal.valueAtMost
  return value >= goal.valueAtLeast
}
