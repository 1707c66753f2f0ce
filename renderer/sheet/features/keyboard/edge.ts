/** How many cells of a stretch are filled; both ends belong to it. `cells` leaves out what is no cell, as group rows. */
export type CountFilled = (from: number, to: number) => Promise<{ readonly cells: number; readonly filled: number }>

/** A row or column of cells, and a way along it. */
export interface Lane {
  readonly size: number
  readonly step: -1 | 1
  readonly count: CountFilled
}

/** Cells that are looked at first; they are mostly at hand, so that near edges are found at once. */
const firstStretch = 64

const endOf = ({ size, step }: Lane): number => (step > 0 ? size - 1 : 0)

/** Counts what lies between two distances from a cell, along the lane. */
const within = ({ step, count }: Lane, from: number, near: number, far: number): ReturnType<CountFilled> =>
  step > 0 ? count(from + near, from + far) : count(from - far, from - near)

const isFilled = async (lane: Lane, from: number, distance: number): Promise<boolean> =>
  (await within(lane, from, distance, distance)).filled > 0

/**
 * The distance of the nearest cell, `near` on, that is filled or empty as wanted; null where there is none. The
 * stretches that are counted grow fast, so that a near one costs little and a far one few counts.
 */
async function nearest(lane: Lane, from: number, filled: boolean, near: number): Promise<number | null> {
  const last = Math.abs(endOf(lane) - from)
  const has = async (low: number, high: number): Promise<boolean> => {
    const found = await within(lane, from, low, high)
    return filled ? found.filled > 0 : found.filled < found.cells
  }
  for (let low = near, length = firstStretch; low <= last; low += length, length *= 8) {
    let high = Math.min(last, low + length - 1)
    if (!(await has(low, high))) continue
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (await has(low, middle)) high = middle
      else low = middle + 1
    }
    return low
  }
  return null
}

/** The last cell of the block of filled cells that a cell belongs to. */
export async function blockEnd(lane: Lane, from: number): Promise<number> {
  const empty = await nearest(lane, from, false, 1)
  return empty === null ? endOf(lane) : from + lane.step * (empty - 1)
}

/**
 * Where Ctrl and an arrow lead: within a block of filled cells to its last one, otherwise to the next filled cell, and
 * where there is none to the end. Cells are counted, not loaded, however many there are.
 */
export async function edgeOf(lane: Lane, from: number): Promise<number> {
  if (from === endOf(lane)) return from
  if ((await isFilled(lane, from, 0)) && (await isFilled(lane, from, 1))) return blockEnd(lane, from)
  const filled = await nearest(lane, from, true, 1)
  return filled === null ? endOf(lane) : from + lane.step * filled
}
