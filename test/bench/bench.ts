/**
 * What a bench promises, in the words of its goal: a limit on the ratio to the floor, on what is above it, or on the
 * value itself; or how much sooner it is than what one would pick instead.
 */
export type Goal =
  | { readonly ratioAtMost: number }
  | { readonly ratioAtLeast: number }
  | { readonly aboveFloorAtMost: number }
  | { readonly valueAtMost: number }
  | { readonly valueAtLeast: number }
  | { readonly soonerThanPeer: number }

/** What one would pick instead: its name, and what it took for the same work, or why it could not be had here. */
export type Peer =
  { readonly name: string; readonly value: number } | { readonly name: string; readonly missing: string }

/** What one run of a bench found. */
export interface Measured {
  readonly value: number
  /** The same work with nothing around it, measured in the same run; left out where the goal is on the value. */
  readonly floor?: number
  /** What one would pick instead, at the same work in the same run; left out where nobody would pick anything else. */
  readonly peer?: Peer
  /** Unit of all three. */
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
  if ('soonerThanPeer' in goal) return `peer ≥ ${goal.soonerThanPeer} ×`
  return `≥ ${goal.valueAtLeast} ${unit}`
}

/** Whether what was measured keeps the goal; null where that cannot be told without a peer that is missing. */
export function keeps(goal: Goal, { value, floor, peer }: Measured): boolean | null {
  const ratio = floor === undefined ? NaN : value / floor
  if ('ratioAtMost' in goal) return ratio <= goal.ratioAtMost
  if ('ratioAtLeast' in goal) return ratio >= goal.ratioAtLeast
  if ('aboveFloorAtMost' in goal) return value - (floor ?? NaN) <= goal.aboveFloorAtMost
  if ('valueAtMost' in goal) return value <= goal.valueAtMost
  if ('soonerThanPeer' in goal) return peer && 'value' in peer ? peer.value / value >= goal.soonerThanPeer : null
  return value >= goal.valueAtLeast
}
