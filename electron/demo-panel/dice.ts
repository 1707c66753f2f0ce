/** Chance that a seed decides: the same seed always throws the same numbers in the same order. */
export interface Dice {
  /** A number from 0 up to, not including, 1. */
  next(): number
  /** A whole number from `from` up to and including `to`. */
  whole(from: number, to: number): number
  /** True in `share` of the throws, from 0 to 1. */
  chance(share: number): boolean
  /** One of a list that is not empty. */
  pick<Item>(list: readonly Item[]): Item
}

/** Dice for a seed. The generator is mulberry32: small, fast and good enough for made-up data. */
export function dice(seed: number): Dice {
  let state = seed >>> 0

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  return {
    next,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (share) => next() < share,
    pick: (list) => list[Math.floor(next() * list.length)]!,
  }
}
